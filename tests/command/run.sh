#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manners of the command line: exit status, messages, what a failure leaves behind, and what
# reaches a terminal.
set -u
BUILD=${BUILD:-build}
SAISIE=${SAISIE:-$(pwd)/$BUILD/saisie}
GENERATE=${GENERATE:-$(pwd)/$BUILD/generate}
TRAINING=${TRAINING:-$(pwd)/$BUILD/training.db}
records=$(pwd)/tests/command
work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-command.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
umask 022
export XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config" HOME="$work/home"
passed=0 failed=0 skipped=0

good() { passed=$((passed + 1)); }
bad() { # WHAT: with what was said
    failed=$((failed + 1))
    printf '%s\n' "$1"
    [ ! -s out ] || { echo "  stdout:"; head -n 5 out | sed 's/^/    /'; }
    [ ! -s err ] || { echo "  stderr:"; head -n 5 err | sed 's/^/    /'; }
}
truth() { # WHAT COMMAND...: the command holds
    what=$1
    shift
    if "$@"; then good; else bad "$what"; fi
}

# expect STATUS TEXT WORDS...: the call ends with STATUS and says TEXT on standard error ("": nothing).
expect() {
    want=$1 text=$2
    shift 2
    "$SAISIE" "$@" >out 2>err </dev/null
    got=$?
    if [ $got != "$want" ]; then
        bad "saisie $*: exit status $got, not $want"
    elif [ -n "$text" ] && ! grep -qF -e "$text" err; then
        bad "saisie $*: does not say: $text"
    elif [ -z "$text" ] && [ -s err ]; then
        bad "saisie $*: speaks on standard error"
    elif [ "$want" != 0 ] && [ -s out ]; then
        bad "saisie $*: writes an answer and fails"
    else
        good
    fi
}

print() { printf '%b' "$1"; }

print 'case_id,line,date,reporter,product,quantity,unit,remarks\nC1,1,2024-03-05,TH,Heroin,5,kg,tea\nC2,1,2024-03-06,MM,Cocaine,3,g,\nC3,1,2024-04-01,AU,Heroin,1,kg,box\n' >small.csv
expect 0 "" --cache c.db import small.csv

# ---- the report of an import: rows that count again are loaded, though no line is written

print 'case_id,date,reporter,product,quantity,unit\nK1,2024-01-02,TH,Heroin,5,kg\nK2,2024-01-03,TH,Heroin,6,kg\n' >anew1.csv
sed 's/,5,kg/,7,kg/' anew1.csv >anew2.csv
print '\n' | cat anew1.csv - >anew3.csv
"$SAISIE" --cache anew.db import anew1.csv >out 2>err
truth "what is new is in no line from before" sh -c '! grep -q "^  again" out'
"$SAISIE" --cache anew.db import anew2.csv >out 2>err
"$SAISIE" --cache anew.db import anew3.csv >out 2>err
truth "a row that counts again is loaded" grep -qxF '  rows         2 read, 1 loaded, 1 unchanged, 0 left out' out
truth "and changed" grep -qxF '  loaded       0 new, 1 changed, 0 withdrawn' out
truth "its line is from before" grep -qxF '  again        1 of them are in the cache from before, and count again' out

# ---- tables of one's own: told where they would be, a fault with its line, help in spite of it

