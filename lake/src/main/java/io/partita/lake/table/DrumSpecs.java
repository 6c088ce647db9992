package io.partita.lake.table;

import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.histogram;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.statistics.Bins;
import org.apache.spark.sql.types.StructField;

/** The tables of drum slices, and of drums as they were played. */
final class DrumSpecs {
  private static final String DRUMS = "Drum loops";
  private static final String PERFORMANCES = "Drum performances";
  private static final String NO_REASON =
      "smpte_division, no_notes, no_drums, no_drum_class, metre, too_short";
  private static final String MASKS =
      "16 steps a bar, each the sum of the drums hit: 1 kick, 2 snare, 4 closed hi-hat, 8"
          + " open hi-hat, 16 low tom, 32 mid tom, 64 high tom, 128 crash, 256 ride; 0 is"
          + " silence";

  private DrumSpecs() {}

  private static StructField map() {
    return later(
        SliceColumns.DRUM_MAP,
        StringType,
        "gm or roland: which pitch is which drum; null in older lakes: gm");
  }

  static TableSpec slices() {
    return TableSpec.table(
            "drum_slices",
            "Drum loops of 2 or 4 bars, on a grid of sixteenths: one row for each distinct one of"
                + " each piece of each file, sorted by (source, path, piece, start_step).")
        .columns(SliceColumns.ofPiece("2 or 4"))
        .columns(
            required(
                "start_step", LongType, "first step, from the piece's start; 4 steps a quarter"),
            required("steps", createArrayType(ShortType, false), MASKS),
            required(
                "slice_hash", StringType, "SHA-256 over the steps as big-endian 16-bit integers"),
            required("n_hits", IntegerType, "drums hit in all steps"),
            SliceColumns.split(),
            map())
        .repeatedKey("source", "path", "midi_md5", "bars", "piece", "start_step")
        .asManyRowsAs("drum_files", "n_slices")
        .origin(Origin.derivedBy("slice-drums").from("midi_bytes"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("n_hits", Bins.linear(0, 160, 80))
                // Two drummers may well play the same bar: that is no fault of the splits.
                .sharedIdentity("slice_hash")
                .category("bars")
                .category("split"))
        .plots(
            histogram(
                DRUMS,
                "Hits in each loop",
                "Drums hit in all steps of a loop.",
                "drum_slices.n_hits",
                "Hits",
                "Loops"))
        .ofContents()
        .build();
  }

  static TableSpec files() {
    return SliceColumns.files(
            "drum_files",
            "What slice drums made of each member of midi_sources, and why some gave no slice: one"
                + " row for each, and for 2 and 4 bars.",
            "2 or 4",
            "slice-drums",
            DRUMS,
            "loop")
        .columns(
            required("n_windows", IntegerType, "slices, those among them that a piece repeats"),
            required("n_slices", IntegerType, "rows of drum_slices"),
            required(
                "n_hits", IntegerType, "drum notes of pitches that have one of the nine classes"),
            required("n_dropped_hits", IntegerType, "drum notes of other pitches, left out"))
        .columns(
            later(
                "n_roland_hits",
                IntegerType,
                "drum notes of pitches 22 and 26, which Roland's kits have and General MIDI lacks"),
            later(
                "n_ambiguous_hits",
                IntegerType,
                "drum notes of pitches 45, 48 and 58, which gm and roland give different classes"),
            map())
        .columns(SliceColumns.why(NO_REASON))
        .statistics(StatisticsPlan.NONE.category("reason").category("bars").category("split"))
        .build();
  }

  static TableSpec performances() {
    return TableSpec.table(
            "drum_performances",
            "Drums of 2 or 4 bars as they were played, on a grid of sixteenths with velocity and"
                + " micro-timing: one row from every bar on that has a hit, sorted by (source,"
                + " path, piece, start_step).")
        .columns(SliceColumns.ofPiece("2 or 4"))
        .columns(
            required(
                "start_step", LongType, "first step, from the piece's start; 4 steps a quarter"),
            required("qpm", DoubleType, "tempo of the piece, quarters per minute"),
            required("steps", createArrayType(ShortType, false), MASKS),
            required(
                "velocities",
                createArrayType(ShortType, false),
                "of each hit, 1 to 127: step after step, and drums in the order of their bits"),
            required(
                "offsets",
                createArrayType(FloatType, false),
                "of each hit in that order, steps before its step: above 0 is early, below 0 late;"
                    + " above -0.5, at most 0.5"),
            required(
                "hits_hash",
                StringType,
                "SHA-256 over the steps as big-endian 16-bit integers: equal for equal scores"),
            required("n_hits", IntegerType, "drums hit in all steps"),
            SliceColumns.split(),
            required(SliceColumns.DRUM_MAP, StringType, "gm or roland: which pitch is which drum"))
        .repeatedKey("source", "path", "midi_md5", "bars", "piece", "start_step")
        .asManyRowsAs("performance_files", "n_slices")
        .origin(Origin.derivedBy("slice-performances").from("midi_bytes"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("n_hits", Bins.linear(0, 160, 80))
                // Two drummers may well play the same score.
                .sharedIdentity("hits_hash")
                .category("bars")
                .category("split"))
        .ofContents()
        .build();
  }

  static TableSpec performanceFiles() {
    return SliceColumns.files(
            "performance_files",
            "What slice performances made of each member of midi_sources, and why some gave no"
                + " slice: one row for each, and for 2 and 4 bars.",
            "2 or 4",
            "slice-performances",
            PERFORMANCES,
            "performance")
        .columns(
            required("n_windows", IntegerType, "slices, those among them that a piece repeats"),
            required("n_slices", IntegerType, "rows of drum_performances"),
            required(
                "n_hits",
                IntegerType,
                "drum notes in 4/4 of pitches that have one of the nine classes"),
            required(
                "n_merged_hits",
                IntegerType,
                "those left out for a louder one of the same drum and step"),
            required("n_dropped_hits", IntegerType, "drum notes of other pitches, left out"),
            required(SliceColumns.DRUM_MAP, StringType, "gm or roland: which pitch is which drum"))
        .columns(SliceColumns.why(NO_REASON))
        .statistics(StatisticsPlan.NONE.category("reason").category("bars").category("split"))
        .build();
  }
}
