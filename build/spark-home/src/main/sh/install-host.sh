#!/usr/bin/env bash
# Puts an engine's jar where ./partita looks for it: whole or not at all.
#   install-host.sh HOST.jar FOLDER
set -euo pipefail
mkdir -p "$2"
cp "$1" "$2/.part"
mv -f "$2/.part" "$2/$(basename "$1" -all.jar).jar"
