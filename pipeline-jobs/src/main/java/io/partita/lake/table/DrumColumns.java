package io.partita.lake.table;

import static io.partita.lake.table.LakeTable.optional;
import static io.partita.lake.table.LakeTable.required;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import java.util.List;
import org.apache.spark.sql.types.StructField;

/** Columns of the tables of drum slices and of what models make of them. */
final class DrumColumns {
  private DrumColumns() {}

  static List<StructField> slices() {
    return List.of(
        required("source", StringType, "input the file came from, as in midi_sources"),
        required("path", StringType, "the file's path inside the input"),
        required("midi_md5", StringType, "the file's content, as in midi_files"),
        required("bars", IntegerType, "2 or 4: a bar is 16 steps"),
        required(
            "piece",
            IntegerType,
            "from 0: pieces of the file lie between changes of tempo or metre"),
        required("start_step", LongType, "first step, from the piece's start; 4 steps a quarter"),
        required(
            "steps",
            createArrayType(ShortType, false),
            "16 steps a bar, each the sum of the drums hit: 1 kick, 2 snare, 4 closed hi-hat, 8"
                + " open hi-hat, 16 low tom, 32 mid tom, 64 high tom, 128 crash, 256 ride; 0 is"
                + " silence"),
        required("slice_hash", StringType, "SHA-256 over the steps as big-endian 16-bit integers"),
        required("n_hits", IntegerType, "drums hit in all steps"),
        optional("split", StringType, "train, validation or test, as in midi_sources"));
  }

  static List<StructField> files() {
    return List.of(
        required("source", StringType, "input the file came from, as in midi_sources"),
        required("path", StringType, "the file's path inside the input"),
        optional("midi_md5", StringType, "the file's content; null if it was not readable"),
        required("bars", IntegerType, "2 or 4: of the slices that were asked for"),
        optional("split", StringType, "train, validation or test, as in midi_sources"),
        required("n_pieces", IntegerType, "pieces between changes of tempo or metre"),
        required("n_windows", IntegerType, "slices, those among them that a piece repeats"),
        required("n_slices", IntegerType, "rows of drum_slices"),
        required("n_hits", IntegerType, "drum notes of pitches that have one of the nine classes"),
        required("n_dropped_hits", IntegerType, "drum notes of other pitches, left out"),
        optional(
            "reason",
            StringType,
            "why there is no slice: smpte_division, no_notes, no_drums, no_drum_class, metre,"
                + " too_short or rejected; null where there is one"),
        optional("detail", StringType, "the same for a person; null where there is a slice"));
  }

  static List<StructField> latents() {
    return List.of(
        required("model_sha256", StringType, "SHA-256 of the model's weights, as in its card"),
        required("model_run_id", StringType, "the training that they come from, as in its card"),
        required("model", StringType, "the model's folder, as given"),
        required("config", StringType, "of the model, as cat-drums_2bar_small"),
        required("source", StringType, "as in drum_slices"),
        required("path", StringType, "as in drum_slices"),
        required("midi_md5", StringType, "as in drum_slices"),
        required("bars", IntegerType, "as in drum_slices"),
        required("piece", IntegerType, "as in drum_slices"),
        required("start_step", LongType, "as in drum_slices"),
        required("slice_hash", StringType, "as in drum_slices"),
        optional("split", StringType, "as in drum_slices"),
        required("mu", createArrayType(FloatType, false), "means of z; the likeliest z"),
        required("sigma", createArrayType(FloatType, false), "standard deviations, above 0"));
  }
}
