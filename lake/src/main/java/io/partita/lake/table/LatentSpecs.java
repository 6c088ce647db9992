package io.partita.lake.table;

import static io.partita.lake.table.Columns.joined;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The tables of latents. A table is published whole, with one report, beside what it is made from:
 * so there is one for each table of slices, one of windows of audio and one of whole recordings.
 */
final class LatentSpecs {
  private LatentSpecs() {}

  /** Of drums. */
  public static TableSpec drums() {
    return latents("latents", "drum_slices", "cat-drums_2bar_small", "start_step", LongType);
  }

  /** Of melodies. */
  public static TableSpec melodies() {
    return latents(
        "melody_latents",
        "melody_slices",
        "cat-mel_2bar_small",
        "start_step",
        LongType,
        "instrument");
  }

  /** Of melody, bass and drums. */
  public static TableSpec trios() {
    return latents(
        "trio_latents",
        "trio_slices",
        "hierdec-trio_16bar",
        "start_bar",
        IntegerType,
        "melody_instrument",
        "bass_instrument",
        "drum_instrument");
  }

  /** Of windows of audio. */
  public static TableSpec audio() {
    return TableSpec.table(
            "audio_latents",
            "What a VAE of audio makes of audio_tracks or mel: one row for each window of a file"
                + " and model, z = mu + sigma · a normal draw.")
        .columns(ofModel("mel-conv"))
        .columns(
            required("track_id", StringType, "as in audio_tracks"),
            required("window", IntegerType, "0 for the first of the file"),
            required("start_s", DoubleType, "where it begins, seconds from the file's beginning"),
            required("duration_s", DoubleType, "its length; the last one may go beyond the file"),
            required(
                "recording",
                StringType,
                "the first track_id of equal bytes or near-equal audio, maybe this one"),
            required("split", StringType, "train, validation or test: of the recording's first"))
        .columns(posterior())
        .repeatedKey("model_sha256", "track_id", "window")
        .references("track_id", "audio_tracks")
        .origin(Origin.derivedBy("encode").from("mel"))
        .reported(Reported.ofLastModel("windows"))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("split"))
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

  private static TableSpec latents(
      String name,
      String slices,
      String config,
      String start,
      DataType startType,
      String... instruments) {
    String as = "as in " + slices;
    List<StructField> columns = new ArrayList<>(ofModel(config));
    columns.add(required("source", StringType, as));
    columns.add(required("path", StringType, as));
    columns.add(required("midi_md5", StringType, as));
    columns.add(required("bars", IntegerType, as));
    columns.add(required("piece", IntegerType, as));
    for (String instrument : instruments) {
      columns.add(required(instrument, IntegerType, as));
    }
    columns.add(required(start, startType, as));
    columns.add(required("slice_hash", StringType, as));
    columns.add(joined("split", StringType, as + "; not in the files"));
    columns.addAll(posterior());
    String[] key =
        Stream.of(
                Stream.of("model_sha256", "source", "path", "bars", "piece"),
                Stream.of(instruments),
                Stream.of(start))
            .flatMap(names -> names)
            .toArray(String[]::new);
    return TableSpec.table(
            name,
            "What an autoencoder makes of "
                + slices
                + ": one row for each slice and model, z = mu + sigma"
                + " · a normal draw.")
        .columns(columns)
        .repeatedKey(key)
        .origin(Origin.derivedBy("encode").from(slices))
        .reported(Reported.ofLastModel("slices"))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("split"))
        .ofContents()
        .build();
  }

  /** Which model a row is of. */
  private static List<StructField> ofModel(String config) {
    return List.of(
        required("model_sha256", StringType, "SHA-256 of the model's weights, as in its card"),
        required("model_run_id", StringType, "the training that they come from, as in its card"),
        required("model", StringType, "the model's folder, as given"),
        required("config", StringType, "of the model, as " + config));
  }

  private static List<StructField> posterior() {
    return List.of(
        required("mu", createArrayType(FloatType, false), "means of z; the likeliest z"),
        required("sigma", createArrayType(FloatType, false), "standard deviations, above 0"));
  }
}
