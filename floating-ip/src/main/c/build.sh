#!/bin/sh
# Compiles the dead man's switch and the library beside it into the directory $1, for the processor $2.
set -eu
here=$(dirname "$0")
directory=$1
processor=$2
compiler=${CC:-cc}
command -v "$compiler" >/dev/null || {
    echo "no C compiler \"$compiler\" for $here: install gcc and libc6-dev, or set CC" >&2
    exit 1
}
mkdir -p "$directory"
flags="-std=gnu11 -O2 -Wall -Wextra -Werror -s"

# stale TARGET SOURCE
stale() {
    ! [ "$1" -nt "$2" ]
}

program=$directory/deadman-$processor
if stale "$program" "$here/deadman.c"; then
    # Static where the C library allows it, so that it runs on any Linux of the same processor.
    # shellcheck disable=SC2086
    "$compiler" $flags -static -o "$program" "$here/deadman.c" 2>/dev/null ||
        "$compiler" $flags -o "$program" "$here/deadman.c"
fi
library=$directory/libholdmemory-$processor.so
if stale "$library" "$here/holdmemory.c"; then
    # shellcheck disable=SC2086
    "$compiler" $flags -shared -fPIC -o "$library" "$here/holdmemory.c"
fi
