package io.partita.lake.table;

import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.spark.sql.types.StructField;

/** The tables of slices of melodies, and of melody, bass and drums together. */
final class MelodySpecs {
  private static final String MELODIES = "Melodies and trios";
  private static final String LABELS =
      "16 steps a bar: 0 what sounds goes on, or silence; 1 it ends; 2 to 89 a note of pitch 21 to"
          + " 108 begins";
  private static final String INSTRUMENT =
      "from 0, in the order in which the file's instruments (program, channel and track) first"
          + " end a note";

  private MelodySpecs() {}

  public static TableSpec slices() {
    return TableSpec.table(
            "melody_slices",
            "Melodies of 2 or 16 bars, on a grid of sixteenths: one row for each distinct one of"
                + " each piece of each file, sorted by (source, path, piece, instrument,"
                + " start_step).")
        .columns(SliceColumns.ofPiece("2 or 16"))
        .columns(
            instrument("instrument", "that plays it, "),
            required(
                "start_step",
                LongType,
                "first step of it where the piece has it first, from the piece's start; 4 steps a"
                    + " quarter"),
            labels("labels", LABELS),
            required(
                "slice_hash", StringType, "SHA-256 over the labels as big-endian 16-bit integers"),
            SliceColumns.split())
        .repeatedKey("source", "path", "midi_md5", "bars", "piece", "instrument", "start_step")
        .asManyRowsAs("melody_files", "n_slices")
        .origin(Origin.derivedBy("slice-melodies").from("midi_bytes"))
        // Different songs may well share two bars: that is no fault of the splits.
        .statistics(
            StatisticsPlan.NONE.sharedIdentity("slice_hash").category("bars").category("split"))
        .ofContents()
        .build();
  }

  public static TableSpec files() {
    return SliceColumns.files(
            "melody_files",
            "What slice melodies made of each member of midi_sources, and why some gave no slice:"
                + " one row for each, and for 2 and 16 bars.",
            "2 or 16",
            "slice-melodies",
            MELODIES,
            "melody")
        .columns(
            required("n_windows", IntegerType, "slices, those among them that a piece repeats"),
            required("n_slices", IntegerType, "rows of melody_slices; of a file 65,536 at most"),
            required(
                "n_notes",
                IntegerType,
                "notes that a melody can be made of: no drums, pitches 21 to 108, for 2 bars"
                    + " programs 0 to 31; of the tracks asked for"),
            required("n_dropped_notes", IntegerType, "the other notes, left out"))
        .columns(
            SliceColumns.why(
                "smpte_division, no_notes, no_track, only_drums, program, pitch, metre, too_short"))
        .statistics(StatisticsPlan.NONE.category("reason").category("bars").category("split"))
        .build();
  }

  public static TableSpec trios() {
    return TableSpec.table(
            "trio_slices",
            "Sixteen bars of a melody, a bass and drums, on a grid of sixteenths: one row for each"
                + " place of each piece of each file in which three instruments play together,"
                + " sorted by (source, path, piece, melody_instrument, bass_instrument,"
                + " drum_instrument, start_bar).")
        .columns(SliceColumns.ofPiece("16"))
        .columns(
            instrument("melody_instrument", "of programs 0 to 31, "),
            instrument("bass_instrument", "of programs 32 to 39, "),
            instrument("drum_instrument", "of channel 9, "),
            required("start_bar", IntegerType, "first bar, from the piece's start"),
            labels("melody", LABELS),
            labels("bass", "the same of the bass"),
            labels("drums", "of each step the sum of the drums hit, as in drum_slices"),
            required(
                "slice_hash",
                StringType,
                "SHA-256 over melody, bass and drums as big-endian 16-bit integers"),
            SliceColumns.split())
        .repeatedKey(
            "source",
            "path",
            "midi_md5",
            "bars",
            "piece",
            "melody_instrument",
            "bass_instrument",
            "drum_instrument",
            "start_bar")
        .asManyRowsAs("trio_files", "n_slices")
        .origin(Origin.derivedBy("slice-trios").from("midi_bytes"))
        .statistics(StatisticsPlan.NONE.sharedIdentity("slice_hash").category("split"))
        .ofContents()
        .build();
  }

  public static TableSpec trioFiles() {
    return SliceColumns.files(
            "trio_files",
            "What slice trios made of each member of midi_sources, and why some gave no slice: one"
                + " row for each.",
            "16",
            "slice-trios",
            MELODIES,
            "trio")
        .columns(
            required("n_windows", IntegerType, "places in which three instruments play together"),
            required("n_slices", IntegerType, "rows of trio_slices; of a file 65,536 at most"),
            required("n_melodies", IntegerType, "instruments of programs 0 to 31"),
            required("n_basses", IntegerType, "instruments of programs 32 to 39"),
            required("n_drums", IntegerType, "instruments of channel 9"))
        .columns(
            SliceColumns.why(
                "smpte_division, no_notes, no_drums, no_melody, no_bass, not_together, metre,"
                    + " too_short"))
        .statistics(StatisticsPlan.NONE.category("reason").category("split"))
        .build();
  }

  private static StructField instrument(String name, String which) {
    return required(name, IntegerType, which + INSTRUMENT);
  }

  private static StructField labels(String name, String meaning) {
    return required(name, createArrayType(ShortType, false), meaning);
  }
}
