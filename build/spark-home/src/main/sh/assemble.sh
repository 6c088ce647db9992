#!/usr/bin/env bash
# Puts a Spark home together: the listed jars, and the scripts and settings of ../home.
#
#   STORES=[s3] SPARK_VERSION=… HADOOP_VERSION=… JAVA_OPTIONS=… assemble.sh HOME JARS_LIST HDFS_JARS_LIST DUCKDB_PATH
#
# The lists hold jars' paths, separated by "|", for jars/ and hdfs/, the last file that of DuckDB's. A file of a store's name says to later builds that
# its client is among them. What is right already is left alone, and what is missing gets its name only once it is
# whole, so the home may be in use meanwhile.
set -euo pipefail

home=$1
jars_list=$2
hdfs_jars_list=$3
duckdb_jar=$(cat "$4")
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../home" && pwd)

mkdir -p "$home"
part=$home/.part.$$
trap 'rm -rf "$part"' EXIT
mkdir "$part"

# Puts a jar in place as it is: a hard link where the disk allows it, 300 MB less.
link() {
  ln "$1" "$2" 2>/dev/null || cp "$1" "$2"
}

# Fills a folder of the home with the listed jars and removes others. Jars carry their version in
# their name: a jar of that name is the right one.
fill() {
  local folder=$home/$1 list=$2 jar name
  mkdir -p "$folder"
  { tr '|' '\n' <"$list"; echo; } | sed '/^$/d' >"$part/wanted"
  while IFS= read -r jar; do
    name=${jar##*/}
    if [ ! -e "$folder/$name" ]; then
      link "$jar" "$part/$name"
      mv -f "$part/$name" "$folder/$name"
    fi
  done <"$part/wanted"
  comm -23 <(ls "$folder" | sort) <(sed 's|.*/||' "$part/wanted" | sort) | while IFS= read -r stale; do
    rm -f "$folder/$stale"
  done
}

# Takes DuckDB's jar apart, in a folder of its version: Java would unpack the native library in it, 57 MB, at each start
# of a query. It looks for one beside the jar where the jar has none.
fill_duckdb() {
  local jar=$1 version
  version=$(basename "$1" .jar)
  mkdir -p "$home/duckdb"
  if [ ! -e "$home/duckdb/$version" ]; then
    mkdir "$part/classes" "$part/duckdb"
    (cd "$part/classes" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$jar" &&
      mv ./*_linux_amd64 "$part/duckdb" && rm -f libduckdb_java.* META-INF/MANIFEST.MF &&
      "${JAVA_HOME:+$JAVA_HOME/bin/}jar" c0Mf "$part/duckdb/$version.jar" .)
    mv "$part/duckdb" "$home/duckdb/$version"
  fi
  find "$home/duckdb" -mindepth 1 -maxdepth 1 ! -name "$version" -exec rm -rf {} +
}

fill jars "$jars_list"
fill hdfs "$hdfs_jars_list"
fill_duckdb "$duckdb_jar"
for name in ${STORES:-}; do touch "$home/$name"; done

# A jar that only names those of jars/ and what is in them, for a class path on which others come first.
naming=$(dirname "${BASH_SOURCE[0]}")/NameJars.java
(cd "$home/jars" && printf '%s\n' *.jar) >"$part/all.list"
if ! cmp -s "$part/all.list" "$home/all.list" || [ "$naming" -nt "$home/all.jar" ]; then
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$naming" "$home/jars" "$part/all.jar"
  mv -f "$part/all.jar" "$part/all.list" "$home"
fi

cp -Rp "$sources" "$part/home"
java_options=$(tr -s '[:space:]' ' ' <<<"$JAVA_OPTIONS" | sed 's/ $//')
tr ' ' '\n' <<<"$java_options" >"$part/home/conf/java17.options"
sed "s|@java.options@|$java_options|" "$sources/conf/spark-defaults.conf" >"$part/home/conf/spark-defaults.conf"
(cd "$part/home" && find . -type f) | while IFS= read -r file; do
  if ! cmp -s "$part/home/$file" "$home/$file"; then
    mkdir -p "$(dirname "$home/$file")"
    mv -f "$part/home/$file" "$home/$file"
  fi
done

# Last, because the launcher takes this file for a sign that the home is complete.
echo "Spark $SPARK_VERSION built for Hadoop $HADOOP_VERSION" >"$part/RELEASE"
cmp -s "$part/RELEASE" "$home/RELEASE" || mv -f "$part/RELEASE" "$home/RELEASE"
