#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares answers of saisie with answers of the sqlite3 shell to the same questions over the raw
# texts of the same CSV files. Tables and questions are drawn at random from a seed that is said.
#   DRAWS=500   how many tables, with five questions and two cross-tabs each
#   SEED=1      the first of their seeds: SEED=4711 DRAWS=1 draws table 4711 again
#   KEEP=FOLDER leaves what was drawn there
set -u
BUILD=${BUILD:-build}
DRAWS=${DRAWS:-${ORACLE_DRAWS:-500}}
SEED=${SEED:-20260930}
if ! command -v sqlite3 >/dev/null; then
    echo "skipped: oracle: no sqlite3 shell here"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
# In memory where that can be: each import waits for the disk, and has nothing to wait for here.
[ -n "${TMPDIR:-}" ] || { [ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=/dev/shm; }
work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-oracle.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 numbers=0
echo "seeds $SEED to $((SEED + DRAWS - 1)), five questions and two cross-tabs each"

i=0
while [ $i -lt "$DRAWS" ]; do
    seed=$((SEED + i)) count=$((DRAWS - i))
    [ $count -le 100 ] || count=100
    i=$((i + count))
    "$BUILD/oracle/draw" $seed $count "$work" >"$work/sql" || exit 1
    sqlite3 -batch :memory: <"$work/sql" 2>"$work/said"
    if [ -s "$work/said" ]; then
        echo "seeds from $seed: sqlite3: $(head -n 3 "$work/said")"
        failed=$((failed + 1))
    fi
    "$BUILD/oracle/ask" $seed $count "$work" >"$work/said" 2>&1
    status=$?
    last=$(tail -n 1 "$work/said")
    set -- $last
    case "$last" in
    *' passed, '*' failed') passed=$((passed + $1)) failed=$((failed + $3)) ;;
    *) failed=$((failed + 1)) && echo "seeds from $seed: ask ended with $status" && cat "$work/said" ;;
    esac
    numbers=$((numbers + $(sed -n 's/ numbers of cross-tabs$//p' "$work/said" | head -n 1 | grep . || echo 0)))
    [ $failed -gt 20 ] || sed '$d;/numbers of cross-tabs$/d' "$work/said"
    if [ -n "${KEEP:-}" ]; then cp -r "$work/." "$KEEP"; fi
    rm -rf "${work:?}"/*
done
echo "$numbers numbers of cross-tabs worked out from the lines"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