"$SAISIE" fields unit >out 2>err
truth "fields unit tells where the table would be" grep -qF "would be $work/config/saisie/units.tsv" out
mkdir -p config/saisie
print 'code\tfamily\tfactor\ten\tfr\taliases\njar\tvolume\t0.5 L\t\t\tjars\n' >config/saisie/units.tsv
print 'case_id,line,product,quantity,unit\nC1,1,Honey,4,Jars\n' >jars.csv
expect 0 "" --cache jars.db import jars.csv
"$SAISIE" --cache jars.db pivot --rows product --measure volume --format csv >out 2>err
truth "a unit of one's own counts" grep -qx 'all,2' out
print 'code\tfamily\tfactor\ten\tfr\taliases\njar\tglass\t1\n' >config/saisie/units.tsv
expect 1 "config/saisie/units.tsv, line 2: a new unit needs a family" --cache jars.db info
expect 1 "correct that line or remove it" --cache jars.db info
expect 0 "" fields --help
rm config/saisie/units.tsv
print 'rule\tunit\tamount\tscope\tsource\nbeer-case\tcase\t7.92 L\tBeer\t24 cans\n' >config/saisie/packages.tsv
print 'case_id,line,product,quantity,unit\nC1,1,Beer,2,cases\nC2,1,Wine,2,cases\n' >beer.csv
expect 0 "" --cache beer.db import beer.csv
"$SAISIE" --cache beer.db list --columns case_id,volume >out 2>err
truth "a rule of one's own counts" grep -qE '^C1 +15.840$' out
truth "a list says through which rule" grep -qxF 'volume: 1 line through rule beer-case (7.92 L each)' out
"$SAISIE" --cache beer.db export beer-out.csv --columns case_id,volume >out 2>err
truth "an export says through which rule" grep -qxF 'volume: 1 line through rule beer-case (7.92 L each)' out
"$SAISIE" --cache beer.db export beer-all.csv >out 2>err
truth "what the program made does not go out as if a file had said it" sh -c '! grep -q package_rule beer-all.csv'
"$SAISIE" fields package_rule --format csv >out 2>err
truth "the rules are listed" grep -qxF 'beer-case,case,7.92 L,Beer,yours,24 cans' out
print 'rule\tunit\tamount\tscope\tsource\nx\tcarton\t12 pcs\tCigarettes\t\n' >config/saisie/packages.tsv
expect 1 'another rule stands for this package and commodity: "cigarettes-carton"' --cache beer.db info
rm -r config
expect 2 "has no list of codes" fields remarks
expect 2 "did you mean unit" fields unitt

# ---- help, and words that are wrong: status 2 and the nearest right one

verbs='import info fields findings overview list facets pivot trend export tag note'
expect 0 "" --help
expect 0 "" -h
expect 0 "" help
for verb in $verbs; do
    expect 0 "" "$verb" --help
    truth "$verb --help names the verb" grep -q "^saisie $verb" out
done

while IFS='|' read -r text words; do
    eval "expect 2 \"\$text\" --cache c.db $words"
done <<'END'
did you mean pivot?|pivto --rows product
did you mean import?|imprt small.csv
saisie --help lists them all|frobnicate
did you mean --columns?|list --colums product
did you mean --measure?|pivot --rows product --mesure mass
list takes no --rows|list --rows product
--where needs a value|list --where
did you mean product?|pivot --rows prodct
did you mean product?|pivot --rows reporter --cols prodct
did you mean reporter?|facets reprter
did you mean product?|list --columns prodct
did you mean product?|list --sort -prodct
did you mean product?|list --where prodct:heroin
did you mean product?|trend --split prodct
did you mean product?|export x.csv --columns prodct
mass|pivot --rows product --measure mas
csv|list --format cvs
csv|pivot --rows product --format xml
month|trend --by mnth
--limit needs a number|list --limit ten
needs --rows|pivot
at most 2|pivot --rows product,reporter,unit
one measure|trend --measure cases,mass
export needs FILE|export
import needs FILE|import
one word too many|info more
Heroin|list --where product:heorin
Thailand|list --where reporter:Tailand
END

# ---- input that is no good: a message, status 1, the cache as it was or absent as it was

mkdir folder
: >empty.csv
print '\0\1\2\3\0\0\377\376PK\0\0\0' >binary.csv
head -c 4000 "$SAISIE" >program.csv
print 'case_id,line,product\nC1,1,a\000b\n' >nul.csv
print 'case_id,line,product\n' >header.csv
print 'colour,size\nred,1\n' >unknown.csv
sum() { cksum <"$1"; }
before=$(sum c.db)
for input in missing.csv folder empty.csv binary.csv program.csv nul.csv header.csv unknown.csv small.csv; do
    expect 1 "$input" --cache c.db import $input
    truth "import $input: the cache is as it was" test "$before" = "$(sum c.db)"
    [ $input = small.csv ] && continue
    expect 1 "$input" --cache new.db import $input
    truth "import $input: no cache is left behind" test ! -e new.db -a ! -e new.db-wal -a ! -e new.db-shm
