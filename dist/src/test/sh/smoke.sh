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
  - {name: web, bind: "127.0.0.1:8080", backend: app}
backends:
  - name: app
    servers: [{name: a, address: "127.0.0.1:8000"}]
YAML
cd "$place"
env -i PATH=/usr/bin:/bin bin/baton version | grep '^baton .* (Java 25'
env -i PATH=/usr/bin:/bin bin/baton check baton.yaml | grep ': valid;'
