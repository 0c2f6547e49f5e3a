#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares answers of saisie with answers of the sqlite3 shell to the same questions over the raw
# texts of the same CSV files. Tables and questions are drawn at random from a seed that is said.
#   DRAWS=150   how many tables, with four questions each
#   SEED=1      the first of their seeds: SEED=4711 DRAWS=1 draws table 4711 again
set -u
BUILD=${BUILD:-build}
SAISIE=${SAISIE:-$(pwd)/$BUILD/saisie}
tools=$(pwd)/$BUILD/oracle
DRAWS=${DRAWS:-150}
SEED=${SEED:-20260930}
if ! command -v sqlite3 >/dev/null; then
    echo "skipped: oracle: no sqlite3 shell here"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-oracle.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 1
passed=0 failed=0
echo "seeds $SEED to $((SEED + DRAWS - 1)), four questions each"

differ() { # WHAT: tells table, question and both answers
    failed=$((failed + 1))
    [ $failed -le 5 ] || return
    echo "seed $seed: $1"
    echo "  table ($(wc -l <table.csv) rows and header):"
    head -n 12 table.csv | sed 's/^/    /'
}

# ask N VERB ROWS MEASURE WORDS...: the question, and the comparison with want$N.
ask() {
    n=$1 verb=$2 rows=$3 measure=$4
    shift 4
    if ! "$SAISIE" --cache c.db "$verb" "$@" --format csv >got.csv 2>error; then
        differ "saisie $verb $*: $(cat error)"
        return
    fi
    "$tools/melt" "$verb" "$rows" "$measure" <got.csv | sort >got
    sort "want$n" >want
    if cmp -s got want; then
        passed=$((passed + 1))
    else
        differ "saisie $verb $*"
        [ $failed -le 5 ] || return
        echo "  saisie and not SQL (<), SQL and not saisie (>):"
        diff got want | grep '^[<>]' | head -n 12 | sed 's/^/    /'
    fi
}

i=0
while [ $i -lt "$DRAWS" ]; do
    seed=$((SEED + i))
    i=$((i + 1))
    rm -f c.db* want? got* raw.db
    "$tools/draw" $seed . || exit 1
    "$SAISIE" --cache c.db import table.csv >import 2>&1
    status=$?
    if [ "$(wc -l <table.csv)" = 1 ]; then # no rows: refused, and no cache is left
        if [ $status = 1 ] && [ ! -e c.db ]; then passed=$((passed + 1)); else differ "an empty table is taken"; fi
        continue
    fi
    if [ $status != 0 ]; then
        differ "import: $(cat import)"
        continue
    fi
    sqlite3 :memory: <answer.sql >sql 2>&1
    if [ -s sql ] && [ -n "$(tr -d '\n' <sql)" ]; then
        differ "sqlite3: $(cat sql)"
        continue
    fi
    . ./ask.sh
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
