"""Makes foreign.h5: the Million Song tables as other programs might write them.

Columns in reverse order with gaps and one column more, big-endian numbers, short and long texts,
integers of 2 and 1 bytes, reals of 4, one table contiguous, one chunked without filters, one with
shuffle, deflate and Fletcher-32; a text in ISO 8859-1 and one that fills its field; a user block.
"""
import sys

import h5py
import numpy

ROWS = 23


def table(columns, gap):
    names = [c[0] for c in reversed(columns)]
    formats = [numpy.dtype(c[1]) for c in reversed(columns)]
    offsets, at = [], gap
    for kind in formats:
        offsets.append(at)
        at += kind.itemsize + gap
    kind = numpy.dtype(
        {"names": names, "formats": formats, "offsets": offsets, "itemsize": at})
    rows = numpy.zeros(ROWS, kind)
    for name, _, value in columns:
        for i in range(ROWS):
            rows[name][i] = value(i)
    return rows


IDX_ANALYSIS = [
    "bars_confidence", "bars_start", "beats_confidence", "beats_start", "sections_confidence",
    "sections_start", "segments_confidence", "segments_loudness_max", "segments_loudness_max_time",
    "segments_loudness_start", "segments_pitches", "segments_start", "segments_timbre",
    "tatums_confidence", "tatums_start"]

analysis = table(
    [("analysis_sample_rate", "<u2", lambda i: 22050),
     ("audio_md5", "S32", lambda i: b"%032x" % i),
     ("bitrate", "<i8", lambda i: 320),
     ("danceability", "<f4", lambda i: 0),
     ("duration", ">f8", lambda i: 100 + i / 8),
     ("end_of_fade_in", "<f8", lambda i: float("nan")),
     ("energy", "<f8", lambda i: 0)]
    + [("idx_" + name, ">i4", lambda i, n=n: 100 * n + i) for n, name in enumerate(IDX_ANALYSIS)]
    + [("key", "i1", lambda i: i % 13 - 1),
       ("key_confidence", ">f4", lambda i: i / 32),
       ("loudness", "<f8", lambda i: -i),
       ("mode", ">i2", lambda i: i % 2),
       ("mode_confidence", "<f8", lambda i: 0.5),
       ("start_of_fade_out", "<f8", lambda i: 99),
       ("tempo", "<f8", lambda i: 120 * (i % 2)),
       ("time_signature", "<i4", lambda i: 4),
       ("time_signature_confidence", "<f8", lambda i: 1),
       ("track_id", "S18", lambda i: b"TRFOREI128F%07d" % i)], 3)

metadata = table(
    [("analyzer_version", "S8", lambda i: b""),
     ("artist_7digitalid", "<i4", lambda i: i),
     ("artist_familiarity", "<f8", lambda i: 0.25),
     ("artist_hotttnesss", "<f8", lambda i: 0.5),
     ("artist_id", "S18", lambda i: b"ARFOREI128F%07d" % i),
     ("artist_latitude", "<f8", lambda i: -33.5),
     ("artist_location", "S16", lambda i: "Malmö".encode("iso-8859-1")),
     ("artist_longitude", "<f8", lambda i: 151.25),
     ("artist_mbid", "S36", lambda i: b""),
     ("artist_name", "S12", lambda i: "Mötley Crüe"[:10].encode("utf-8")),
     ("artist_playmeid", "<i4", lambda i: -1),
     ("genre", "S4", lambda i: b""),
     ("idx_artist_terms", "<i4", lambda i: i),
     ("idx_similar_artists", "<i4", lambda i: i),
     ("release", "S10", lambda i: b"0123456789"),
     ("release_7digitalid", "<i4", lambda i: i),
     ("song_hotttnesss", "<f8", lambda i: float("nan")),
     ("song_id", "S18", lambda i: b"SOFOREI128F%07d" % i),
     ("title", "S20", lambda i: "Früh %d".encode("utf-8") % i),
     ("track_7digitalid", "<i4", lambda i: i)], 0)

musicbrainz = table(
    [("idx_artist_mbtags", "<i4", lambda i: i), ("year", ">i4", lambda i: 1990 + i)], 1)

with h5py.File(sys.argv[1], "w", libver=("earliest", "v108"), userblock_size=1024) as file:
    file.create_dataset("analysis/songs", data=analysis)
    file.create_dataset("metadata/songs", data=metadata, chunks=(5,), compression="gzip",
                        shuffle=True, fletcher32=True)
    file.create_dataset("musicbrainz/songs", data=musicbrainz, chunks=(4,))
