# Sourced: what tests on machines share. Expects $home, the checkout, bin/lib.sh, and a function "failed WHY" that ends the test.
# shellcheck shell=bash

# need_docker: a Docker engine that answers; starts the installed one where none does.
need_docker() {
  need_packages dockerd:docker.io docker:docker.io jq:jq
  if ! docker info >/dev/null 2>&1; then
    setsid nohup dockerd >/var/log/dockerd-baton.log 2>&1 </dev/null &
    local try
    for try in $(seq 60); do
      ! docker info >/dev/null 2>&1 || break
      [ "$try" -lt 60 ] || die 'dockerd does not answer after 60 s; its log is /var/log/dockerd-baton.log'
      sleep 1
    done
  fi
  # The engine sends what bridges pass on through iptables, those of other tests included.
  sysctl -q -w net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 2>/dev/null || true
}

# within SECONDS WHAT COMMAND...: repeats the command until it succeeds.
within() {
  local end=$((SECONDS + $1))
  until "${@:3}" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      failed "$2: not within $1 s"
    fi
    sleep 0.02
  done
}

# package_version_up DEB VERSION TARGET: the same package under another version.
package_version_up() {
  local place
  place=$(mktemp -d)
  dpkg-deb -R "$1" "$place/package"
  sed -i "s/^Version: .*/Version: $2/" "$place/package/DEBIAN/control"
  dpkg-deb -Zgzip -z1 --root-owner-group -b "$place/package" "$3" >/dev/null
  rm -rf "$place"
}

# the_package: prints the path of the Debian package that the build has left behind.
the_package() {
  local found
  found=$(find "$home/dist/target" -maxdepth 1 -name 'baton_*_amd64.deb' 2>/dev/null | head -n 1)
  [ -n "$found" ] || die 'no Debian package in dist/target; run: mvn -P dist -DskipTests package'
  printf '%s\n' "$found"
}
