#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The floors of the house: what each folder may include, where SQL may stand, what the top level holds.
passed=0 failed=0
check() { # NAME LINES: the lines that offend
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1:"
        echo "$2" | head -n 20
    fi
}
includes() { # PATTERN FOLDER...
    pattern=$1
    shift
    grep -rnE "^#include [<\"]($pattern)" "$@" --include='*.[ch]'
}
questions="core/analysis core/export core/frame core/filter core/workspace core/command"

check "core reaches for the screen" "$(includes '(n?curses|ncursesw/.*|term|readline/.*)\.h' core)"
check "tui reaches for the store" "$(includes '(sqlite3|csv)\.h' tui)"
check "sqlite3.h outside of core/store" "$(includes 'sqlite3\.h' core | grep -v '^core/store/')"
check "csv.h outside of core/ingest" "$(includes 'csv\.h' core | grep -v '^core/ingest/')"
above='frame|filter|ingest|analysis|export|workspace|command'
check "base reaches upward" "$(includes "(reference|store|$above)/" core/base)"
check "reference reaches upward" "$(includes "(store|$above)/" core/reference)"
check "store reaches upward" "$(includes "($above)/" core/store)"
check "ingest reaches upward" "$(includes '(frame|filter|analysis|export|workspace|command)/' core/ingest)"
check "frame reaches upward" "$(includes '(filter|ingest|analysis|export|workspace|command)/' core/frame)"
check "filter reaches upward" "$(includes '(ingest|analysis|export|workspace|command)/' core/filter)"
check "analysis or export reach upward" "$(includes '(workspace|command)/' core/analysis core/export)"
# shellcheck disable=SC2086 # folders
check "a question writes" "$(includes 'store/(writer|sql|schema)' $questions)"
check "SQL outside of core/store" \
    "$(grep -rnE '"(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA) ' core tui --include='*.[ch]' | grep -v '^core/store/')"
check "a source without its licence line" \
    "$(grep -rL 'SPDX-License-Identifier: GPL-3.0-or-later' core tui tests sample-data --include='*.[ch]')"
if git rev-parse --git-dir >/dev/null 2>&1; then
    check "the top level holds more than it should" \
        "$(git ls-tree --name-only HEAD |
            grep -vxE 'tui|core|themes|tests|sample-data|Makefile|README\.md|LICENSE|\..*')"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
