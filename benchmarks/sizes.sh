#!/usr/bin/env bash
# Prints the bytes of each table of a lake on a disk beside those of the same rows as DuckDB writes them with zstd.
#
#   benchmarks/sizes.sh LAKE
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java -cp "$(echo "$home"/.spark/duckdb/*/*.jar)" "$home/benchmarks/TableSizes.java" "$1" "$folder"
