package io.partita.sql;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.Lake;
import io.partita.lake.RowCounts;
import io.partita.lake.table.LakeTable;
import io.partita.run.Spark;
import io.partita.run.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a lake's tables with their data sets and rows, or one table's columns with meanings. */
@Command(
    name = "tables",
    description = "List the lake's tables and rows, or describe one table's columns.",
    footer = {
      "",
      "Examples:",
      "  partita tables --lake lake",
      "  partita tables --lake lake notes"
    })
public final class Tables implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lakeFolder;

  @Option(
      names = "--json",
      description =
          "One object: {\"tables\": [{\"table\", \"dataset\", \"rows\"} or {\"column\", …}]}.")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Describe this table.")
  private String table;

  @Override
  public Integer call() throws IOException {
    List<Map<String, Object>> lines = table == null ? counts() : columns(TableName.table(table));
    if (json) {
      System.out.println(JSON.writeValueAsString(Map.of("tables", lines)));
    } else {
      lines.forEach(Tables::print);
    }
    return 0;
  }

  private List<Map<String, Object>> counts() throws IOException {
    Lake lake = Lake.existing(lakeFolder, Spark.hadoopConfiguration());
    List<Map<String, Object>> lines = new ArrayList<>();
    RowCounts.of(lake)
        .forEach(
            (table, byDataset) ->
                byDataset.forEach(
                    (dataset, rows) -> {
                      Map<String, Object> line = new LinkedHashMap<>();
                      line.put("table", table.tableName());
                      line.put("dataset", dataset);
                      line.put("rows", rows);
                      lines.add(line);
                    }));
    return lines;
  }

  private static List<Map<String, Object>> columns(LakeTable table) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (StructField field : table.readSchema().fields()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("column", field.name());
      line.put("type", field.dataType().simpleString());
      line.put("nullable", field.nullable());
      line.put("meaning", field.getComment().get());
      lines.add(line);
    }
    return lines;
  }

  private static void print(Map<String, Object> line) {
    if (line.containsKey("rows")) {
      System.out.printf(
          Locale.ROOT,
          "%-14s %-24s %,14d%n",
          line.get("table"),
          line.get("dataset"),
          (Long) line.get("rows"));
    } else {
      System.out.printf(
          "%-28s %-22s %s%s%n",
          line.get("column"),
          line.get("type"),
          line.get("meaning"),
          Boolean.TRUE.equals(line.get("nullable")) ? "" : " (never null)");
    }
  }
}
