package io.partita.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs each command that ends before Spark would have started, so that the launcher can archive the
 * classes that they load: {@code ShortCommands FOLDER}. The folder is a lake of a data set {@code
 * none} without a table; it gets two of one row. A command that fails ends it.
 */
public final class ShortCommands {
  private ShortCommands() {}

  public static void main(String[] folder) throws IOException, SQLException {
    Path lake = Path.of(folder[0]);
    Path notes = Files.createDirectories(lake.resolve("notes/dataset=none"));
    Path runs = Files.createDirectories(lake.resolve("training_runs/dataset=none"));
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = database.createStatement()) {
      sql.execute("COPY (SELECT 60 AS pitch) TO '" + notes.resolve("part-0.parquet") + "'");
      sql.execute("COPY (SELECT 1 AS epoch) TO '" + runs.resolve("run.parquet") + "'");
    }
    Files.writeString(
        lake.resolve("_partita/none/versions/00000002.json"),
        """
        {"format": 1, "number": 2, "parent": 1, "attempt": "none", "command": "none",
         "created": "", "reports": [], "made": {},
         "tables": {"notes": {"files": [
             {"path": "notes/dataset=none/part-0.parquet", "bytes": 1, "rows": 1}]}}}
        """);
    String query = "SELECT pitch, note_name(pitch) AS name, 0.5 AS half, [1] AS list FROM notes";
    Partita.main("--help");
    Partita.main("tables", "--lake", lake.toString());
    Partita.main("tables", "--lake", lake.toString(), "notes", "--json");
    for (String format : new String[] {"table", "csv", "jsonl"}) {
      Partita.main(
          "sql",
          "--lake",
          lake.toString(),
          "--engine",
          "duckdb",
          "--format",
          format,
          query + "; SELECT 1");
    }
  }
}
