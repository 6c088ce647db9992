package io.partita.lake.table;

import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** The tables of what MusicVAEs make of slices: one for each form that slices have. */
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

  private static TableSpec latents(
      String name,
      String slices,
      String config,
      String start,
      DataType startType,
      String... instruments) {
    String as = "as in " + slices;
    List<StructField> columns = new ArrayList<>();
    columns.add(
        required("model_sha256", StringType, "SHA-256 of the model's weights, as in its card"));
    columns.add(
        required("model_run_id", StringType, "the training that they come from, as in its card"));
    columns.add(required("model", StringType, "the model's folder, as given"));
    columns.add(required("config", StringType, "of the model, as " + config));
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
    columns.add(optional("split", StringType, as));
    columns.add(required("mu", createArrayType(FloatType, false), "means of z; the likeliest z"));
    columns.add(
        required("sigma", createArrayType(FloatType, false), "standard deviations, above 0"));
    String[] key =
        Stream.of(
                Stream.of("model_sha256", "source", "path", "bars", "piece"),
                Stream.of(instruments),
                Stream.of(start))
            .flatMap(names -> names)
            .toArray(String[]::new);
    return TableSpec.table(
            name,
            "What a MusicVAE makes of "
                + slices
                + ": one row for each slice and model, z = mu + sigma"
                + " · a normal draw.")
        .columns(columns.toArray(new StructField[0]))
        .repeatedKey(key)
        .origin(Origin.derivedBy("encode").from(slices))
        .reported(new Reported("`slices` of the last run, so one model", LatentSpecs::encoded))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("split"))
        .ofContents()
        .build();
  }

  /** The last run's: what it reports is of one model. */
  private static List<ReportedCount> encoded(JsonNode report) {
    return List.of(
        new ReportedCount(
            "slices of the last model",
            count_if(col("model_sha256").equalTo(report.path("model_sha256").asText())),
            report.path("slices").asLong()));
  }
}
