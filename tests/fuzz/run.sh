#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh SECONDS TARGET...: each fuzz target from its corpus; what it finds new stays in
# build-fuzz, what breaks it too, and its name is printed.
set -u
# Freed memory that is kept back in hundreds of megabytes costs more time than it finds.
export ASAN_OPTIONS="${ASAN_OPTIONS:-quarantine_size_mb=8:malloc_context_size=8}"
seconds=$1
shift
failed=0
for target in "$@"; do
    mkdir -p "build-fuzz/found/$target"
    words=tests/fuzz/$target.dict
    [ -f "$words" ] || words=tests/fuzz/csv.dict
    if "build-fuzz/fuzz/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
        -artifact_prefix="build-fuzz/$target-" -print_final_stats=1 -verbosity=0 \
        -dict="$words" "build-fuzz/found/$target" "tests/fuzz/corpus/$target" \
        >"build-fuzz/$target.log" 2>&1; then
        echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "build-fuzz/$target.log") inputs, $(sed -n 's/^stat::average_exec_per_sec: *//p' "build-fuzz/$target.log") a second, no finding"
    else
        failed=1
        echo "$target: a finding (build-fuzz/$target.log)"
        tail -n 40 "build-fuzz/$target.log"
    fi
done
exit $failed
