package io.partita.lake.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which near-duplicate pairs are parted, in SQL. */
@Tag("spark")
class SplitLeaksTest {
  @Test
  void pairsBelowTheCutOfTheirGroupAreParted() {
    try (SparkSession spark = Spark.session(Spark.conf("leaks").setMaster("local[1]"))) {
      SplitLeaks leaks =
          SplitLeaks.of(
              Map.of(
                  LakeTable.MIDI_SOURCES,
                  spark.sql(
                      "SELECT 'd' AS dataset, 's' AS source, 'p' AS path, 'x' AS midi_md5,"
                          + " map('split', 'train') AS catalog"),
                  LakeTable.DUP_FILES,
                  spark.sql(
                      "SELECT 'd' AS dataset, midi_md5, 0.4D AS group_cut"
                          + " FROM VALUES ('x'), ('y'), ('z') AS (midi_md5)"),
                  LakeTable.DUP_PAIRS,
                  spark.sql(
                      "SELECT 'd' AS dataset, 'd' AS dataset_a, 'd' AS dataset_b, *"
                          + " FROM VALUES ('x', 'y', 'near', 0.35D), ('x', 'z', 'strict', 0.4D)"
                          + " AS (a, b, tier, cov_min)")),
              "d",
              spark.sql(
                  "SELECT * FROM VALUES ('x', 'px', 'train'), ('y', 'py', 'test'),"
                      + " ('z', 'pz', 'test') AS (midi_md5, path, split)"),
              false);

      assertThat(leaks.made()).containsExactly(Map.entry("strict", 1L));
      assertThat(leaks.parted()).containsExactly(Map.entry("near", 1L));
      assertThat(leaks.official()).isEmpty();
    }
  }
}
