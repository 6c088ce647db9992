"""What the package makes of a lake by the ``partita`` command that the variable PARTITA names.

    lake_by_command.py LAKE ARCHIVE

LAKE has the data set ``fma``, and gets ``songs``, which is made of ARCHIVE. Ends with 1 where something is wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


import partita
from partita import command


def main(lake: str, archive: str) -> None:
    work = Path(lake).parent
    ingest = ["ingest", "midi", archive, "--lake", lake, "--dataset", "songs", "--tokens", "remi"]
    command.run(*ingest, "--split", "50/25/25")
    command.run("slice", "drums", "songs", "--lake", lake, "--bars", "2")
    songs = partita.Lake(lake).dataset("songs")

    tokens = {split: songs.tokens("remi", split) for split in ("train", "validation", "test")}
    rows = "FROM tokens WHERE dataset = 'songs' AND n_tokens > 0"
    expected = query(lake, f"SELECT sum(n_tokens) + 2 * count(*) AS n {rows}")
    require(sum(of.length for of in tokens.values()) == expected, "tokens are those of the table, with BOS and EOS")
    groups = [set(of.groups) for of in tokens.values()]
    require(sum(map(len, groups)) == len(set().union(*groups)), "no group is in two splits")
    require(all(len(set(of.documents)) == len(of) for of in tokens.values()), "a document is a file")
    train = tokens["train"]
    require(all(ids[0] == train.scheme.ids["BOS_None"] for ids in train), "each document begins with BOS")
    seen = sum(int((y != partita.IGNORED).sum()) for _, y in train.batches(4, 64))
    require(seen == train.length - len(train), "batches predict each token once")

    (work / "ids.json").write_text(json.dumps(train[0].tolist()))
    subprocess.run([command.find(), "convert", work / "ids.json", work / "java.mid", "--scheme", "remi"], check=True)
    train.to_midi(train[0], work / "python.mid")
    require((work / "java.mid").read_bytes() == (work / "python.mid").read_bytes(), "MIDI is what convert writes")

    notes = songs.notes()
    require(len(notes) >= len(train) and notes.values.shape[1] == 5, "notes of files")
    require(partita.piano_roll(notes[0], 16).max() <= 127, "piano roll of a file")
    loops = songs.slices("drums").array(2)
    require(loops.shape[1] == 32 and 0 < loops.max() < 512, "loops of 32 steps and nine drums")
    mel = partita.Lake(lake).dataset("fma").mel()
    require(mel.values.ndim == 2 and len(mel.labels) == len(mel), "mel with labels")

    # While a run publishes, the files of a table are all of the version before, or all of the one after.
    before = songs.files("midi_files")
    runs = subprocess.Popen([command.find(), *ingest, "--split", "60/20/20"], stderr=subprocess.DEVNULL)
    found = {tuple(before)}
    while runs.poll() is None:
        found.add(tuple(songs.files("midi_files")))
    require(runs.returncode == 0, "the data set is published again")
    after = songs.files("midi_files")
    require(len(found | {tuple(after)}) <= 2, "a version's files stay where they are")
    names = {frozenset(Path(file).name for file in files) for files in found}
    require(names <= {frozenset(Path(file).name for file in files) for files in (before, after)}, "no mixture")
    require(all(Path(file).exists() for file in after), "the newest files are there")
    try:
        songs.tokens("remi", folder=train.folder)
        require(False, "an export of the version before is refused")
    except partita.ExportError as e:
        require(str(train.folder) in str(e), "the exception names the export")
    require(songs.tokens("remi").folder != train.folder, "the new version is exported again")
    print("as it should be")


def query(lake: str, sql: str) -> int:
    """The one number that a query answers."""
    return int(next(iter(command.run("sql", sql, "--lake", lake)["rows"][0].values())))


def require(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"not so: {what}")


if __name__ == "__main__":
    main(*sys.argv[1:])
