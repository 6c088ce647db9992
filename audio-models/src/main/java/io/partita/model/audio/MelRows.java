package io.partita.model.audio;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MEL;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelType;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** The rows of a data set's table mel of one recipe, each file's in their order. */
final class MelRows {
  /** Frames of one segment. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Segment(MelType type, byte[] blob) implements Serializable {
    /** [n_frames][bands]. */
    float[][] frames(int bands) {
      float[] values = type.read(blob);
      float[][] frames = new float[values.length / bands][];
      for (int frame = 0; frame < frames.length; frame++) {
        frames[frame] = Arrays.copyOfRange(values, frame * bands, (frame + 1) * bands);
      }
      return frames;
    }
  }

  private MelRows() {}

  /**
   * Fails where a data set has no mel of a recipe, which needs no Spark to be told.
   *
   * @throws UserException also where another version of the recipe made it
   */
  static void require(Lake lake, String dataset, MelRecipe recipe) throws IOException {
    JsonNode report = lake.runReport(dataset, MEL);
    JsonNode options = report == null ? null : report.path("options");
    String made = options == null ? recipe.name() : options.path("recipe").asText(recipe.name());
    int version =
        options == null ? recipe.version() : options.path("recipe_version").asInt(recipe.version());
    if (!made.equals(recipe.name()) || version != recipe.version()) {
      throw none(dataset, recipe, made + " version " + version);
    }
  }

  static UserException none(String dataset, MelRecipe recipe, String made) {
    return new UserException(
        Mistake.NOT_PREPARED,
        "Data set %s has no mel of the recipe %s version %d, but %s: ingest it with --recipe %s."
            .formatted(dataset, recipe.name(), recipe.version(), made, recipe.name()));
  }

  /**
   * Segments by {@link AudioWindow#key}, sorted, those of a file in one partition.
   *
   * @param places of the files among the tracks, by their ids
   */
  static JavaPairRDD<Long, Segment> of(
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      MelRecipe recipe,
      List<AudioRecordings.Track> tracks,
      Broadcast<Map<String, Integer>> places) {
    return tables
        .get(MEL)
        .where(col(DATASET).equalTo(dataset))
        .where(col("recipe").equalTo(recipe.name()))
        .where(col("recipe_version").equalTo(recipe.version()))
        .select("track_id", "segment", "dtype", "mel")
        .toJavaRDD()
        .filter(row -> places.value().containsKey(row.<String>getAs("track_id")))
        .mapToPair(
            row ->
                new Tuple2<>(
                    AudioWindow.key(
                        places.value().get(row.<String>getAs("track_id")), row.getAs("segment")),
                    new Segment(
                        MelType.labelled(row.getAs("dtype")).orElseThrow(), row.getAs("mel"))))
        .repartitionAndSortWithinPartitions(new ByTrack(tracks));
  }
}
