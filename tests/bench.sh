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
"$BUILD/bench" "$work/cache.db" | tee "$work/table"
"$BUILD/bench" --columns "$work/cache.db"
echo

# The same questions in SQL, on the raw table of the shell and, where it is installed, of DuckDB.
header() { # BEGINNING: the first column whose name begins so
    head -n 1 "$work/lines.csv" | tr ',' '\n' | tr -d '"\r' | grep -i "^$1" | head -n 1
}
product=$(header sub-commodity) date=$(header 'date of seizure') conveyance=$(header 'means of')
case=$(header 'case id') section=$(header section) quantity=$(header quantity)
median() { # QUESTION: its milliseconds in the table above
    sed -n "s/^$1  *\([0-9.]*\) ms .*/\1/p" "$work/table"
}
compare() { # QUESTION SQL [DUCKDB'S SQL]
    ours=$(median "$1")
    begun=$(date +%s.%N)
    sqlite3 "$work/shell.db" "$2" >"$work/out"
    ended=$(date +%s.%N)
    line=$(echo "$begun $ended $ours" | awk '{ s = ($2 - $1) * 1000; printf "sqlite3 %9.1f ms, ratio %.4f", s, $3 / s }')
    if command -v duckdb >/dev/null; then
        set -- "$1" "${3:-$2}"
        # The second run of two in one process: its columns are warm as ours are.
        duck=$(duckdb "$work/duck.db" ".timer on" "$2" "$2" 2>&1 | sed -n 's/^Run Time.*real \([0-9.]*\).*/\1/p' | tail -n 1)
        line="$line; duckdb $(echo "$duck $ours" | awk '{ s = $1 * 1000; printf "%9.1f ms, ratio %.3f", s, s ? $2 / s : 0 }')"
    fi
    printf '%-34s %s\n' "$1" "$line"
}
echo "the same in SQL on the raw table, and ours as a part of it:"
if command -v duckdb >/dev/null; then
    duckdb "$work/duck.db" "create table line as select * from read_csv('$work/lines.csv', all_varchar = true, header = true)" >"$work/out"
else
    echo "(no duckdb is installed: nothing is compared with it)"
fi
compare 'one facet, seizures' \
    "select \"$conveyance\", count(*) from line where \"$section\" = 'Drugs' group by 1"
compare 'product x year, seizures' \
    "select \"$product\", substr(\"$date\",1,4), count(*) from line group by 1,2"
by="\"$product\", substr(\"$date\",1,4)"
compare 'product x year, mass' \
    "select $by, sum(cast(\"$quantity\" as real)) from line where \"Unit\" in ('kg','g') group by 1,2" \
    "select $by, sum(try_cast(\"$quantity\" as double)) from line where \"Unit\" in ('kg','g') group by 1,2"
compare 'product x year, distinct cases' \
    "select \"$product\", substr(\"$date\",1,4), count(distinct \"$case\") from line group by 1,2"
