package io.partita.lake.table;

import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The tables of what models trained elsewhere make of a data set. */
final class HostedSpecs {
  private HostedSpecs() {}

  public static TableSpec latents() {
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
        .reported(new Reported("`tracks` of the last run, so one model", HostedSpecs::encoded))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("n_dims"))
        .build();
  }

  /** The last run's: what it reports is of one model. */
  private static List<ReportedCount> encoded(JsonNode report) {
    return List.of(
        new ReportedCount(
            "tracks of the last model",
            count_if(col("model_sha256").equalTo(report.path("model_sha256").asText())),
            report.path("tracks").asLong()));
  }
}
