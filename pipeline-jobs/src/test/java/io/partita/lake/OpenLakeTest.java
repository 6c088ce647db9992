package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.VersionFiles;
import io.partita.duckdb.LakeFiles;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in the Spark of somebody's own program. */
@Tag("spark")
class OpenLakeTest {
  @TempDir private Path folder;

  @Test
  void aTableHasTheRowsAndColumnsOfAllDataSets() throws Exception {
    String sample = Sample.get().lake().toString();
    try (SparkSession spark = Spark.session("test")) {
      Lake lake = Lake.open(sample);

      Dataset<Row> notes = lake.table("notes");

      assertThat(notes.columns()).isEqualTo(LakeTable.NOTES.readSchema().fieldNames());
      assertThat(notes.count())
          .isPositive()
          .isEqualTo(LakeReader.tables(spark, lake).get(LakeTable.NOTES).count());
      assertThat(lake.table(" Notes ").count()).isEqualTo(notes.count());
      assertThat(lake.table("msd_tracks").columns())
          .isEqualTo(LakeTable.MSD_TRACKS.readSchema().fieldNames());
    }
  }

  @Test
  void whatAnEarlierVersionOfPartitaPublishedIsReadUnlessItWasCutShort() throws Exception {
    Path copy = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), copy);
    try (SparkSession spark = Spark.session("test")) {
      Lake lake = Lake.open(copy.toString());
      long before = lake.table("notes").count();
      VersionFiles.unlift(copy, Sample.DATASET);

      assertThat(lake.table("notes").count()).isEqualTo(before);
      assertThat(RowCounts.of(lake).get(LakeTable.NOTES)).containsEntry(Sample.DATASET, before);
      assertThat(spark.version()).isNotEmpty();

      Files.writeString(copy.resolve("_partita/" + Sample.DATASET + "/journal.json"), "{}");
      assertThatMistake(() -> lake.table("notes"))
          .is(Mistake.OTHER_VERSION)
          .names(Sample.DATASET, "cut short");
      assertThatMistake(() -> LakeFiles.of(copy))
          .is(Mistake.OTHER_VERSION)
          .names(Sample.DATASET, "cut short");
    }
  }

  @Test
  void whatIsNotThereIsAMistake() throws Exception {
    String sample = Sample.get().lake().toString();
    try (SparkSession spark = Spark.session("test")) {
      assertThat(spark.version()).isNotEmpty();
      assertThatMistake(() -> Lake.open(folder.toString())).is(Mistake.NO_SUCH_LAKE).names(folder);
      Lake lake = Lake.open(sample);
      assertThatMistake(() -> lake.table("note")).is(Mistake.NO_SUCH_TABLE).names("note", "notes");
    }
  }
}
