package io.partita.lake.check;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.table.LakeTable;
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
 * @param tables every table of the lake, the rows of this data set
 * @param reports of the tables that the data set has
 */
record CheckedVersion(
    String dataset, Map<LakeTable, Dataset<Row>> tables, Map<LakeTable, JsonNode> reports) {

  /** The version that a lake has, or shows. */
  static CheckedVersion of(SparkSession spark, Lake lake, String dataset) throws IOException {
    lake.requireDataset(dataset);
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    LakeReader.tables(spark, lake)
        .forEach((table, rows) -> tables.put(table, rows.where(col(DATASET).equalTo(dataset))));
    return new CheckedVersion(dataset, tables, RunReports.of(lake, dataset));
  }
}