done
expect 1 "--generic" --cache new.db import unknown.csv
expect 0 "" --cache generic.db import --generic unknown.csv
expect 2 "no command infos" help infos
expect 2 "a name is missing" --cache c.db list --columns ,,
expect 2 "a name is missing" --cache c.db facets ,
expect 2 "prodct" --cache c.db facets product,prodct --format csv
expect 2 "there is no batch 99" --cache c.db findings --batch 99
expect 2 "there is no batch 4294967297" --cache c.db findings --batch 4294967297
"$SAISIE" --cache generic.db trend >out 2>err
truth "a trend without dates says that it has none" grep -q "by month: no line has a date" out
"$SAISIE" --cache generic.db overview >out 2>err
truth "an overview without dates tells of no year" grep -q "no file brought dates" out
expect 1 "cases cannot be counted" --cache generic.db trend --measure cases
"$SAISIE" --cache c.db list --columns mass >out 2>err
truth "a head names its unit once" sh -c 'head -n 1 out | grep -qx "Mass kg"'

# A good file before a bad one stays: each file is a transaction of its own.
print 'case_id,line,product\nC9,1,Khat\n' >second.csv
cp c.db two.db
expect2() {
    "$SAISIE" --cache two.db import second.csv missing.csv >out 2>err
    [ $? = 1 ] && [ "$("$SAISIE" --cache two.db list --where product:khat --columns case_id --format csv)" = "case_id
C9" ]
}
truth "import of a good and a missing file keeps the good one" expect2

# ---- caches that are none

expect 1 "missing.db" --cache missing.db list
truth "asking makes no cache" test ! -e missing.db
expect 1 "folder" --cache folder list
expect 1 "small.csv" --cache small.csv list
expect 1 "small.csv" --cache small.csv import second.csv
truth "a CSV file named as cache is as it was" grep -q "^C3,1" small.csv
expect 1 "nothing was imported yet" --cache empty.csv list
expect 1 "saisie import" list

# ---- what content does not tell

expect 2 "--escape takes doubled or backslash" --cache new.db import --escape what small.csv
print 'case_id,brand\nE1,C:\\\\dir\n' >escape.csv
expect 0 "" --cache escape.db import escape.csv
"$SAISIE" --cache escape.db list --columns brand --format csv >out 2>err
truth "backslashes that escape nothing else escape themselves" grep -qxF 'C:\dir' out
expect 0 "" --cache doubled.db import --escape doubled escape.csv
"$SAISIE" --cache doubled.db list --columns brand --format csv >out 2>err
truth "--escape doubled leaves them alone" grep -qxF 'C:\\dir' out

# ---- Ctrl-C during an import

print 'case_id,line,product\nC8,1,Khat\n' >small2.csv
expect 0 "" --cache second.db import second.csv

if [ -x "$GENERATE" ] && "$GENERATE" --lines 100000 >big.csv 2>err; then
    before=$(sum c.db)
    for target in c.db new.db; do
        "$SAISIE" --cache $target import big.csv >out 2>err &
        job=$!
        # A job in the background ignores SIGINT in a shell without job control; saisie asks for it.
        sleep 0.3
        kill -INT $job 2>/dev/null
        wait $job
        status=$?
        truth "an interrupted import ends with 1, not $status" test $status = 1
        truth "an interrupted import says so" test -s err
    done
    truth "an interrupted import leaves the cache as it was" test "$before" = "$(sum c.db)"
    truth "an interrupted import leaves no new cache" test ! -e new.db -a ! -e new.db-wal -a ! -e new.db-shm

    # Of several files those that were in go back too; a kill at any moment leaves what was before.
    digest() { "$SAISIE" --cache "$1" digest 2>/dev/null; }
    cp c.db several.db
    before=$(digest several.db)
    "$SAISIE" --cache several.db import second.csv big.csv >out 2>err &
    job=$!
    sleep 0.4
    kill -INT $job 2>/dev/null
    wait $job
    truth "several files that are interrupted are all taken back" test "$before" = "$(digest several.db)"
    truth "and that is said" grep -q "stopped" err
    # On a quick machine the last of them may come too late: what was done by then stays.
    killed=0
    for wait in 0.1 0.2 0.5; do
        "$SAISIE" --cache several.db import big.csv >out 2>err &
        job=$!
        sleep $wait
        kill -KILL $job 2>/dev/null
        if wait $job 2>/dev/null; then
            expect 0 "" --cache several.db undo-import "$(sed -n 's/^batch \([0-9]*\):.*/\1/p' out)"
        else
            killed=$((killed + 1))
        fi
        truth "a kill after $wait s leaves the cache as it was" test "$before" = "$(digest several.db)"
        "$SAISIE" --cache fresh.db import big.csv >out 2>err &
        job=$!
        sleep $wait
        kill -KILL $job 2>/dev/null
        wait $job 2>/dev/null || {
            expect 0 "" --cache fresh.db import second.csv
            truth "and so a cache that is made" test "$(digest fresh.db)" = "$(digest second.db)"
        }
        rm -f fresh.db*
    done
    truth "imports were killed on their way" test $killed -gt 0
    expect 0 "" --cache several.db check
    expect 0 "" --cache several.db import --yes second.csv small2.csv
    expect 0 "" --cache c.db list
    expect 0 "" --cache big.db import big.csv
    large=big.db
else
    skipped=$((skipped + 1))
    echo "skipped: interrupted import: no $GENERATE"
    large=c.db
fi

# ---- the name of a mark without its sign

for call in "date:invalid date:!invalid" "mass:unknown mass:!unknown" "quantity:Invalid quantity:!invalid" \
    "product:invalid product:!invalid" "reporter:blank reporter:?" "month:unknown month:!unknown"; do
    expect 2 "write ${call#* }" --cache c.db list --where "${call% *}"
done

# ---- a sentence that cannot be read is shown with its place

at_fault() { # SENTENCE MARKS CALL...: under the sentence stand the marks
    printf '        %s\n        %s\n' "$1" "$2" >expected
    shift 2
    "$SAISIE" --cache c.db "$@" >out 2>err
    sed -n 2,3p err >told
    truth "shown with its place: $*" cmp -s expected told
}
at_fault 'brand:x reportr:TH' '        ^^^^^^^' list --where 'brand:x reportr:TH'
at_fault '"Thé" (brand:x' '      ^' pivot --rows reporter --where '"Thé" (brand:x'
at_fault 'mass>5kg date:soon' '              ^^^^' tag watch mass\>5kg date:soon
at_fault 'brand:x or' '          ^' filters mine 'brand:x or'
at_fault '茶 <1B>[1m reportr:TH' '           ^^^^^^^' list --where "$(printf '茶 \033[1m reportr:TH')"
long=$(printf 'brand:x %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
at_fault "…d:x brand:x brand:x brand:x brand:x brand:x brand:x brand:x reportr:TH" \
    '                                                             ^^^^^^^' list --where "${long}reportr:TH"
expect 2 "batch" --cache c.db list --where batch:99

# ---- saved filters: counts as people write them, and plain where a program reads

awk 'BEGIN { print "case_id,date,reporter"; for (i = 0; i < 1234; i++) print "C" i ",2024-05-06,TH" }' >many.csv
expect 0 "" --cache many.db import many.csv
"$SAISIE" --cache many.db filters mine reporter:TH >out 2>err
truth "what is saved is counted" grep -qx '1,234 seizures' out
"$SAISIE" --cache many.db filters >out 2>err
truth "the list counts for people" grep -qE '^@mine +reporter:TH +1,234 +1,234$' out
"$SAISIE" --cache many.db filters --format json >out 2>err
truth "and plainly for programs" grep -q '"seizures": *1234' out

# ---- a field that nobody brought is an empty column

for name in package_rule mass lag tag office; do
    "$SAISIE" --cache c.db list --columns case_id,$name --limit 1 --format csv >out 2>err
    truth "list: the field $name without a value" test $? = 0 -a ! -s err
done
print 'case_id\nC1\n' >bare.csv
expect 0 "" --cache bare.db import bare.csv
for name in package_rule mass volume date product remarks; do
    "$SAISIE" --cache bare.db list --columns case_id,$name --format csv >out 2>err
    status=$?
    truth "list: $name where no file brought it: status $status" test $status = 0 -a ! -s err
done

# ---- what a text means in one kind of file, and in no other

print 'FY,Month (abbv),Component,Region,Land Filter,Area of Responsibility,Drug Type,Count of Event,Sum Qty (lbs)\n2024,OCT,OFO,N,Land,B,marijuana,5,1\n2024,NOV,OFO,N,Land,B,Khat (Catha Edulis),5,1\n' >cbp.csv
print 'case_id,line,product\nC1,1,marijuana\n' >street.csv
for order in "cbp.csv street.csv" "street.csv cbp.csv"; do
    rm -f cbp.db
    for file in $order; do expect 0 "" --cache cbp.db import $file; done
    "$SAISIE" --cache cbp.db list --apart --columns product,stream --format csv >out 2>err
    truth "marijuana is herbal cannabis in that kind of file ($order)" grep -q "^Herbal,Cannabis" out
    truth "khat with its Latin name ($order)" grep -q "^Khat,Khat" out
    "$SAISIE" --cache cbp.db list --where 'product:!invalid' --columns case_id --format csv >out 2>err
    truth "and stays a street name elsewhere ($order)" grep -q "^C1" out
    expect 0 "" --cache cbp.db check
done
mkdir -p config/saisie/profiles
print '[profile]\ntitle = Wrong\n[header]\nhas = Stuff\n[columns]\nproduct = Stuff\n[values]\nproduct.Grass = No such thing\n' >config/saisie/profiles/wrong.ini
print 'Stuff\nGrass\n' >stuff.csv
expect 2 "Grass = No such thing: there is no such code" --cache cbp.db import stuff.csv
rm config/saisie/profiles/wrong.ini

# ---- a NUL byte is found

{
    print 'case_id,line,product,brand\n'
    for n in 3 4 5 6 7 8 9; do printf 'C%s,1,Heroin,%01000d\n' $n 0; done
    print 'C2,1,Heroin,a\0000b\n'
} >nul.csv
expect 0 "" --cache nul.db import nul.csv
"$SAISIE" --cache nul.db findings --format csv >out 2>err
truth "a NUL byte is found with its row and field" grep -q "^1,9,brand,Q15,W," out

# ---- money in a currency that is not told is in no sum, and counted

print 'case_id,line,product,value,currency\nC1,1,Heroin,900,USD\nC2,1,Heroin,100,\nC3,1,Heroin,$7,\nC4,1,Heroin,,\n' >money.csv
expect 0 "" --cache money.db import money.csv
for where in "" currency:?; do
    "$SAISIE" --cache money.db pivot --rows product --measure value --where "$where" >out 2>err
    truth "the note tells how many lines have no currency ($where)" grep -qF "(1 without an amount, currency not told in 2)" out
done

# ---- a purge gives no number again

expect 0 "" --cache purged.db import small.csv
expect 0 "" --cache purged.db import second.csv
expect 0 "" --cache purged.db undo-import 1
expect 0 "" --cache purged.db undo-import 2
expect 0 "" --cache purged.db purge
expect 0 "" --cache purged.db purge
"$SAISIE" --cache purged.db import small.csv >out 2>err
"$SAISIE" --cache purged.db list --columns batch --limit 1 --format csv >out 2>err
truth "the batch after two that were purged is the third" test "$(sed -n 2p out)" = 3
expect 0 "" --cache purged.db check

# ---- the overview that an import keeps is what its lines say, or is passed over

expect 0 "" --cache kept.db import small.csv
"$SAISIE" --cache kept.db overview >kept 2>err
sqlite3 kept.db 'UPDATE answer SET key = zeroblob(32)'
"$SAISIE" --cache kept.db overview >computed 2>err
truth "what was kept is what is computed" cmp -s kept computed
expect 0 "" --cache kept.db check
expect 0 "" --cache kept.db undo-import 1
expect 0 "" --cache kept.db redo-import 1
"$SAISIE" --cache kept.db overview >again 2>err
truth "the same after undo and redo" cmp -s kept again
sqlite3 kept.db 'UPDATE answer SET data = zeroblob(length(data))'
"$SAISIE" --cache kept.db check >out 2>err
truth "check says that it was changed" grep -q 'the overview that is kept is not that' out

# ---- output that cannot be written

for call in "--cache $large list --format csv" "--cache $large list" "--cache c.db info" "--cache c.db fields" \
    "--cache c.db overview" "--cache c.db pivot --rows product" "--cache c.db trend" \
    "--cache c.db facets product --format json" "--help" "pivot --help" "--cache c.db findings"; do
    # shellcheck disable=SC2086
    "$SAISIE" $call >/dev/full 2>err
    status=$?
    : >out
    truth "saisie $call to a full disk: exit status $status, not 1" test $status = 1
    truth "saisie $call to a full disk says so" grep -q "written" err
done
if [ $large = big.db ]; then
    { "$SAISIE" --cache big.db list --format csv 2>err; echo $? >status; } | head -n 1 >out
    truth "a closed pipe: exit status $(cat status), not 0" test "$(cat status)" = 0
    truth "a closed pipe ends quietly" test ! -s err
fi

# ---- CSV for programs has no decoration, and is complete

"$SAISIE" --cache c.db list --columns case_id,product,mass --sort case_id --format csv >out 2>err
print 'case_id,product,mass\nC1,Heroin,5\nC2,Cocaine,0.003\nC3,Heroin,1\n' >want
truth "CSV to a pipe is the table and nothing else" cmp -s out want
truth "CSV says nothing beside it" test ! -s err

# ---- hostile text

print 'case_id,line,product,brand,place,remarks\nC1,1,Heroin,\033]0;owned\033\\\\x,a\342\200\256b,"one\033[2Jtwo\nthree"\nC2,1,Heroin,=HYPERLINK(1),z,\302\233m\n' >hostile.csv
expect 0 "" --cache hostile.db import hostile.csv
for call in "list" "list --columns case_id,brand,place,remarks" "facets brand,place" \
    "pivot --rows brand --cols place" "pivot --rows place,brand" "trend --split brand" "overview" "info" \
    "fields" "findings" "list --columns brand,place,remarks --format json"; do
    # shellcheck disable=SC2086
    "$SAISIE" --cache hostile.db $call >out 2>err
    # No control but the line end, no C1, no bidi override: bytes, whatever the locale.
    if LC_ALL=C tr -d '\012' <out | LC_ALL=C grep -q '[[:cntrl:]]' ||
        LC_ALL=C grep -q "$(print '\302\233')" out || LC_ALL=C grep -q "$(print '\342\200\256')" out; then
        bad "saisie $call sends hostile characters"
    else
        good
    fi
done
truth "JSON is read by a JSON reader" sh -c 'command -v python3 >/dev/null || exit 0; python3 -m json.tool <out >/dev/null'
"$SAISIE" --cache hostile.db list --columns brand --format csv >out 2>err
truth "a formula is guarded in CSV" grep -q "'=HYPERLINK" out
"$SAISIE" --cache "$(print 'no\033[31mcache.db')" list >out 2>err
truth "a hostile name in a message is shown, not sent" sh -c '! grep -q "$(printf "\033")" err'

# ---- export: whole or not at all, never over another file, for its owner alone

expect 0 "" --cache c.db export out.csv --where product:heroin --columns case_id,product,mass
print 'case_id,product,mass\nC1,Heroin,5\nC3,Heroin,1\n' >want
truth "the export holds the selected records" cmp -s out.csv want
truth "an export is for its owner alone" test "$(ls -l out.csv | cut -c1-10)" = "-rw-------"
expect 1 "out.csv" --cache c.db export out.csv
truth "an export never overwrites" cmp -s out.csv want
ln -s nowhere dangling.csv
expect 1 "dangling.csv" --cache c.db export dangling.csv
truth "an export does not write through a link" test ! -e nowhere -a -L dangling.csv
mkfifo pipe.csv
expect 1 "pipe.csv" --cache c.db export pipe.csv
truth "an export does not take the place of a pipe" test -p pipe.csv
expect 1 "folder" --cache c.db export folder
expect 1 "no/where.csv" --cache c.db export no/where.csv
echo mine >kept.csv.part
expect 0 "" --cache c.db export kept.csv
truth "a neighbour with .part is left alone" grep -q mine kept.csv.part
expect 2 "prodct" --cache c.db export fails.csv --columns prodct
truth "a failed export leaves nothing" sh -c '! ls -A | grep -q fails'
expect 0 "" --cache c.db export everything.csv
cp everything.csv again.csv
expect 0 "" --cache again.db import again.csv
"$SAISIE" --cache c.db list --columns case_id,product,quantity,unit,mass,remarks --format csv >want
"$SAISIE" --cache again.db list --columns case_id,product,quantity,unit,mass,remarks --format csv >out
truth "what was exported is imported alike" cmp -s out want

# ---- new caches are for their owner alone, whatever the umask

(umask 000 && "$SAISIE" --cache open.db import small.csv >out 2>err)
truth "a new cache is for its owner alone" test "$(ls -l open.db | cut -c1-10)" = "-rw-------"
(umask 000 && "$SAISIE" import small.csv >out 2>err)
truth "the usual cache is made" test -f data/saisie/cache.db
truth "its folder is for its owner alone" test "$(ls -ld data/saisie | cut -c1-10)" = "drwx------"

# ---- training data say so

print 'case_id,line,product\nTRN-1,1,Heroin\nTRN-2,1,Cocaine\n' >training.csv
expect 0 "" --cache training.db import training.csv
for call in info overview list "pivot --rows product" "facets product" "trend --by year"; do
    # shellcheck disable=SC2086
    "$SAISIE" --cache training.db $call >out 2>err
    truth "saisie $call marks training data" grep -q "TRAINING DATA" out
done
expect 0 "" --cache training.db export training-out.csv
truth "every exported row is marked" test "$(grep -c 'TRAINING DATA' training-out.csv)" = 2
"$SAISIE" --cache c.db list >out 2>err
truth "other data are not marked" sh -c '! grep -q "TRAINING DATA" out'

# ---- tags and notes

print 'case_id,line,product\nC1,1,Heroin\nC2,1,Cocaine\nC3,1,Heroin\n' >tags.csv

expect 0 "" --cache tags.db import tags.csv
says() { # TEXT WORDS...: the call works and says TEXT
    text=$1
    shift
    expect 0 "" --cache tags.db "$@"
    truth "saisie $* says: $text" grep -qF -e "$text" out
}
"$SAISIE" --cache tags.db digest >digest.before
says 'watch: given to 2 of 2 seizures' tag watch product:heroin
says '1 had it already' tag watch case_id:C1
says 'watch: taken off 2 of 3 seizures' tag --remove watch ''
says 'taken back: watch, taken off' tag --undo
says 'watch         2' tag
says '"seizures":2' tag --format json
says 'noted on 1 seizure' note 'asked for photos' case_id:C2
says 'asked for photos' note
"$SAISIE" --cache tags.db digest >digest.after
truth "tags are no part of the digest" cmp -s digest.before digest.after
expect 0 "" --cache tags.db check
while IFS='|' read -r text words; do
    eval "expect 2 \"\$text\" --cache tags.db $words"
done <<'END'
is no tag|tag 'two words' product:heroin
is no tag|tag -- -x product:heroin
is no tag|tag 'tea,pot' product:heroin
tag needs a tag and a filter|tag watch
did you mean product?|tag watch prodct:heroin
note needs a text|note text
that is no note|note '' product:heroin
--undo takes back the last act|tag --undo watch
END
expect 1 "there is no cache yet" --cache none.db tag watch ''
truth "a call that fails makes no cache" test ! -e none.db
for n in 1 2 3; do "$SAISIE" --cache tags.db tag --undo >out 2>err; done
expect 2 "there is nothing to take back" --cache tags.db tag --undo

. "$records/takeaway.sh"

if [ $skipped -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ $failed = 0 ]
