#!/bin/sh
# Unpacks the distribution named by the first argument into the second, and runs it without any other Java around.
set -eu
archive=$1
place=$2
rm -rf "$place"
mkdir -p "$place"
tar xzf "$archive" -C "$place" --strip-components=1
cat >"$place/baton.yaml" <<'YAML'
frontends:
  - {name: web, bind: "127.19.84.7:18080", backend: app}
backends:
  - name: app
    servers: [{name: a, address: "127.19.84.7:18000"}]
YAML
cd "$place"
gzip -dc share/man/man1/baton.1.gz | grep '^\.SS baton events$'
grep '^complete .* baton' share/bash-completion/completions/baton
env -i PATH=/usr/bin:/bin bin/baton version | grep '^baton .* (Java 25'
env -i PATH=/usr/bin:/bin bin/baton check baton.yaml | grep ': valid;'

# A node that answers what reads and what changes: each needs modules of the runtime that nothing else here does.
mkdir run
env -i PATH=/usr/bin:/bin bin/baton run --config baton.yaml --runtime-dir run --state-dir state 2>log &
node=$!
trap 'kill "$node" 2>/dev/null || true' EXIT
tries=0
until grep -q 'node local ready' log; do
  tries=$((tries + 1))
  [ "$tries" -lt 600 ] || { echo 'the node was not ready within 60 s'; cat log; exit 1; }
  sleep 0.1
done
env -i PATH=/usr/bin:/bin bin/baton status --runtime-dir run | grep 'backend app'
env -i PATH=/usr/bin:/bin bin/baton drain app/a --runtime-dir run | grep 'app/a'
kill "$node"
wait "$node"
