"""Writes drum_maps.json: one beat and its slices of two bars by both drum maps.

    python3 drum_maps.py > drum_maps.json

The maps are typed from the published tables: nine classes, kick to ride, as bits 0 to 8. By
Roland's, a pitch of no class there has General MIDI's.
"""
import json
import random

GM = """36 35
38 27 28 31 32 33 34 37 39 40 56 65 66 75 85
42 44 54 68 69 70 71 73 78 80 22
46 67 72 74 79 81 26
45 29 41 43 61 64 84
48 47 60 63 77 86 87
50 30 62 76 83
49 52 55 57 58
51 53 59 82"""
TD_11 = """36
38 37 40
42 22 44
46 26
43 58
47 45
50 48
49 52 55 57
51 53 59"""
BAR = 16


def classes(table):
    return {int(pitch): bit for bit, line in enumerate(table.split("\n")) for pitch in line.split()}


def slices(notes, of):
    steps = [0] * (8 * BAR)
    for step, pitch in notes:
        if pitch in of:
            steps[step] |= 1 << of[pitch]
    unique = []
    for start in range(0, len(steps) - 2 * BAR + 1, BAR):
        window = steps[start:start + 2 * BAR]
        if window not in [known for _, known in unique]:
            unique.append([start, window])
    return unique


draw = random.Random(11)
often = [22, 26, 36, 38, 42, 43, 45, 46, 47, 48, 50, 51, 58]
notes = {(step, 36) for step in range(0, 8 * BAR, 8)}
notes |= {(step, draw.choice(often)) for step in range(6 * BAR) for _ in range(2)}
# Every pitch once, and the last two bars as the two before.
notes |= {(3 + draw.randrange(3 * BAR), pitch) for pitch in range(128)}
notes = {(step, pitch) for step, pitch in notes if step < 6 * BAR}
notes |= {(step + 2 * BAR, pitch) for step, pitch in notes if step >= 4 * BAR}
notes = sorted(notes)
gm = classes(GM)
maps = {"gm": gm, "roland": {**gm, **classes(TD_11)}}
print(json.dumps({
    "notes": notes,
    "maps": {
        name: {
            "classes": [of.get(pitch, -1) for pitch in range(128)],
            "hits": sum(pitch in of for _, pitch in notes),
            "slices": slices(notes, of),
        } for name, of in maps.items()
    },
    "roland_hits": sum(pitch in (22, 26) for _, pitch in notes),
    "ambiguous_hits": sum(maps["gm"].get(pitch) != maps["roland"].get(pitch) for _, pitch in notes),
}, separators=(",", ":")))
