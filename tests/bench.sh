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
"$BUILD/keys" "$BUILD/saisie" "$work/cache.db"
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
part() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%9.1f ms, ours is %.4f of it", b, (b > 0 ? a / b : 0) }'; }
# DuckDB's milliseconds: the median of seven runs behind a first one, in one process, so that its
# columns are warm as ours are.
duck() { # THREADS SQL
    {
        printf 'SET threads=%s;\n.timer on\n' "$1"
        for run in 0 1 2 3 4 5 6 7; do printf '%s;\n' "$2"; done
    } | duckdb "$work/duck.db" 2>&1 | sed -n 's/^Run Time.*real \([0-9.]*\).*/\1/p' | tail -n 7 |
        sort -n | awk 'NR == 4 { printf "%.1f", $1 * 1000 }'
}
compare() { # QUESTION SQL-ON-TEXTS DUCKDB'S-SQL-ON-TEXTS DUCKDB'S-SQL-ON-TYPES
    ours=$(median "$1")
    begun=$(date +%s.%N)
    sqlite3 "$work/shell.db" "$2" >"$work/out"
    ended=$(date +%s.%N)
    printf '%-34s %6s ms\n' "$1" "$ours"
    echo "  sqlite3, texts             $(part "$ours" "$(echo "$begun $ended" | awk '{ print ($2 - $1) * 1000 }')")"
    command -v duckdb >/dev/null || return 0
    echo "  duckdb, texts, 1 thread    $(part "$ours" "$(duck 1 "$3")")"
    for threads in 1 "$(nproc)"; do
        printf '  duckdb, types, %-11s %s\n' "$threads thread(s)" "$(part "$ours" "$(duck "$threads" "$4")")"
    done
}
echo "the same in SQL, and ours as a part of it:"
if command -v duckdb >/dev/null; then
    # Once as the shell has it, all texts, and once at its best: years as numbers, codes as enums.
    duckdb "$work/duck.db" >"$work/out" 2>&1 <<SQL || { cat "$work/out" >&2; exit 1; }
create table line as select * from read_csv('$work/lines.csv', all_varchar = true, header = true);
create type product as enum (select distinct "$product" from line where "$product" is not null);
create type code as enum (select distinct v from (select "$section" v from line union
    select "$conveyance" from line union select "Unit" from line) where v is not null);
create table typed as select "$product"::product product,
    year(try_cast(substr("$date", 1, 4) || '-01-01' as date))::smallint as y, "$case" as case_id,
    "$section"::code as section, "$conveyance"::code as conveyance, "Unit"::code as unit,
    try_cast("$quantity" as double) as quantity from line;
SQL
else
    echo "(no duckdb is installed: nothing is compared with it)"
fi
facet="select \"$conveyance\", count(*) from line where \"$section\" = 'Drugs' group by 1"
compare 'one facet, seizures' "$facet" "$facet" \
    "select conveyance, count(*) from typed where section = 'Drugs' group by 1"
by="\"$product\", substr(\"$date\",1,4)"
compare 'product x year, seizures' "select $by, count(*) from line group by 1,2" \
    "select $by, count(*) from line group by 1,2" \
    "select product, y, count(*) from typed group by 1,2"
in="\"Unit\" in ('kg','g')"
compare 'product x year, mass' \
    "select $by, sum(cast(\"$quantity\" as real)) from line where $in group by 1,2" \
    "select $by, sum(try_cast(\"$quantity\" as double)) from line where $in group by 1,2" \
    "select product, y, sum(quantity) from typed where unit in ('kg','g') group by 1,2"
distinct="select $by, count(distinct \"$case\") from line group by 1,2"
compare 'product x year, distinct cases' "$distinct" "$distinct" \
    "select product, y, count(distinct case_id) from typed group by 1,2"
