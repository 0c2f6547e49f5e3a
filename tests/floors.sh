#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The floors of the house: what each folder may include, where SQL may stand, what the top level holds.
passed=0 failed=0
check() { # NAME, then the offending lines on standard input
    lines=$(cat)
    if [ -z "$lines" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1:"
        echo "$lines" | head -n 20
    fi
}
includes() { grep -rnE "^#include [<\"]($1)" $2 --include='*.[ch]' 2>/dev/null; }

includes '(n?curses|ncursesw/.*|term|readline/.*)\.h' core | check "core reaches for the screen"
includes '(sqlite3|csv)\.h' tui | check "tui reaches for the store"
includes 'sqlite3\.h' "core" | grep -v '^core/store/' | check "sqlite3.h outside of core/store"
includes 'csv\.h' "core" | grep -v '^core/ingest/' | check "csv.h outside of core/ingest"
includes '(reference|store|frame|filter|ingest|analysis|export|workspace|command)/' core/base |
    check "base reaches upward"
includes '(store|frame|filter|ingest|analysis|export|workspace|command)/' core/reference |
    check "reference reaches upward"
includes '(frame|filter|ingest|analysis|export|workspace|command)/' core/store | check "store reaches upward"
includes '(frame|filter|analysis|export|workspace|command)/' core/ingest | check "ingest reaches upward"
includes '(filter|ingest|analysis|export|workspace|command)/' core/frame | check "frame reaches upward"
includes '(ingest|analysis|export|workspace|command)/' core/filter | check "filter reaches upward"
includes '(workspace|command)/' "core/analysis core/export" | check "analysis or export reach upward"
includes 'store/(writer|sql|schema)' "core/analysis core/export core/frame core/filter core/workspace core/command" |
    check "a question writes"
grep -rnE '"(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA) ' core tui --include='*.[ch]' |
    grep -v '^core/store/' | check "SQL outside of core/store"
if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-tree --name-only HEAD | grep -vxE 'tui|core|themes|tests|sample-data|Makefile|README\.md|LICENSE|\..*' |
        check "the top level holds more than it should"
fi
grep -rLE '^/\* SPDX-License-Identifier: GPL-3.0-or-later \*/' core tui tests sample-data --include='*.[ch]' |
    check "files without a licence line"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
