package io.partita.model.slices.vae;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.TableRun;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.slices.FormTables;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceMap;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The slices of a data set that an autoencoder encodes: those of its form and length.
 *
 * @param rows of the form's table
 * @param bars that each of them has
 * @param count how many, at least one
 * @param suspectsLeftOut slices of suspect files, which are none of them
 */
record SlicesToEncode(Dataset<Row> rows, int bars, long count, long suspectsLeftOut) {
  /**
   * The run that made a data set's slices.
   *
   * @throws UserException where there are none
   */
  static Map<LakeTable, TableRun> source(Lake lake, String dataset, SliceForm form)
      throws IOException {
    LakeTable slices = FormTables.slices(form);
    Map<LakeTable, LakeVersion.Table> tables = lake.snapshot().get(dataset);
    if (tables != null && !tables.containsKey(slices)) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          String.format(
              Locale.ROOT,
              "Data set %s has no table %s: run 'partita %s' first.",
              dataset,
              form.table(),
              form.command()));
    }
    return Map.of(slices, lake.run(dataset, slices));
  }

  /**
   * @param withSuspects whether slices of files that are marked suspect are among them
   * @throws UserException where there is no slice of the model's length, or they are cut by another
   *     drum map
   */
  static SlicesToEncode of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, SliceVae model, boolean withSuspects) {
    int bars = model.bars();
    SliceMap.require(tables, dataset, model.sliceCut());
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, withSuspects);
    Dataset<Row> all =
        tables
            .get(FormTables.slices(model.form()))
            .where(col(DATASET).equalTo(dataset).and(col("bars").equalTo(bars)));
    Dataset<Row> slices = suspects.without(all);
    long count = slices.count();
    if (count == 0) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set "
              + dataset
              + " has no slices of "
              + bars
              + " bars, which the model needs: run 'partita "
              + model.form().command()
              + " --bars "
              + bars
              + "'.");
    }
    return new SlicesToEncode(slices, bars, count, suspects.countIn(all));
  }
}
