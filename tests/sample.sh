#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The sample: comes out of its generator byte for byte, is what it says it is, and its stories can be found.
passed=0 failed=0
cache=$BUILD/training.db
check() { # NAME EXPECTED GOT
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s: expected %s, got %s\n' "$1" "$2" "$3"
    fi
}
total() { # MEASURE FILTER: the grand total of a measure
    "$SAISIE" --cache "$cache" pivot --cols year --measure "$1" --mixed --where "$2" --format json |
        sed -n 's/.*"all":\([0-9.]*\)}$/\1/p' | tail -n 1
}
key=sample-data/instructor-key.md
story() { # NUMBER: its filter, from the key
    awk -v n="$1" '$0 ~ "^## " n "[.]" { on = 1 } on && /^    / { sub(/^ +/, ""); print; exit }' "$key"
}
told() { # NUMBER WORD: the number that stands before the word in the story's text
    awk -v n="$1" '$0 ~ "^## " n "[.]" { on = 1; next } /^## / { on = 0 } on' "$key" |
        grep -o "[0-9][0-9]* $2" | head -n 1 | cut -d' ' -f1
}

work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-sample.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
"$BUILD/generate" --out "$work"
for file in sample-data/*.csv "$key"; do
    cmp -s "$file" "$work/${file##*/}" && same=same || same=differs
    check "$file comes out of the generator again" same $same
done
"$BUILD/generate" --seed 7 --out "$work" && cmp -s "$key" "$work/instructor-key.md" && same=same || same=other
check "another seed plants other stories" other $same

check "no case id passes for real" "" \
    "$("$SAISIE" --cache "$cache" list --columns case_id --format csv | sed 1d | grep -v '^TRN-' | head -n 1)"
check "Asia/Pacific administrations that report" 27 \
    "$("$SAISIE" --cache "$cache" facets reporter --where 'wco(reporter):A/P' --format csv | sed 1d | wc -l | tr -d ' ')"
check "lines that do not touch Asia/Pacific" 0 \
    "$(total seizures '-wco(reporter):A/P -wco(departure):A/P -wco(transit):A/P -wco(destination):A/P')"
check "story 1, cases of the new route" "$(told 1 cases)" "$(total cases "$(story 1)")"
check "story 2, cases of the new concealment" "$(told 2 cases)" "$(total cases "$(story 2)")"
check "story 3, lines from mail centres" "$(told 3 lines)" "$(total seizures "$(story 3)")"
check "story 7, lines that count cartons" "$(told 7 lines)" "$(total seizures "$(story 7)")"
check "story 9, the silence shows in the overview" 1 \
    "$("$SAISIE" --cache "$cache" overview | grep -c 'China  *last 2026-06')"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
