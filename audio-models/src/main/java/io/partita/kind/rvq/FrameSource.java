package io.partita.kind.rvq;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.MelTracks;
import io.partita.model.audio.TrackFrames;
import io.partita.model.latent.LatentColumns;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where frames come from.
 *
 * @param column {@link Rvq#MEL} or {@link Rvq#LATENTS}
 * @param source the recipe of the mel; of latents the SHA-256 of the model's weights
 */
record FrameSource(String dataset, String column, String source) {

  /** Where a model's frames come from. */
  static FrameSource of(String dataset, Rvq model) {
    return new FrameSource(dataset, model.column(), model.source());
  }

  /**
   * The mel of a data set, of whatever recipe it is.
   *
   * @throws UserException where it has none
   */
  static FrameSource mel(Lake lake, String dataset) throws IOException {
    lake.runId(dataset, MEL);
    JsonNode report = lake.runReport(dataset, MEL);
    String usual = MelRecipe.HIFIGAN_22K_80.name();
    String recipe = report == null ? usual : report.at("/options/recipe").asText(usual);
    return new FrameSource(dataset, Rvq.MEL, recipe);
  }

  /** The table that has the frames. */
  LakeTable table() {
    return column.equals(Rvq.MEL) ? MEL : LATENTS;
  }

  /** The recipe of mel. */
  MelRecipe recipe() {
    return MelRecipe.named(source)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.MISMATCH, "No recipe " + source + " makes mel: see docs/audio.md."));
  }

  int sampleRateHz() {
    return column.equals(Rvq.MEL) ? recipe().sampleRateHz() : 0;
  }

  int hop() {
    return column.equals(Rvq.MEL) ? recipe().hop() : 0;
  }

  /**
   * Fails where the lake has no such frames; needs no Spark.
   *
   * @return the run that made them
   */
  String require(Lake lake) throws IOException {
    String run = lake.runId(dataset, table());
    if (column.equals(Rvq.MEL)) {
      MelTracks.require(lake, dataset, recipe());
    }
    return run;
  }

  /** The frames of each file that is in a split. */
  JavaRDD<TrackFrames> tracks(Map<LakeTable, Dataset<Row>> tables) {
    return column.equals(Rvq.MEL) ? MelTracks.of(tables, dataset, recipe()) : latents(tables);
  }

  private JavaRDD<TrackFrames> latents(Map<LakeTable, Dataset<Row>> tables) {
    return tables
        .get(LATENTS)
        .where(col(DATASET).equalTo(dataset))
        .where(col("model_sha256").equalTo(source))
        .groupBy("track_id", "recording", "split")
        .agg(sort_array(collect_list(struct("window", "mu"))).as("windows"))
        .sort("recording", "track_id")
        .toJavaRDD()
        .map(
            row ->
                new TrackFrames(
                    row.getAs("track_id"),
                    row.getAs("recording"),
                    row.getAs("split"),
                    vectors(row.getList(row.fieldIndex("windows")))));
  }

  private static float[][] vectors(List<Row> windows) {
    return windows.stream().map(row -> LatentColumns.vector(row, "mu")).toArray(float[][]::new);
  }

  /**
   * The model whose latents a data set has.
   *
   * @param wanted the first digits of its SHA-256; null for the only one
   * @throws UserException if absent, or several
   */
  static FrameSource latents(Map<LakeTable, Dataset<Row>> tables, String dataset, String wanted) {
    List<String> models =
        tables
            .get(LATENTS)
            .where(col(DATASET).equalTo(dataset))
            .select("model_sha256")
            .distinct()
            .sort("model_sha256")
            .collectAsList()
            .stream()
            .map(row -> row.<String>getAs("model_sha256"))
            .filter(sha256 -> wanted == null || sha256.startsWith(wanted))
            .toList();
    if (models.size() != 1) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Data set %s has latents of %s: name one model by --latents-of and the first digits of its"
                  .formatted(dataset, models.isEmpty() ? "no such model" : models)
              + " SHA-256, or make them with encode.");
    }
    return new FrameSource(dataset, Rvq.LATENTS, models.get(0));
  }
}
