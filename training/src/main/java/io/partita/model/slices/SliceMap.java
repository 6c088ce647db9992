package io.partita.model.slices;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.form.Form;
import io.partita.form.SliceCut;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.SliceColumns;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The map from pitches to drums that a data set's slices were cut by. */
public final class SliceMap {
  private SliceMap() {}

  /**
   * The map of the slices of a length; General MIDI's where there are none, of slices without a
   * map, and of those that are older than the column.
   *
   * @throws UserException where they are cut by several maps, or by one that is unknown
   */
  public static DrumMap of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Form<?> form, int bars) {
    LakeTable slices = form.slices();
    if (!form.isMapped()) {
      return DrumMap.GM;
    }
    List<String> labels =
        tables
            .get(slices)
            .where(col(DATASET).equalTo(dataset).and(col("bars").equalTo(bars)))
            .select(
                coalesce(col(SliceColumns.DRUM_MAP), lit(DrumMap.GM.label()))
                    .as(SliceColumns.DRUM_MAP))
            .distinct()
            .sort(SliceColumns.DRUM_MAP)
            .as(Encoders.STRING())
            .collectAsList();
    if (labels.size() > 1) {
      throw new UserException(
          Mistake.MISMATCH,
          "Data set %s has slices of %d bars by several drum maps (%s): run 'partita %s' again."
              .formatted(dataset, bars, String.join(", ", labels), form.command(dataset, bars)));
    }
    return labels.isEmpty()
        ? DrumMap.GM
        : DrumMap.of(labels.get(0))
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.OTHER_VERSION,
                        "Data set %s has slices by the drum map %s; this version knows %s."
                            .formatted(dataset, labels.get(0), DrumMap.labels())));
  }

  /**
   * Fails where a model hears drums by another map than a data set's slices were cut by.
   *
   * @throws UserException saying how to cut them
   */
  public static void require(Map<LakeTable, Dataset<Row>> tables, String dataset, SliceCut<?> cut) {
    DrumMap map = of(tables, dataset, cut.form(), cut.bars());
    if (map != cut.map()) {
      throw new UserException(
          Mistake.MISMATCH,
          ("Slices of data set %s are cut by the drum map %s, but the model's drum map is %s: run"
                  + " 'partita %s --map %s'.")
              .formatted(
                  dataset, map, cut.map(), cut.form().command(dataset, cut.bars()), cut.map()));
    }
  }
}
