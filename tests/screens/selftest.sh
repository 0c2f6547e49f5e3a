#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Tests the screen harness without saisie: records that must pass, records that must fail for the
# reason their first line tells, the rewriting of golden screens, and the runner's own answers.
# usage: selftest.sh RUNNER
set -u
run=$(realpath "$1") || exit 2
cd "$(dirname "$0")/selftest" || exit 2
unset UPDATE
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0

complain()
{
    echo "selftest: $1" >&2
    [ -f "$work/out" ] && sed 's/^/    /' "$work/out" >&2
    bad=$((bad + 1))
}

# Records that must pass, in one run; what the caller's environment holds must not matter.
set -- *.screen
LINES=5 COLUMNS=5 LC_ALL=C TERM=dumb NOISE=1 "$run" "$@" >"$work/out" 2>&1 ||
    complain "a record that should pass failed"
tail -n 1 "$work/out" | grep -qx "$# passed, 0 failed" || complain "wrong closing line"

# Records that must fail, each for its reason.
for record in fail/*.screen; do
    reason=$(sed -n '1s/^# fails: //p' "$record")
    [ -n "$reason" ] || complain "$record tells no reason"
    "$run" "$record" >"$work/out" 2>&1
    [ $? -eq 1 ] || complain "$record: status should be 1"
    grep -qF -e "$reason" "$work/out" || complain "$record: should say '$reason'"
    tail -n 1 "$work/out" | grep -qx "0 passed, 1 failed" || complain "$record: closing line"
done

# The picture of a difference: the row expected, the row found, the rows alike, the last screen.
"$run" fail/screen.screen >"$work/out"
for line in '      1   |one' '      2 - |two' '      2 + |2' '  the last screen (20x3):'; do
    grep -qxF -e "$line" "$work/out" || complain "no line '$line' in the picture"
done

# UPDATE=1 makes what is missing, leaves what is right, and the record passes from then on.
cp fail/missing-golden.screen "$work/made.screen"
UPDATE=1 "$run" "$work/made.screen" >"$work/out" || complain "UPDATE=1 should pass"
[ "$(head -n 1 "$work/golden/made.rows.txt")" = one ] || complain "UPDATE=1 wrote no golden"
[ "$(wc -l <"$work/golden/made.rows.txt")" -eq 24 ] || complain "a golden has a line a row"
"$run" "$work/made.screen" >"$work/out" || complain "the golden just made should pass"
UPDATE=1 "$run" "$work/made.screen" | grep -q rewrote && complain "nothing was to rewrite"

# Keys longer than the terminal's buffer, while the program is late to read and writes much.
long=$(printf '%012000d' 0)
cat >"$work/long.screen" <<EOF
run sh -c 'stty raw -echo; printf "ready\r\n"; dd bs=1 count=1 of=/dev/null 2>/dev/null; seq 20000; head -c 11999 | wc -c; stty sane; read -r x'
wait "ready"
keys $long
wait "11999"
EOF
"$run" "$work/long.screen" >"$work/out" || complain "long keys should all arrive"

# Arguments: variables before files, quoted words kept whole; no file at all is a usage error.
cat >"$work/given.screen" <<'EOF'
run $PROGRAM -c 'echo "[$1]"; read -r x' sh "${THING} x"
wait "[a b x]"
EOF
"$run" PROGRAM=/bin/sh THING="a b" "$work/given.screen" >"$work/out" ||
    complain "NAME=value should reach the record"
"$run" >"$work/out" 2>&1
[ $? -eq 2 ] || complain "no record: status should be 2"

# Nothing is left behind: no folder, no process of a program that ignores its end.
cat >"$work/left.screen" <<EOF
run sh -c 'trap "" HUP TERM; sleep 987 & echo \$! > $work/pid; pwd > $work/home; echo up; wait'
wait "up"
EOF
"$run" "$work/left.screen" >"$work/out" || complain "left.screen should pass"
sleep_pid=$(cat "$work/pid")
for try in 1 2 3 4 5 6 7 8 9 10; do
    case $(cut -d' ' -f3 "/proc/$sleep_pid/stat" 2>/dev/null) in '' | Z) break ;; esac
    sleep 0.1
done
[ "$try" -lt 10 ] || complain "process $sleep_pid was left behind"
[ ! -e "$(cat "$work/home")" ] || complain "a temporary folder was left behind"

[ "$bad" -eq 0 ] || { echo "selftest: $bad complaints" >&2; exit 1; }
echo "selftest: $# records pass, $(ls fail/*.screen | wc -l) fail as they should"
