#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every test that `make check` has built and ends with the line "N passed, N failed".
# BUILD names the build; ONLY=unit (meaning, floors, sample, screens ...) runs one suite.
set -u
BUILD=${BUILD:-build}
root=$(pwd)
passed=0 failed=0 skipped=0
log=$(mktemp -d "${TMPDIR:-/tmp}/saisie-check.XXXXXX") || exit 1
trap 'rm -rf "$log"' EXIT INT TERM
export BUILD
export SAISIE="$root/$BUILD/saisie"
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=0:abort_on_error=1}"
export LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR XDG_DATA_HOME XDG_STATE_HOME
export XDG_CONFIG_HOME="$log/config" # no tables of whoever runs the tests

count() { passed=$((passed + $1)) failed=$((failed + $2)); }

# cmocka tells on standard error how many tests of a program passed and failed.
unit() {
    for program in "$BUILD"/unit/test_*; do
        case $program in *.d) continue ;; esac
        name=${program##*/}
        if ASAN_OPTIONS=detect_leaks=1 "$program" >"$log/$name" 2>&1; then ok=1; else ok=0; fi
        p=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log/$name" | tail -n 1)
        f=$(sed -n 's/^\[  FAILED  \] .*: *\([0-9]*\) test.*/\1/p' "$log/$name" | tail -n 1)
        s=$(grep -c '^\[  SKIPPED \] test' "$log/$name")
        [ "$ok" = 1 ] || [ "${f:-0}" -gt 0 ] || f=1
        skipped=$((skipped + s))
        count "${p:-0}" "${f:-0}"
        echo "  unit $name: ${p:-0} passed, ${f:-0} failed"
        grep -i 'skipped:' "$log/$name"
        [ "${f:-0}" = 0 ] || sed 's/^/    /' "$log/$name" | tail -n 60
    done
}

# A suite that closes with "N passed, N failed[, N skipped]".
suite() {
    name=$1
    shift
    "$@" >"$log/$name" 2>&1
    status=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log/$name" | tail -n 1)
    p=$(echo "$line" | sed -n 's/^\([0-9]*\) passed.*/\1/p')
    f=$(echo "$line" | sed -n 's/.*, \([0-9]*\) failed.*/\1/p')
    s=$(echo "$line" | sed -n 's/.*, \([0-9]*\) skipped.*/\1/p')
    [ "$status" = 0 ] || [ "${f:-0}" -gt 0 ] || f=1
    skipped=$((skipped + ${s:-0}))
    count "${p:-0}" "${f:-0}"
    echo "  $name: ${p:-0} passed, ${f:-0} failed"
    grep -i '^skipped' "$log/$name" | sed 's/^/    /'
    [ "${f:-0}" = 0 ] || sed 's/^/    /' "$log/$name" | tail -n "${LINES_SHOWN:-120}"
}

wanted() { [ -z "${ONLY:-}" ] || [ "$ONLY" = "$1" ]; }

wanted floors && suite floors sh tests/floors.sh
wanted unit && unit
wanted meaning && suite meaning sh tests/meaning/run.sh
wanted command && suite command sh tests/command/run.sh
wanted oracle && suite oracle sh tests/oracle/run.sh
wanted roundtrip && suite roundtrip "$BUILD/roundtrip"
wanted data && suite data sh tests/data/run.sh
wanted sample && suite sample sh tests/sample.sh
# The harness tests itself as one: so many records must pass, so many must fail.
selftest() { sh tests/screens/selftest.sh "$BUILD/screens/run" && echo "1 passed, 0 failed"; }
wanted screens && suite screens-selftest selftest
wanted screens && suite screens "$BUILD/screens/run" SAISIE="$SAISIE" HELD="$root/$BUILD/screens/held" \
    CACHE="$root/$BUILD/training.db" ROOT="$root" tests/screens/*.screen

[ "$skipped" = 0 ] || echo "$skipped skipped (said above)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
