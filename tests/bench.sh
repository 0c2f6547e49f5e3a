#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures import and questions on LINES generated lines, side by side with the sqlite3 shell in one run.
set -eu
BUILD=${BUILD:-build}
LINES=${LINES:-1000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

seconds() { # COMMAND...: wall seconds of it
    begun=$(date +%s.%N)
    "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    ended=$(date +%s.%N)
    echo "$begun $ended" | awk '{ printf "%.2f", $2 - $1 }'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
echo "$LINES generated lines"
"$BUILD/generate" --lines "$LINES" >"$work/lines.csv"
csv=$(wc -c <"$work/lines.csv")
cat "$work/lines.csv" >/dev/null

# Each in turn, three times; the least of each counts: what the machine does besides only adds.
least() { # LABEL COMMAND...: sets seconds and megabytes to the least and its peak memory
    label=$1
    shift
    "$BUILD/bench" --measure "$@" >"$work/now" || { echo "bench: $label failed" >&2; exit 1; }
    cat "$work/now" >>"$work/$label"
    sort -n "$work/$label" | head -n 1 >"$work/now"
    read -r seconds megabytes <"$work/now"
}
for run in 1 2 3; do
    rm -f "$work"/*.db "$work"/*.db-*
    least shell sqlite3 "$work/shell.db" ".import --csv $work/lines.csv line"
    shell=$seconds
    least fresh "$BUILD/saisie" --cache "$work/cache.db" import "$work/lines.csv"
    fresh=$seconds peak=$megabytes
    "$BUILD/saisie" --cache "$work/live.db" import sample-data/asia-pacific-2026-06.csv >"$work/out"
    least live "$BUILD/saisie" --cache "$work/live.db" import "$work/lines.csv"
    live=$seconds
done
cache=$(wc -c <"$work/cache.db")
echo
echo "import, the least of three runs each, committed and readable:"
echo "  sqlite3 .import into an untyped table $shell s"
echo "  into a fresh cache $fresh s, ratio $(ratio "$fresh" "$shell") (at most 0.8; goal 0.6), peak memory $peak MB"
echo "  into a live cache  $live s, ratio $(ratio "$live" "$shell") (at most 1.1)"
echo "  cache: $(ratio "$cache" "$csv") of the CSV's $((csv / 1000000)) MB (at most 1.3)"
echo
"$BUILD/bench" "$work/cache.db"
echo
column=$(head -n 1 "$work/lines.csv" | tr ',' '\n' | tr -d '"' | grep -i '^product' | head -n 1)
date=$(head -n 1 "$work/lines.csv" | tr ',' '\n' | tr -d '"' | grep -i '^date of seizure' | head -n 1)
query="select \"$column\", substr(\"$date\",1,4), count(*) from line group by 1,2"
sqlite=$(seconds sqlite3 "$work/shell.db" "$query")
echo "for comparison, sqlite3 on the raw table: product x year, seizures $sqlite s"
