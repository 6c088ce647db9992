#!/usr/bin/env bash
# Puts a Spark home together: the listed jars, and the scripts and settings of ../home.
#
#   STORES=[s3] SPARK_VERSION=… HADOOP_VERSION=… JAVA_OPTIONS=… assemble.sh HOME JARS_LIST HDFS_JARS_LIST DUCKDB_JARS_LIST
#
# The lists hold jars' paths, separated by "|", for jars/, hdfs/ and duckdb/. A file of a store's name says to
# later builds that its client is among them. What is right already is left
# alone, and what is missing gets its name only once it is whole, so the home may be in use meanwhile.
set -euo pipefail

home=$1
jars_list=$2
hdfs_jars_list=$3
duckdb_jars_list=$4
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../home" && pwd)

mkdir -p "$home"
part=$home/.part.$$
trap 'rm -rf "$part"' EXIT
mkdir "$part"

# Puts a jar in place as it is: a hard link where the disk allows it, 300 MB less.
link() {
  ln "$1" "$2" 2>/dev/null || cp "$1" "$2"
}

# Writes a jar without compression, and with the native library of this platform alone: a query
# unpacks it at each start, which takes a third of a second of a compressed one.
store() {
  local jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
  mkdir "$part/stored"
  (cd "$part/stored" && "$jar" xf "$1" && rm -f ./*_windows_* ./*_osx_* ./*_linux_arm64 META-INF/MANIFEST.MF &&
    "$jar" c0Mf "$2" .)
  rm -rf "$part/stored"
}

# Fills a folder of the home with the listed jars and removes others. Jars carry their version in
# their name: a jar of that name is the right one.
fill() {
  local folder=$home/$1 list=$2 put=${3:-link} jar name
  mkdir -p "$folder"
  { tr '|' '\n' <"$list"; echo; } | sed '/^$/d' >"$part/wanted"
  while IFS= read -r jar; do
    name=${jar##*/}
    if [ ! -e "$folder/$name" ]; then
      "$put" "$jar" "$part/$name"
      mv -f "$part/$name" "$folder/$name"
    fi
  done <"$part/wanted"
  comm -23 <(ls "$folder" | sort) <(sed 's|.*/||' "$part/wanted" | sort) | while IFS= read -r stale; do
    rm -f "$folder/$stale"
  done
}

fill jars "$jars_list"
fill hdfs "$hdfs_jars_list"
fill duckdb "$duckdb_jars_list" store
for name in ${STORES:-}; do touch "$home/$name"; done

# A jar that only names those of jars/, for a class path on which others come first.
(cd "$home/jars" && printf '  jars/%s\n' *.jar | sed '1s/^ /Class-Path:/') >"$part/all.manifest"
if ! cmp -s "$part/all.manifest" "$home/all.manifest"; then
  "${JAVA_HOME:+$JAVA_HOME/bin/}jar" cfm "$part/all.jar" "$part/all.manifest"
  mv -f "$part/all.jar" "$part/all.manifest" "$home"
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
