# Sourced. Finds the Java that Spark 3.5 runs on: JAVA_HOME, else the java on the PATH, else /usr/lib/jvm.

# Sets java_version to that of the Java in folder $1, as 17.0.15; to nothing where there is none. Printed, it would
# take one more process.
find_version() {
  local line
  java_version=''
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      if [[ $line == 'JAVA_VERSION="'*'"' ]]; then line=${line#*\"} java_version=${line%\"}; fi
    done <"$1/release"
  else
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
}

is_java17() {
  find_version "$1"
  [[ $java_version =~ ^17(\.|$|-|\+) ]]
}

# Sets and exports JAVA_HOME, and java_version; says in one line what is wrong and returns 2 where there is no Java 17.
find_java17() {
  local advice="Partita runs on Java 17 only, as Spark 3.5 does. Install a JDK 17 or set JAVA_HOME to one."
  local found='' home=''
  if [ -n "${JAVA_HOME:-}" ]; then
    is_java17 "$JAVA_HOME" && return 0
    found=$java_version
    echo "JAVA_HOME is $JAVA_HOME: ${found:+Java }${found:-no Java}. $advice" >&2
    return 2
  fi
  if command -v java >/dev/null; then
    home=$(readlink -f "$(command -v java)")
    home=${home%/*/*}
    # A version manager's shim lies elsewhere than the Java it starts.
    [ -r "$home/release" ] || home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    find_version "$home"
    found=$java_version
  fi
  for home in ${home:+"$home"} /usr/lib/jvm/*17*; do
    if is_java17 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  echo "The PATH has ${found:+Java }${found:-no Java}. $advice" >&2
  return 2
}
