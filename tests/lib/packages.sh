#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that are missing: packages.sh WHAT-FOR PACKAGE...
# Asks for nothing when all is there; elsewhere than on Debian and Ubuntu it says what is needed.
set -eu
what=$1
shift

# Whether a package's content is there, whoever installed it.
is_there() {
    case $1 in
    pkg-config) command -v pkg-config ;;
    sqlite3 | clang | clang-format | cppcheck) command -v "$1" ;;
    libcsv-dev) echo '#include <csv.h>' | ${CC:-cc} -E -x c - ;;
    libncurses-dev) pkg-config --exists ncursesw ;;
    libsqlite3-dev) pkg-config --exists sqlite3 ;;
    libreadline-dev) pkg-config --exists readline ;;
    libinih-dev) pkg-config --exists inih ;;
    libutf8proc-dev) pkg-config --exists libutf8proc ;;
    nettle-dev) pkg-config --exists nettle ;;
    zlib1g-dev) pkg-config --exists zlib ;;
    libzip-dev) pkg-config --exists libzip ;;
    libexpat1-dev) pkg-config --exists expat ;;
    libuchardet-dev) pkg-config --exists uchardet ;;
    libcmocka-dev) pkg-config --exists cmocka ;;
    libvterm-dev) pkg-config --exists vterm ;;
    *) false ;;
    esac >/dev/null 2>&1
}

missing=
for package in "$@"; do
    is_there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "saisie: the $what needs what Debian calls:$missing" >&2
    echo "        install the packages of your system that hold them, then call make again" >&2
    exit 1
fi
root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "saisie: the $what needs:$missing" >&2
        echo "        ask an administrator to run: apt-get install$missing" >&2
        exit 1
    fi
    root=sudo
fi
echo "saisie: the $what needs:$missing"
$root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086 # the words of $missing are packages
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
