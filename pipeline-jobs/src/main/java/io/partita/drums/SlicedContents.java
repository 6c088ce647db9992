package io.partita.drums;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumSlice;
import io.partita.drum.DrumSlices;
import io.partita.lake.spec.ContentStatus;
import io.partita.lake.table.RowBuilder;
import io.partita.run.Spark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/** Contents of midi_bytes, each to one row with all of its slices, or with why it has none. */
final class SlicedContents {
  static final String SLICES = "slices";

  /** A column where a slice is one value. */
  private static final StructType SLICE =
      new StructType()
          .add("piece", IntegerType, false)
          .add("start_step", LongType, false)
          .add("steps", createArrayType(ShortType, false), false)
          .add("slice_hash", StringType, false)
          .add("n_hits", IntegerType, false);

  private static final StructType SCHEMA =
      new StructType()
          .add("midi_md5", StringType, false)
          .add("n_pieces", IntegerType, false)
          .add("n_windows", IntegerType, false)
          .add("n_slices", IntegerType, false)
          .add("n_hits", IntegerType, false)
          .add("n_dropped_hits", IntegerType, false)
          .add("reason", StringType)
          .add("detail", StringType)
          .add(SLICES, createArrayType(SLICE, false), false);

  private SlicedContents() {}

  /**
   * @param contents rows (midi_md5, bytes)
   * @param done counts contents while they are sliced, for the display
   */
  static Dataset<Row> of(
      SparkSession spark, Dataset<Row> contents, int bars, LongAccumulator done) {
    return spark.createDataFrame(
        Spark.rowByRow(spark, contents::toJavaRDD)
            .map(
                content -> {
                  done.add(1);
                  String md5 = content.getString(0);
                  return AtInput.call("content " + md5, () -> slice(md5, content.getAs(1), bars));
                }),
        SCHEMA);
  }

  private static Row slice(String md5, byte[] bytes, int bars) {
    try {
      DrumGrid grid = DrumGrid.read(bytes);
      DrumSlices slices = grid.slices(bars);
      return RowBuilder.of(SCHEMA)
          .set("midi_md5", md5)
          .set("n_pieces", grid.pieces().size())
          .set("n_windows", slices.windows())
          .set("n_slices", slices.slices().size())
          .set("n_hits", grid.hits())
          .set("n_dropped_hits", grid.droppedHits())
          .set("reason", slices.absence().map(DrumSlices.Absence::label).orElse(null))
          .set("detail", slices.absence().isPresent() ? slices.detail() : null)
          .set(SLICES, slices.slices().stream().map(SlicedContents::row).toArray())
          .row();
    } catch (MalformedInputException e) {
      // The table holds none of these, but for a lake that another version of Partita made.
      return RowBuilder.of(SCHEMA)
          .set("midi_md5", md5)
          .set("n_pieces", 0)
          .set("n_windows", 0)
          .set("n_slices", 0)
          .set("n_hits", 0)
          .set("n_dropped_hits", 0)
          .set("reason", ContentStatus.REJECTED.word())
          .set("detail", e.getMessage())
          .set(SLICES, new Object[0])
          .row();
    }
  }

  private static Row row(DrumSlice slice) {
    Short[] steps = new Short[slice.steps().length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (short) slice.steps()[i];
    }
    return RowBuilder.of(SLICE)
        .set("piece", slice.piece())
        .set("start_step", slice.startStep())
        .set("steps", steps)
        .set("slice_hash", slice.hash())
        .set("n_hits", slice.hits())
        .row();
  }
}
