package io.partita.lake.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.duplicates.ListedFiles.ListedFile;
import io.partita.lake.run.Spark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups that reach over data sets, joined by Spark. */
@Tag("spark")
class FoundGroupsTest {
  private static final StructType PAIRS =
      new StructType()
          .add(Candidates.A, DataTypes.IntegerType)
          .add(Candidates.B, DataTypes.IntegerType)
          .add("tier", DataTypes.StringType)
          .add("cov_min", DataTypes.DoubleType);

  private static ListedFile file(String dataset, String digit, int notes) {
    String md5 = digit.repeat(32);
    return new ListedFile(dataset, md5, md5, md5, notes, 0, 100);
  }

  /** A file that a longer one of another data set stood for would be missing from its own. */
  @Test
  void filesOfOtherDataSetsJoinGroupsAndRepresentNone() {
    List<ListedFile> files =
        List.of(
            file("mine", "0", 100),
            file("others", "1", 200),
            file("mine", "2", 100),
            file("others", "3", 200));
    int[] alone = {0, 1, 2, 3};
    FileNumbers numbers =
        new FileNumbers(
            List.of("mine", "others"),
            files.stream().map(ListedFile::md5).toList(),
            new short[] {0, 1, 0, 1},
            alone);
    try (SparkSession spark = Spark.session(Spark.conf("groups").setMaster("local[1]"))) {
      Dataset<Row> chain =
          spark.createDataFrame(
              List.of(
                  RowFactory.create(0, 1, "strict", 1.0),
                  RowFactory.create(1, 2, "strict", 1.0),
                  RowFactory.create(2, 3, "strict", 1.0)),
              PAIRS);
      FoundGroups found = FoundGroups.of(new ListedFiles(files, numbers, 4, alone), chain, "mine");

      assertThat(found.representative()).containsExactly(0, 1, 2, 3);
      assertThat(found.groups().size()).containsExactly(4, 4, 4, 4);
      assertThat(found.pairs()).containsExactly(Map.entry("strict", 3L));
    }
  }
}
