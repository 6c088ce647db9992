#!/usr/bin/env bash
# Builds the wheel into target/ by Debian's python3-setuptools and python3-wheel, without a network; says so where they
# are missing.
set -euo pipefail
cd "$(dirname "$0")"
python=/usr/bin/python3
if ! "$python" -c 'import setuptools, wheel' 2>/dev/null; then
  echo "No wheel of the Python package is built: $python has no setuptools with wheel." >&2
  exit 0
fi
rm -rf target
mkdir -p target/source
# A copy, as setuptools leaves its own files beside what it builds.
cp -rL pyproject.toml README.md LICENSE backend partita target/source
cd target/source
export PYTHONDONTWRITEBYTECODE=1 SOURCE_DATE_EPOCH=1767225600
"$python" -W ignore -c 'import sys; sys.path.insert(0, "backend"); import offline; offline.build_wheel("..")' >../build.log 2>&1 || {
  cat ../build.log >&2
  exit 1
}
