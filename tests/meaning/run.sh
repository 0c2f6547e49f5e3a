#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the meaning table: records of three lines (input, question, answer) in tests/meaning/*.test.
#   input     the rows of a CSV file, \n between them; two files that are imported in turn are parted by " && ";
#             a part that begins with "saisie " is a call between them
#             a file may begin with options of its import in brackets: [--date-order mdy] date\n...
#   question  a call of saisie without its name; CSV is asked for where no --format stands, of a pivot
#             without the notes behind it
#   answer    what it prints, \n between lines; "! text" is a failure that says text
set -u
work=$(mktemp -d "${TMPDIR:-/tmp}/saisie-meaning.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
passed=0 failed=0

ask() { # QUESTION: runs it, words split as a shell would
    case $1 in
    *--format* | info* | overview* | export*) ;;
    pivot*) set -- "$1 --format csv --bare" ;;
    *) set -- "$1 --format csv" ;;
    esac
    eval "\"\$SAISIE\" --cache \"\$work/c.db\" $1"
}

load() { # INPUT: each file is a delivery of its own
    rm -f "$work"/c.db* "$work"/in*.csv
    rest=$1 n=0
    while [ -n "$rest" ]; do
        case $rest in
        *" && "*) one=${rest%%" && "*} rest=${rest#*" && "} ;;
        *) one=$rest rest= ;;
        esac
        case $one in
        "saisie "*)
            eval "\"\$SAISIE\" --cache \"\$work/c.db\" ${one#saisie }" >"$work/import" 2>&1 || return 1
            continue
            ;;
        esac
        n=$((n + 1)) options=
        case $one in
        "["*) options=${one%%"] "*} one=${one#*"] "} options=${options#"["} ;;
        esac
        printf '%b\n' "$one" >"$work/in$n.csv"
        eval "\"\$SAISIE\" --cache \"\$work/c.db\" import $options \"\$work/in\$n.csv\"" \
            >"$work/import" 2>&1 || return 1
    done
}

record() { # FILE NUMBER INPUT QUESTION ANSWER
    if ! load "$3"; then
        got="! $(cat "$work/import")"
    elif got=$(ask "$4" 2>"$work/error"); then
        :
    else
        got="! $(cat "$work/error")"
    fi
    case $5 in
    "! "*)
        case $got in
        "! "*"${5#! }"*) right=1 ;;
        *) right=0 ;;
        esac
        want=$5
        ;;
    *)
        want=$(printf '%b' "$5")
        [ "$got" = "$want" ] && right=1 || right=0
        ;;
    esac
    if [ $right = 1 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s:%s: %s\n  asked:    %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3" "$4" \
            "$(echo "$want" | sed '2,$s/^/            /')" "$(echo "$got" | sed '2,$s/^/            /')"
    fi
}

for file in tests/meaning/*.test; do
    number=0 input= question=
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        case $line in
        '#'* | '') continue ;;
        esac
        if [ -z "$input" ]; then
            input=$line
        elif [ -z "$question" ]; then
            question=$line
        else
            record "$file" "$number" "$input" "$question" "$line"
            input= question=
        fi
    done <"$file"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
