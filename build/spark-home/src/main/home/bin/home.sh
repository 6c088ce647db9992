# Sourced by every script here: where this Spark is, its settings, its Java.

SPARK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
export SPARK_HOME
export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
# Spark's launcher guesses it from a source tree, which this is not.
export SPARK_SCALA_VERSION=2.12

if [ -f "$SPARK_CONF_DIR/spark-env.sh" ]; then
  set -a
  . "$SPARK_CONF_DIR/spark-env.sh"
  set +a
fi

# Java 17 reads file names in the locale's encoding: in the C locale "é" is no file.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

. "$SPARK_HOME/bin/java17.sh"
find_java17 || exit
