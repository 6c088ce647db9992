#!/usr/bin/env python3
"""How fast mido reads the corpus that MidiReadBenchmark reads, in MB/s of CPU time on one thread.

    mido_read.py DATA_FOLDER

DATA_FOLDER holds midi/ and groove.zip.
"""
import io
import pathlib
import sys
import time
import zipfile

import mido


def corpus(data):
    files = [p.read_bytes() for p in sorted((data / "midi").rglob("*")) if p.suffix.lower() == ".mid"]
    with zipfile.ZipFile(data / "groove.zip") as groove:
        files += [groove.read(name) for name in groove.namelist() if name.endswith(".mid")]
    return files


def main():
    files = corpus(pathlib.Path(sys.argv[1]))
    size = sum(map(len, files))
    start = time.process_time()
    refused = 0
    for content in files:
        try:
            mido.MidiFile(file=io.BytesIO(content))
        except Exception:  # whatever mido raises
            refused += 1
    seconds = time.process_time() - start
    print(f"{len(files)} files, {refused} refused, {size / 1e6:.2f} MB: {size / 1e6 / seconds:.2f} MB/s")


if __name__ == "__main__":
    main()
