#!/bin/sh
# Compiles the dead man's switch to the file named by the argument.
set -eu
source=$(dirname "$0")/deadman.c
target=$1
compiler=${CC:-cc}
command -v "$compiler" >/dev/null || {
    echo "no C compiler \"$compiler\" for $source: install gcc and libc6-dev, or set CC" >&2
    exit 1
}
[ "$target" -nt "$source" ] && exit 0
mkdir -p "$(dirname "$target")"
flags="-std=gnu11 -O2 -Wall -Wextra -Werror -s"
# shellcheck disable=SC2086
"$compiler" $flags -static -o "$target" "$source" 2>/dev/null || "$compiler" $flags -o "$target" "$source"
