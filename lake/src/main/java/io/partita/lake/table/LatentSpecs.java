package io.partita.lake.table;

import static io.partita.lake.table.Columns.joined;
import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.FormerLatents;

/** The tables of latents. */
final class LatentSpecs {
  private LatentSpecs() {}

  /** Of slices and of windows of audio. */
  public static TableSpec examples() {
    return TableSpec.table(
            FormerLatents.TABLE,
            "What an autoencoder makes of slices or of windows of audio: one row for each example"
                + " and model, z = mu + sigma · a normal draw. Columns that say which example it is"
                + " are named as in of_table, and null where that has none such.")
        .columns(
            required("model_sha256", StringType, "SHA-256 of the model's weights, as in its card"),
            required(
                "model_run_id", StringType, "the training that they come from, as in its card"),
            required("model", StringType, "the model's folder, as given"),
            required("config", StringType, "of the model, as cat-drums_2bar_small"),
            later("source", StringType, "of the file of a slice"),
            later("path", StringType, "of the file of a slice"),
            later("midi_md5", StringType, "content of a slice, as in midi_files"),
            later("bars", IntegerType, "length of a slice"),
            later("piece", IntegerType, "of the file that a slice is in"),
            later("start_step", LongType, "where a slice of drums or of a melody begins"),
            later("slice_hash", StringType, "alike for equal slices"),
            joined("split", StringType, "train, validation or test; not in the files"),
            required("mu", createArrayType(FloatType, false), "means of z; the likeliest z"),
            required("sigma", createArrayType(FloatType, false), "standard deviations, above 0"),
            later("instrument", IntegerType, "of a melody"),
            later("melody_instrument", IntegerType, "of a trio"),
            later("bass_instrument", IntegerType, "of a trio"),
            later("drum_instrument", IntegerType, "of a trio"),
            later("start_bar", IntegerType, "where a trio begins"),
            later("track_id", StringType, "of a window, as in audio_tracks"),
            later("window", IntegerType, "0 for the first of the file"),
            later(
                "start_s", DoubleType, "where a window begins, seconds from the file's beginning"),
            later(
                "duration_s",
                DoubleType,
                "length of a window; the last one may go beyond the file"),
            later(
                "recording",
                StringType,
                "of a window: the first track_id of equal bytes or near-equal audio, maybe its"
                    + " own"))
        .partitionedBy(FormerLatents.OF_TABLE)
        .repeatedKey("model_sha256", FormerLatents.OF_TABLE)
        .references("track_id", "audio_tracks")
        .origin(
            Origin.derivedBy("encode")
                .from("drum_slices", "melody_slices", "trio_slices", "audio_tracks"))
        .reported(Reported.ofLastModel("slices", "windows"))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("split"))
        .ofContents()
        .build();
  }

  /** Of whole files of audio, by models trained elsewhere: frames rather than one vector. */
  public static TableSpec hosted() {
    return TableSpec.table(
            "model_latents",
            "What a model of sound that was trained elsewhere makes of audio_tracks: one row for"
                + " each file and model.")
        .columns(
            required("model_sha256", StringType, "SHA-256 of the model's file"),
            required("model", StringType, "name of the model's file, without folders"),
            required("track_id", StringType, "as in audio_tracks"),
            required("sample_rate_hz", IntegerType, "rate that the audio was brought to, mono"),
            required("ratio", IntegerType, "samples of one frame, at sample_rate_hz"),
            required(
                "n_samples",
                LongType,
                "samples of the file at sample_rate_hz; silence fills up the last frame"),
            required("n_dims", IntegerType, "numbers of one frame"),
            required("n_frames", IntegerType, "frames, n_samples / ratio rounded up"),
            optional(
                "seed",
                LongType,
                "of the model's samples, with the track_id; null if the model samples nothing"),
            required(
                "z",
                BinaryType,
                "[n_dims][n_frames] float32, dimension after dimension, little-endian"))
        .repeatedKey("model_sha256", "track_id")
        .references("track_id", "audio_tracks")
        .origin(Origin.derivedBy("model-encode").from("audio_tracks"))
        .storage(Storage.USUAL.rowGroups(64L << 20).largeRows().plain("z"))
        .reported(Reported.ofLastModel("tracks"))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("n_dims"))
        .build();
  }
}
