# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154
# What leaves saisie as a table: every format of a cross-tab, its notes and marking, hostile text, and the
# presets over the training data. Read by run.sh, whose functions it uses.

# ---- one small cross-tab in every format

print 'case_id,line,date,reporter,product,quantity,unit\nC1,1,2024-03-05,TH,Heroin,5.5,kg\nC2,1,2025-03-06,TH,Cocaine,3,g\nC3,1,2025-04-01,MM,Heroin,1,kg\n' >away.csv
expect 0 "" --cache away.db import --as-of 2026-01-01 away.csv
away() { # FORMAT OPTIONS...: the cross-tab that the records below are of
    format=$1
    shift
    "$SAISIE" --cache away.db pivot --rows reporter --cols year --measure mass --mixed --format "$format" "$@" >out 2>err
}
gives() { # WHAT TEXT: out is the text
    print "$2" >want
    truth "$1" cmp -s out want
}
note='# mass, kg\n# largest: one line is more than half of what is marked so\n# filter: (everything)\n'
counts='3 seizures · 3 cases · 2 reporters · batch 1 · as of 2026-01-01'
away csv --bare
gives "pivot as bare CSV" 'reporter,2024,2025,all\nTH,5.5,0.003,5.503\nMM,,1,1\nall,5.5,1.003,6.503\n'
away csv
head -n 5 out >head
tail -n +5 out | grep -v '^"*# provisional' >notes
print 'reporter,2024,2025,all\nTH,5.5,0.003,5.503\nMM,,1,1\nall,5.5,1.003,6.503\n\n' >want
truth "CSV: the table, then an empty record" cmp -s head want
truth "CSV: each record of the notes says that it is one" sh -c 'sed 1d notes | grep -vq "^\"*# "; test $? = 1'
truth "CSV: the counts are the last record" sh -c "tail -n 1 out | grep -qF '# $counts'"
away tsv --bare
gives "pivot as bare TSV" 'reporter\t2024\t2025\tall\nTH\t5.5\t0.003\t5.503\nMM\t\t1\t1\nall\t5.5\t1.003\t6.503\n'
away excel --decimal comma --bare
gives "pivot for an Excel with a comma" '\357\273\277reporter;2024;2025;all\r\nTH;5,5;0,003;5,503\r\nMM;;1;1\r\nall;5,5;1,003;6,503\r\n'
away excel --decimal point --bare
gives "pivot for an Excel with a point" '\357\273\277reporter,2024,2025,all\r\nTH,5.5,0.003,5.503\r\nMM,,1,1\r\nall,5.5,1.003,6.503\r\n'
away json --bare
gives "pivot as bare JSON" '{"rows":[\n{"reporter":"TH","2024":5.5,"2025":0.003,"all":5.503},\n{"reporter":"MM","2024":null,"2025":1,"all":1},\n{"reporter":"all","2024":5.5,"2025":1.003,"all":6.503}\n]}\n'
away markdown --bare
gives "pivot as bare Markdown" '| Reporter | 2024 | 2025 | all |\n| --- | ---: | ---: | ---: |\n| Thailand | 5.500! | 0.003! | 5.503! |\n| Myanmar | · | 1.000! | 1.000! |\n| **all** | 5.500! | 1.003! | 6.503! |\n'
away html --bare
for piece in '<html lang="en">' '<caption>reporter by year: mass</caption>' \
    '<tr><th scope="row">Thailand</th><td class="n">5.500!</td>' '<tr class="total"><th scope="row">all</th>' \
    '<th scope="col" class="n">2024</th>' "default-src 'none'"; do
    truth "HTML holds $piece" grep -qF -e "$piece" out
done
truth "HTML is one whole page" sh -c 'head -n 1 out | grep -qx "<!DOCTYPE html>" && tail -n 1 out | grep -qx "</html>"'
truth "HTML fetches and runs nothing" sh -c '! grep -qiE "<script|<link|<img|src=|href=|url\(|@import| on[a-z]+=" out'
for format in table csv tsv json markdown html excel; do
    away $format
    truth "$format tells the filter" grep -q 'filter: (everything)' out
    truth "$format tells the counts" grep -qF "$counts" out
    away $format --bare
    truth "$format --bare does not" sh -c '! grep -qE "everything|seizures ·" out'
done
LC_ALL=fr_FR.UTF-8 away excel
truth "the locale has a comma" grep -q '^TH;5,5;' out
LC_ALL='' LC_NUMERIC=de_CH.UTF-8 LANG=de_DE.UTF-8 away excel
truth "the locale has a point" grep -q '^TH,5.5,' out
LC_ALL=fr_FR.UTF-8 away csv
truth "CSV for programs does not go by the locale" grep -q '^TH,5.5,' out

# ---- hostile text in cells

