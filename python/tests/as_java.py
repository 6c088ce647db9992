"""Compares what this package makes of ids with what Java made of them.

    as_java.py FILE

FILE has a line of JSON for each case: names of a scheme's ids; ids and the bytes of a MIDI file; ids that are varied;
notes and their piano roll. Prints how many are equal; ends with 1 at the first that is not.
"""

from __future__ import annotations

import base64
import json
import sys

import numpy as np

from partita import Scheme, piano_roll


def main(path: str) -> None:
    schemes: dict[str, Scheme] = {}
    equal = 0
    for number, line in enumerate(open(path), 1):
        case = json.loads(line)
        if "names" in case:
            schemes[case["scheme"]] = Scheme(case["scheme"], tuple(case["names"]))
            continue
        if "roll" in case:
            expected = np.frombuffer(base64.b64decode(case["roll"]), "<f4").reshape(128, -1)
            found = piano_roll(np.array(case["notes"], np.float32), case["fps"], case["drums"])
            frames = found.shape[1]
            same = np.array_equal(found, expected)
        elif "varied" in case:
            scheme = schemes[case["scheme"]]
            found = scheme.augment(case["ids"], case["semitones"], case["tempo"])
            same = found.tolist() == case["varied"]
        else:
            found = schemes[case["scheme"]].score(case["ids"]).to_bytes()
            same = found == base64.b64decode(case["midi"])
        if not same:
            sys.exit(f"line {number} differs: {line[:2000]}")
        equal += 1
    print(equal, "equal")


if __name__ == "__main__":
    main(sys.argv[1])
