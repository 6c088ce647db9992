package io.partita.model.latent;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The latents that a model has made of a lake's data sets.
 *
 * @param tables of the lake
 * @param folder of the model, as the user gave it
 * @param dataset to look in; null for all
 */
public record LakeLatents(
    Map<LakeTable, Dataset<Row>> tables, String folder, TrainedModel<?> model, String dataset) {
  /**
   * Its rows.
   *
   * @throws UserException where there are none of the model
   */
  public Dataset<Row> rows() {
    Column isWanted = col("model_sha256").equalTo(model.card().used().sha256());
    if (dataset != null) {
      isWanted = isWanted.and(col(DATASET).equalTo(dataset));
    }
    Dataset<Row> latents = tables.get(LATENTS).where(isWanted);
    if (latents.isEmpty()) {
      List<String> others = others(tables.get(LATENTS));
      throw new UserException(
          Mistake.NOT_PREPARED,
          "The lake has no latents of model %s as it is now%s: run encode with it%s"
              .formatted(
                  folder,
                  dataset == null ? "" : " on data set " + dataset,
                  others.isEmpty() ? "." : "; there are those of " + others + "."));
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
        .map(row -> row.getAs("model") + " on " + row.getAs(DATASET))
        .toList();
  }
}
