package io.partita.model.evaluate;

import io.partita.model.archive.ModelCard;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Figures file by file: the columns that tell files apart, {@code examples} (predictions of the
 * file), and the mean of each figure over them, under {@code against_…} of the other model, and of
 * a baseline under its name and the figure's. Means weighted by the examples are those of the
 * split.
 */
final class PerFile {
  private PerFile() {}

  /**
   * @param theirs of another model, or null
   */
  static FileRows of(
      EvaluatedSplit split, Measured ours, Measured theirs, BaselineScores baselines) {
    Map<String, FileScores> byPrefix = new LinkedHashMap<>();
    byPrefix.put("", ours.scores());
    if (theirs != null) {
      byPrefix.put("against_", theirs.scores());
    }
    byPrefix.put("baseline_", baselines.scores());
    StructType schema = new StructType();
    for (String column : split.fileColumns()) {
      schema = schema.add(column, DataTypes.StringType, false);
    }
    schema = schema.add("examples", DataTypes.LongType, false);
    for (Map.Entry<String, FileScores> of : byPrefix.entrySet()) {
      for (String figure : of.getValue().figures()) {
        schema = schema.add(of.getKey() + figure, DataTypes.DoubleType, false);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ours.scores().files().size(); i++) {
      rows.add(row(i, byPrefix.values()));
    }
    ModelCard card = ours.model().card();
    return new FileRows(
        schema,
        rows,
        Map.of(
            "partita.model_run_id", card.provenance().runId(),
            "partita.network_sha256", card.network().sha256(),
            "partita.split", split.name()));
  }

  private static Row row(int number, Iterable<FileScores> scores) {
    List<Object> values = new ArrayList<>();
    for (FileScores of : scores) {
      FileSums file = of.files().get(number);
      if (values.isEmpty()) {
        values.addAll(file.file());
        values.add(file.count());
      }
      for (double sum : file.sums()) {
        values.add(sum / file.weight());
      }
    }
    return RowFactory.create(values.toArray());
  }
}
