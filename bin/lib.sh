# Sourced by the bash programs of the checkout: the JDK, missing packages, the build. Expects $home, the checkout.
# shellcheck shell=bash

. "$home/bin/java25.sh"
export PATH="$PATH:/usr/sbin:/sbin"
# Maven itself, on a JDK 25, uses what that JDK warns about.
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# find_jdk25: prints the home of a JDK 25; Debian 12 has none to install.
find_jdk25() {
  local java jdk
  find_java25 || return 1
  jdk=$(dirname "$(dirname "$(readlink -f "$java")")")
  if [ ! -x "$jdk/bin/javac" ]; then
    echo "$jdk is a Java 25 without compiler: install a JDK 25 below /usr/lib/jvm, or point JAVA_HOME at one" >&2
    return 1
  fi
  printf '%s\n' "$jdk"
}

# need_packages COMMAND:PACKAGE...: installs the packages whose command (or file, when it has a slash) is not there.
need_packages() {
  local pair probe missing=()
  for pair in "$@"; do
    probe=${pair%%:*}
    case $probe in
      /*) [ -e "$probe" ] || missing+=("${pair#*:}") ;;
      *) command -v "$probe" >/dev/null || missing+=("${pair#*:}") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    die "missing, and there is no apt-get to install it: ${missing[*]} (names as in Debian)"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    die "missing: ${missing[*]}; as root: apt-get install ${missing[*]}"
  fi
  echo "installing with apt-get: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local log
  log=$(mktemp)
  if ! { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "apt-get could not install ${missing[*]}; the whole log is $log"
  fi
  rm -f "$log"
}

# run_maven ARGUMENT...: Maven on the JDK 25 in JAVA_HOME, without that one's warnings about Maven's own libraries.
run_maven() {
  MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    mvn -B -Dstyle.color=never "$@" </dev/null
}

# build_if_changed: packages the program and the lab unless they are newer than all sources.
build_if_changed() {
  local stamp=$home/bench/target/.packaged
  if [ -e "$stamp" ] && [ -d "$home/lb-node/target/baton/lib" ] &&
    [ -z "$(find "$home" \( -name target -o -name '.git' \) -prune -o \
      \( -name '*.java' -o -name pom.xml -o -path '*/src/main/resources/*' \) -newer "$stamp" -print -quit)" ]; then
    warm
    return 0
  fi
  need_packages mvn:maven
  echo 'building (a minute or two the first time)'
  (cd "$home" && run_maven -q -DskipTests -Dspotless.check.skip package)
  warm
  touch "$stamp"
}

# warm: what was built by hand since has other jars than the caches know, and would run cold.
warm() {
  if [ "$(id -u)" -eq 0 ]; then
    "$home/bin/baton-warm" || true
  fi
}

# lab_java MAIN ARGUMENT...: runs a program of the lab or the benchmarks in place of this shell.
lab_java() {
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dbaton.home="$home" \
    -cp "$home/lab/target/classes:$home/bench/target/classes:$home/lb-node/target/baton/lib/*" "$@"
}
