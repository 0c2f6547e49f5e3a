#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Formatting, length of files, static analysis, a build with clang. Ends with "N passed, N failed".
passed=0 failed=0
step() { # NAME COMMAND...
    name=$1
    shift
    if out=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "  lint $name: fine"
    else
        failed=$((failed + 1))
        echo "  lint $name:"
        echo "$out" | tail -n 40
    fi
}
sources=$(find core tui tests sample-data -name '*.[ch]' | sort)
# shellcheck disable=SC2086 # words are file names without blanks
step format clang-format --dry-run -Werror $sources
long() { wc -l $sources | awk '$2 != "total" && $1 > 640 { print; bad = 1 } END { exit bad }'; }
step length long
# The code map of the README has a line for each file, beside its folder's name.
unmapped() {
    git ls-files core tui | grep '\.[ch]$' | while read -r file; do
        folder=${file%/*} name=${file##*/}
        awk -v folder="**\`$folder/\`**" -v stem="| \`${name%.*}." '
            index($0, "**`") == 1 { here = index($0, folder) == 1 }
            here && index($0, stem) == 1 { found = 1 }
            END { exit !found }' README.md || echo "$file"
    done | { ! grep .; }
}
step map unmapped
step cppcheck cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr -j 2 \
    --enable=warning,portability --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
    --suppress=unknownMacro -I core -I tui core tui
step clang make --no-print-directory CC=clang BUILD=build-clang -j2 all
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
