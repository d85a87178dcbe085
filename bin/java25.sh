# Sourced by the programs beside it: finds a Java 25 runtime.
# A distribution brings its own; a checkout takes JAVA_HOME, the path, or one that lies where distributions put them.

find_java25() {
  for candidate in "${home:-}/runtime/bin/java" "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" \
    /usr/lib/jvm/*25*/bin/java /opt/*25*/bin/java; do
    [ -x "$candidate" ] || continue
    release=$(dirname "$(dirname "$(readlink -f "$candidate")")")/release
    if grep -qs '^JAVA_VERSION="25' "$release"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  echo 'no Java 25 found: install a JDK 25 below /usr/lib/jvm, or point JAVA_HOME at one' >&2
  return 1
}

# caches_of HOME: where the ahead-of-time caches of the program in HOME are kept.
caches_of() {
  if [ -d "$1/lib" ]; then
    printf '%s\n' "$1/aot"
  else
    printf '%s\n' "$1/lb-node/target/baton/aot"
  fi
}

# jars_in LIB: tells one set of jars from another.
jars_in() {
  stat -c '%n %s %Y' "$1"/*.jar | cksum
}