print 'case_id,line,product,place,remarks\nTRN-1,1,Heroin,=cmd|calc,x\nTRN-2,1,Heroin,<b>a|b</b>,x\nTRN-3,1,Heroin,"""\t; \033[2J",x\n' >hostile.csv
expect 0 "" --cache hostile.db import hostile.csv
hostile() { "$SAISIE" --cache hostile.db pivot --rows place --format "$@" >out 2>err; }
hostile csv --bare
truth "CSV guards a formula" grep -qF "\"'=cmd|calc\",1" out
hostile tsv --bare
truth "TSV has one tab a row" test "$(awk -F '\t' 'NF != 2' out | wc -l)" -eq 0
truth "TSV guards a formula" grep -q "^'=cmd|calc	1$" out
hostile markdown --bare
truth "Markdown escapes markup and pipes" grep -qF '| \<b\>a\|b\</b\> | 1 |' out
hostile html
truth "HTML escapes markup" grep -qF '>&lt;b&gt;a|b&lt;/b&gt;</th>' out
truth "HTML sends no escape" sh -c '! grep -q "$(printf "\033")" out'
truth "HTML is marked" grep -qF '<p class="marking">TRAINING DATA</p>' out
hostile json
truth "JSON is marked" grep -qF '"marking":"TRAINING DATA"' out
for format in csv tsv excel markdown table; do
    hostile $format
    truth "$format is marked" grep -q 'TRAINING DATA' out
done

# ---- what the options ask for

T=$TRAINING
away_of() { "$SAISIE" --cache "$T" pivot "$@" --bare >out 2>err; }
away_of --rows product --cols year --format csv --top 5
truth "--top keeps so many rows, Others and the total" test "$(wc -l <out)" = 8
truth "Others is one record" grep -q '^Others,' out
away_of --rows product --cols quarter --top-cols 2 --format csv
truth "--top-cols keeps so many columns" test "$(head -n 1 out | tr , '\n' | wc -l)" = 5
away_of --rows reporter --cols year --sort -2025 --format csv
sed '1d;/^all/d' out | cut -d, -f4 >got
sort -rn got >want
truth "--sort -COLUMN: the largest first" cmp -s got want
away_of --rows reporter --measure cases,seizures --sort seizures --format csv
sed '1d;/^all/d' out | cut -d, -f3 >got
sort -n got >want
truth "--sort MEASURE: the smallest first" cmp -s got want
away_of --rows section,product --format csv
cp out plain.csv
away_of --rows section,product --format csv --subtotals
grep -c ',all,' out >got
truth "--subtotals adds a record a section" test "$(cat got)" = 6
grep -v ',all,' out | sort >got
sort plain.csv >want
truth "and nothing else" cmp -s got want
# Money goes by one currency and kind: that of most lines, or the one that is named.
print 'case_id,line,date,reporter,value,currency,value_kind\nM1,1,2024-03-05,TH,900,THB,estimated\nM2,1,2024-03-06,MM,5,USD,estimated\nM3,1,2024-03-07,AU,7,USD,estimated\nM4,1,2024-03-07,JP,1,USD,estimated\n' >money.csv
expect 0 "" --cache money.db import --as-of 2026-01-01 money.csv
for by in "" "value USD estimated" "value THB estimated"; do
    "$SAISIE" --cache money.db pivot --rows reporter --measure value --top 1 ${by:+--sort "-$by"} --format csv --bare >out 2>err
    sed -n '2s/,.*//p' out
done >got
print 'AU\nAU\nTH\n' >want
truth "money is sorted by the currency of most lines, or the one named" cmp -s got want
away_of --rows product --cols year --measure 'cases,change(cases)' --sort evidence --top 1 --format csv
truth "--sort evidence: the surest rise first" grep -q '^Ketamine and related substances,' out
while IFS='|' read -r text words; do
    eval "expect 2 \"\$text\" --cache c.db pivot $words"
done <<'LIST'
there is no format xml|--rows product --format xml
table, csv, tsv, json, markdown, html and excel are the formats|--rows product --format xml
--sort evidence needs a change|--rows product --cols year --sort evidence
comma and point are the signs|--rows product --format excel --decimal dot
--decimal goes with --format excel|--rows product --format csv --decimal comma
--top needs a number|--rows product --top ten
no column|--rows product --cols year --sort 2031
did you mean top-routes?|--preset top-rutes
--preset has its own --rows|--preset composition --rows product
no measure|--rows product --measure 'shares(cases)'
LIST

# ---- the same numbers in every format

