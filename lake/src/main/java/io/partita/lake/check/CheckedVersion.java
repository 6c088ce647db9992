package io.partita.lake.check;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One version of a data set: what is there, and what its runs said of it.
 *
 * @param dataset its name
 * @param isUnfinished whether its publish was cut short
 * @param tables every table of the lake, the rows of this data set
 * @param reports of the tables that the data set has
 */
record CheckedVersion(
    String dataset,
    boolean isUnfinished,
    Map<LakeTable, Dataset<Row>> tables,
    Map<LakeTable, JsonNode> reports) {

  /**
   * The version that is current.
   *
   * @throws FileNotFoundException where it was replaced at the same time, to look again
   */
  static CheckedVersion of(SparkSession spark, Lake lake, String dataset) throws IOException {
    Lake.Current version = lake.requireDataset(dataset);
    boolean isUnfinished = lake.isPublishUnfinished(dataset);
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    LakeReader.tables(spark, lake)
        .forEach((table, rows) -> tables.put(table, rows.where(col(DATASET).equalTo(dataset))));
    Map<LakeTable, JsonNode> reports = RunReports.of(lake, dataset);
    if (!lake.requireDataset(dataset).equals(version)) {
      // To look again as where the files are gone: tables and reports would not belong together.
      throw new FileNotFoundException("Data set " + dataset + " was changed just now. Try again.");
    }
    return new CheckedVersion(dataset, isUnfinished, tables, reports);
  }
}
