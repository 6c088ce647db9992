"""Seconds that h5py takes to read the three tables of a Million Song summary, whole.

    python3 benchmarks/read_summary.py <folder>/msd_summary_1000000.h5

MsdSummaryBenchmark writes that file and reads it with Partita. /metadata/songs of a million rows
takes 5.3 GB as an array, so it is read in pieces of 100,000 rows.
"""
import sys
import time

import h5py

PIECE = 100_000

with h5py.File(sys.argv[1], "r") as file:
    total = 0.0
    for path in ("analysis/songs", "metadata/songs", "musicbrainz/songs"):
        started = time.perf_counter()
        table = file[path]
        rows = 0
        for first in range(0, len(table), PIECE):
            rows += len(table[first:first + PIECE])
        seconds = time.perf_counter() - started
        total += seconds
        print(f"/{path}: {rows:,} rows in {seconds:.2f} s")
    print(f"all: {total:.2f} s")
