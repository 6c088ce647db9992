package io.partita.lake.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.Spark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which documents of an export are trained on, by splits that Spark reads. */
@Tag("spark")
class SplitsTest {
  private static final StructType NOTES =
      new StructType().add("midi_md5", DataTypes.StringType).add("split", DataTypes.StringType);

  private static Dataset<Row> notes(SparkSession spark, String... splits) {
    List<Row> rows =
        Arrays.stream(splits).map(split -> RowFactory.create("of " + split, split)).toList();
    return spark.createDataFrame(rows, NOTES);
  }

  private static List<String> documents(Splits splits, String split, Dataset<Row> rows) {
    return splits.rowsOf(split, rows).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void whatHasNoSplitIsLeftOutWhereSomethingElseHasOne() {
    try (SparkSession spark = Spark.session(Spark.conf("splits").setMaster("local[1]"))) {
      Dataset<Row> rows = notes(spark, "test", null, "train", "other", "train");
      Splits splits = Splits.of(ExportTable.NOTES, rows);

      assertThat(splits.sizes())
          .containsExactly(
              new Splits.Size("train", 1, 2, 2),
              new Splits.Size("test", 1, 1, 1),
              new Splits.Size("other", 1, 1, 1));
      assertThat(splits.leftOut()).isEqualTo(1);
      assertThat(documents(splits, "train", rows)).containsExactly("of train", "of train");
      assertThat(documents(splits, "test", rows)).containsExactly("of test");
    }
  }

  @Test
  void whereNothingHasASplitAllIsForTraining() {
    try (SparkSession spark = Spark.session(Spark.conf("splits").setMaster("local[1]"))) {
      Dataset<Row> rows = notes(spark, null, null);
      Splits splits = Splits.of(ExportTable.NOTES, rows);

      assertThat(splits).isEqualTo(new Splits(List.of(new Splits.Size("train", 1, 2, 2)), 0));
      assertThat(documents(splits, "train", rows)).hasSize(2);
    }
  }
}
