package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.UserException;
import io.partita.drum.DrumSlice;
import io.partita.drums.SliceTables;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.training.TrainedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Looks for slices of a lake by their latents.
 *
 * @param folder of the model, as the user gave it
 * @param model whose latents are compared
 * @param dataset to look in; null for all
 */
record SimilarSearch(String folder, TrainedModel<MusicVae> model, String dataset) {
  private static final String[] COLUMNS = {
    "slice_hash",
    DATASET,
    "source",
    "path",
    "midi_md5",
    "bars",
    "piece",
    "start_step",
    "split",
    "mu"
  };

  /**
   * The slices that are most like one, those with equal steps as one match.
   *
   * @param mu the mean of the wanted slice's z
   * @param most how many at most
   * @throws UserException where the lake has no latents of the model
   */
  SimilarMatches nearest(
      Map<LakeTable, Dataset<Row>> tables, DrumSlice wanted, float[] mu, int most) {
    List<SimilarSlice> nearest =
        latents(tables)
            .select(TableShare.columns(COLUMNS))
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), slice(row, mu)))
            .reduceByKey(SimilarSlice::and)
            .values()
            .takeOrdered(most);
    return SimilarMatches.of(wanted, nearest, steps(tables, nearest));
  }

  private Dataset<Row> latents(Map<LakeTable, Dataset<Row>> tables) {
    Column isWanted = col("model_sha256").equalTo(model.card().used().sha256());
    if (dataset != null) {
      isWanted = isWanted.and(col(DATASET).equalTo(dataset));
    }
    Dataset<Row> latents = tables.get(LATENTS).where(isWanted);
    if (latents.isEmpty()) {
      List<String> others = others(tables.get(LATENTS));
      throw new UserException(
          "The lake has no latents of model "
              + folder
              + " as it is now"
              + (dataset == null ? "" : " on data set " + dataset)
              + ": run encode with it"
              + (others.isEmpty() ? "." : "; there are those of " + others + "."));
    }
    return latents;
  }

  private static List<String> others(Dataset<Row> latents) {
    return latents
        .select(DATASET, "model")
        .distinct()
        .orderBy("model", DATASET)
        .collectAsList()
        .stream()
        .map(row -> row.getString(1) + " on " + row.getString(0))
        .toList();
  }

  private static SimilarSlice slice(Row row, float[] wanted) {
    SlicePlace place =
        new SlicePlace(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getInt(5),
            row.getInt(6),
            row.getLong(7),
            row.getString(8));
    List<Float> column = row.getList(9);
    float[] mu = new float[column.size()];
    for (int i = 0; i < mu.length; i++) {
      mu[i] = column.get(i);
    }
    return SimilarSlice.of(row.getString(0), place, mu, wanted);
  }

  /** The steps by their hashes. */
  private static Map<String, int[]> steps(
      Map<LakeTable, Dataset<Row>> tables, List<SimilarSlice> nearest) {
    Object[] hashes = nearest.stream().map(SimilarSlice::sliceHash).toArray();
    Map<String, int[]> steps = new HashMap<>();
    for (Row row :
        tables
            .get(DRUM_SLICES)
            .where(col("slice_hash").isin(hashes))
            .select("slice_hash", "steps")
            .dropDuplicates("slice_hash")
            .collectAsList()) {
      steps.put(row.getString(0), SliceTables.steps(row.getList(1)));
    }
    return steps;
  }
}
