package io.partita.lake.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.Spark;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What counts as a number, in SQL. */
@Tag("spark")
class TableStatisticsTest {
  private static Row match(Double score) {
    return RowBuilder.of(LakeTable.TRACK_MIDI)
        .set("track_id", "TRA")
        .set("midi_md5", "0f")
        .set("rank_in_track", 1)
        .set("score", score)
        .row();
  }

  @Test
  void numbersThatAreNotFiniteCountAsNulls() {
    List<Row> matches =
        Stream.of(0.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
            .map(TableStatisticsTest::match)
            .toList();
    StatisticsRows found = new StatisticsRows();
    try (SparkSession spark = Spark.session(Spark.conf("statistics").setMaster("local[1]"))) {
      LakeTable table = LakeTable.TRACK_MIDI;
      new TableStatistics(
              table, spark.createDataFrame(matches, table.schema()), Suspects.NONE, true, found)
          .rowsAndNulls();
    }
    assertThat(found.figures().get("track_midi").get("").get("rows")).isEqualTo(4);
    assertThat(found.figures().get("track_midi").get("score").get("nulls")).isEqualTo(3);
  }
}
