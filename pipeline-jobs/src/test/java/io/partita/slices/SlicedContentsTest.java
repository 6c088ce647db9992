package io.partita.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.partita.drum.DrumMap;
import io.partita.form.Cutting;
import io.partita.form.Forms;
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

/** What a damaged file and a bug become while files are sliced on executors. */
@Tag("spark")
class SlicedContentsTest {
  private static final StructType CONTENTS =
      new StructType().add("midi_md5", DataTypes.StringType).add("bytes", DataTypes.BinaryType);

  @Test
  void aDamagedContentIsARowAndABugNamesItsContent() {
    try (SparkSession spark = Spark.session(Spark.conf("slices").setMaster("local[1]"))) {
      assertThat(sliced(spark, RowFactory.create("0f", new byte[] {1, 2, 3})).collectAsList())
          .extracting(row -> row.getString(0), row -> row.<String>getAs("reason"))
          .containsExactly(tuple("0f", "rejected"));

      // Bytes that are not there, which the table never has.
      assertThatThrownBy(() -> sliced(spark, RowFactory.create("1e", null)).collectAsList())
          .rootCause()
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> sliced(spark, RowFactory.create("1e", null)).collectAsList())
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("At content 1e: java.lang.NullPointerException");
    }
  }

  private static Dataset<Row> sliced(SparkSession spark, Row... contents) {
    List<Row> rows = Arrays.asList(contents);
    return SlicedContents.of(Forms.DRUMS, new Cutting(2, DrumMap.GM))
        .rows(
            spark,
            spark.createDataFrame(rows, CONTENTS),
            spark.sparkContext().longAccumulator("done"));
  }
}
