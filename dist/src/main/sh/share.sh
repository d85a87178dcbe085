#!/bin/sh
# Has the program named by the first argument write its manual page and its completions below the second.
set -eu
baton=$1
place=$2
rm -rf "$place"
mkdir -p "$place/man/man1" "$place/bash-completion/completions"
"$baton" manual >"$place/man/man1/baton.1"
gzip -9n "$place/man/man1/baton.1"
"$baton" completion bash >"$place/bash-completion/completions/baton"
