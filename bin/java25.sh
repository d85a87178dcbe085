# Sourced by the programs beside it. What each command of an operator passes through starts no program that can be spared.

# find_java25: sets java to a Java 25 runtime.
# A distribution brings its own; a checkout takes JAVA_HOME, the path, or one that lies where distributions put them.
find_java25() {
  for candidate in "${home:-}/runtime/bin/java" "${JAVA_HOME:-}/bin/java"; do
    is_java25 "$candidate" && return 0
  done
  for candidate in "$(command -v java || true)" /usr/lib/jvm/*25*/bin/java /opt/*25*/bin/java; do
    is_java25 "$candidate" && return 0
  done
  echo 'no Java 25 found: install a JDK 25 below /usr/lib/jvm, or point JAVA_HOME at one' >&2
  return 1
}

# is_java25 FILE: whether it is one; java is it then.
is_java25() {
  [ -x "$1" ] || return 1
  release=${1%/bin/java}/release
  if [ ! -r "$release" ]; then
    release=$(readlink -f "$1")
    release=${release%/bin/java}/release
    [ -r "$release" ] || return 1
  fi
  while read -r line; do
    case $line in
      JAVA_VERSION=\"25*)
        java=$1
        return 0
        ;;
    esac
  done <"$release"
  return 1
}

# caches_of HOME: sets caches to where the ahead-of-time caches of the program in HOME are kept.
caches_of() {
  caches=$1/aot
  [ -d "$1/lib" ] || caches=$1/lb-node/target/baton/aot
}

# jars_in LIB: a line that tells one set of jars from another.
jars_in() {
  stat --printf='%n %s %Y ' "$1"/*.jar
  echo
}

# has_caches_for LIB: whether those in caches are of these jars.
has_caches_for() {
  known=
  [ -r "$caches/jars" ] && read -r known <"$caches/jars"
  [ -n "$known" ] && [ "$known " = "$(jars_in "$1")" ]
}
