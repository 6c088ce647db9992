#!/usr/bin/env bash
# Puts the jar of another process where ./partita looks for it: whole or not at all.
#   install-host.sh JAR FOLDER [NAME]
set -euo pipefail
mkdir -p "$2"
cp "$1" "$2/.part"
mv -f "$2/.part" "$2/${3:-$(basename "$1" -all.jar).jar}"
