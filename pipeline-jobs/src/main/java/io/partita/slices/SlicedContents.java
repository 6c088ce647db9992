package io.partita.slices;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.RowBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Contents of midi_bytes, each to one row with all of its slices, or with why it has none. */
final class SlicedContents {
  private SlicedContents() {}

  /**
   * @param contents rows (midi_md5, bytes)
   * @param done counts contents while they are sliced, for the display
   */
  static Dataset<Row> of(
      SparkSession spark,
      Dataset<Row> contents,
      Slicing slicing,
      CutOptions how,
      LongAccumulator done) {
    return spark.createDataFrame(
        Spark.rowByRow(spark, contents::toJavaRDD)
            .map(
                content -> {
                  done.add(1);
                  String md5 = content.getAs("midi_md5");
                  return AtInput.call(
                      "content " + md5, () -> slice(md5, content.getAs("bytes"), slicing, how));
                }),
        slicing.contentSchema());
  }

  private static Row slice(String md5, byte[] bytes, Slicing slicing, CutOptions how) {
    try {
      return slicing.cut(bytes, how, row(slicing, md5)).row();
    } catch (MalformedInputException e) {
      // The table holds none of these, but for a lake that another version of Partita made.
      RowBuilder row = row(slicing, md5);
      slicing.counts().forEach(count -> row.set(count, 0));
      return row.set("reason", ContentStatus.REJECTED.word())
          .set("detail", e.getMessage())
          .set(Slicing.SLICES, new Object[0])
          .row();
    }
  }

  private static RowBuilder row(Slicing slicing, String md5) {
    return RowBuilder.of(slicing.contentSchema()).set("midi_md5", md5);
  }
}
