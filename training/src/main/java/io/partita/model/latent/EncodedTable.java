package io.partita.model.latent;

import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The table that {@code encode} writes rows of with models of a kind, and what it reads for it. */
public interface EncodedTable<M> {
  /** The table, in which the rows of several models lie beside each other. */
  LakeTable table();

  /**
   * The runs that made the tables of a data set that are read.
   *
   * @param model that encodes
   * @throws io.partita.UserException where one is missing; it says what to do
   */
  Map<LakeTable, TableRun> source(Lake lake, String dataset, M model) throws IOException;

  /**
   * Adds the options of this kind.
   *
   * @param model that encodes
   */
  default void addTo(RunOptions run, M model) {}

  /**
   * Those rows of its table that are of what is encoded.
   *
   * @param tables of the lake, with the files that are encoded
   */
  default Dataset<Row> encoded(Map<LakeTable, Dataset<Row>> tables, String dataset, M model) {
    return tables.get(table());
  }
}
