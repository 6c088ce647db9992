#!/usr/bin/env bash
# Puts a Spark home together: the listed jars, and the scripts and settings of ../home.
#
#   SPARK_VERSION=… HADOOP_VERSION=… JAVA_OPTIONS=… assemble.sh HOME JARS_LIST HDFS_JARS_LIST
#
# The lists hold jars' paths, separated by "|", for jars/ and for hdfs/. What is right already is left
# alone, and what is missing gets its name only once it is whole, so the home may be in use meanwhile.
set -euo pipefail

home=$1
jars_list=$2
hdfs_jars_list=$3
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../home" && pwd)

mkdir -p "$home"
part=$home/.part.$$
trap 'rm -rf "$part"' EXIT
mkdir "$part"

# Fills a folder of the home with the listed jars and removes others. Jars carry their version in
# their name: a jar of that name is the right one.
fill() {
  local folder=$home/$1 list=$2 jar name
  mkdir -p "$folder"
  { tr '|' '\n' <"$list"; echo; } | sed '/^$/d' >"$part/wanted"
  while IFS= read -r jar; do
    name=${jar##*/}
    if [ ! -e "$folder/$name" ]; then
      # A hard link where the disk allows it: 300 MB less.
      ln "$jar" "$part/$name" 2>/dev/null || cp "$jar" "$part/$name"
      mv -f "$part/$name" "$folder/$name"
    fi
  done <"$part/wanted"
  comm -23 <(ls "$folder" | sort) <(sed 's|.*/||' "$part/wanted" | sort) | while IFS= read -r stale; do
    rm -f "$folder/$stale"
  done
}

fill jars "$jars_list"
fill hdfs "$hdfs_jars_list"

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