digits() { grep -oE '[0-9][0-9,.]*' "$1" | tr -d , ; }
away_of --rows conveyance --cols year --measure cases,mass --mixed --where section:drugs --format csv
sed 1d out | cut -d, -f2- | tr ',' '\n' | grep . >want
away_of --rows conveyance --cols year --measure cases,mass --mixed --where section:drugs --format tsv
sed 1d out | cut -f2- | tr '\t' '\n' | grep . >got
truth "TSV has the numbers of the CSV" cmp -s got want
away_of --rows conveyance --cols year --measure cases,mass --mixed --where section:drugs --format excel --decimal comma
sed 1d out | tr -d '\r' | cut -d';' -f2- | tr ',;' '.\n' | grep . >got
truth "excel has the numbers of the CSV" cmp -s got want
away_of --rows conveyance --cols year --measure cases,mass --mixed --where section:drugs --format json
grep -oE '":[0-9][0-9.]*' out | cut -c3- >got
truth "JSON has the numbers of the CSV" cmp -s got want
truth "there are numbers" test "$(wc -l <want)" -gt 50
away_of --rows conveyance --cols year --measure mass --mixed --where section:drugs --format table
sed '1d;/^─/d' out >table
digits table >want
for format in markdown html; do
    away_of --rows conveyance --cols year --measure mass --mixed --where section:drugs --format $format
    sed -n '/Air/,$p' out | sed 's/<[^>]*>/ /g' >body
    sed -n '/Air/,$p' table >wanted
    digits body >got
    digits wanted >want
    truth "$format has the numbers of the table" cmp -s got want
done

# ---- presets: each can be asked, in every format; totals are those of the records

"$SAISIE" pivot --preset list --format csv --bare >presets 2>err
truth "presets are listed" test "$(wc -l <presets)" -ge 19
sed 1d presets | while IFS=, read -r name tables rest; do
    for format in csv html; do
        "$SAISIE" --cache "$T" pivot --preset "$name" --format $format >p.$format 2>err ||
            echo "  $name as $format: $(cat err)"
    done
    n=$(grep -c '<caption>' p.html)
    [ "$n" = "$tables" ] || echo "  $name: $n tables, not $tables"
    n=$(grep -c '^all,' p.csv)
    [ "$n" = "$tables" ] || echo "  $name: $n totals in CSV, not $tables"
done >out
truth "each preset can be asked" test ! -s out
cases=$("$SAISIE" --cache "$T" info | sed -n 's/^cases *\([0-9,]*\) distinct.*/\1/p' | tr -d ,)
while read -r name tables; do
    "$SAISIE" --cache "$T" pivot --preset "$name" --format csv --bare >out 2>err
    truth "$name: $tables totals are all cases" test "$(grep -cE "^all,.*\b$cases\b" out)" = "$tables"
done <<'LIST'
composition 1
operational-profile 4
conveyance-direction 1
region-category 1
departure-destination 1
involvement 4
top-routes 1
ecommerce 2
direction-country 1
LIST
"$SAISIE" --cache "$T" pivot --preset operational-profile --where reporter:TH --format csv >out 2>err
truth "a preset is over what --where takes" test "$(grep -c '^# filter: reporter:TH$' out)" = 4
"$SAISIE" --cache "$T" pivot --preset currency-conveyance --where 'reporter:TH or reporter:MM' --format csv >out 2>err
truth "its own filter narrows all of it" grep -qF '(reporter:TH' out
"$SAISIE" --cache c.db pivot --preset top-reporters --format csv >out 2>err
truth "a preset on the year before without two whole years" grep -q '^TH,' out

# Two of them counted from the records themselves.
"$SAISIE" --cache "$T" list --columns case_id,conveyance,direction --format csv --limit 0 >records
away_of --preset conveyance-direction --format csv
awk -F, '!seen[$1 "," $2 "," $3]++ && $2 == "Air" && $3 == "Transit" { n++ } END { print n }' records >want
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "Transit cases") at = i } $1 == "Air" { print $at }' out >got
truth "air in transit, counted by hand" cmp -s got want
"$SAISIE" --cache "$T" list --columns case_id,reporter --where date:2025 --format csv --limit 0 >records
away_of --preset top-reporters --format csv
awk -F, 'NR > 1 && !seen[$1]++ { n[$2]++ } END { for (r in n) print n[r] "," r }' records | sort -t, -k1,1rn -k2 |
    head -n 10 | cut -d, -f1 >want
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^2025( cases)?$/) at = i; next } $1 != "Others" && $1 != "all" { print $at }' out >got
truth "the ten top reporters of 2025, counted by hand" cmp -s got want
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "2024 cases") a = i; if ($i == "2025 cases") b = i
             if ($i == "2025 difference(cases)") d = i; if ($i == "2025 change(cases)") c = i }
             if (!a || !b || !c || !d) print "a column is missing"; next }
         $d != $b - $a { print $1 ": difference " $d }
         { x = 100 * ($b - $a) / $a - $c; if (x > 0.0001 || x < -0.0001) print $1 ": change " $c }
         /change\(cases\)/ { print }' out >got
: >want
truth "differences and changes on the year before are those of their columns" cmp -s got want
truth "the first year has no change" sh -c '! head -n 1 out | grep -q "2024 change"'
