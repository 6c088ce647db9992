import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bytes of each table of a lake beside those of DuckDB's copies of its rows; see sizes.sh. */
public class TableSizes {
  public static void main(String[] arguments) throws Exception {
    Path lake = Path.of(arguments[0]).toRealPath();
    Path copy = Path.of(arguments[1], "copy.parquet");
    TreeMap<Path, List<Path>> tables;
    try (Stream<Path> all = Files.walk(lake)) {
      tables =
          all.filter(file -> file.toString().endsWith(".parquet"))
              .filter(file -> !lake.relativize(file).startsWith("_partita"))
              .sorted()
              .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.toList()));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duck = connection.createStatement()) {
      System.out.printf(
          "%-55s %5s %10s %10s %10s %5s%n", "", "files", "rows", "bytes", "DuckDB's", "ratio");
      for (Path folder : tables.keySet()) {
        List<Path> files = tables.get(folder);
        long bytes = 0;
        for (Path file : files) {
          bytes += Files.size(file);
        }
        String read =
            files.stream()
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(
                    Collectors.joining(", ", "read_parquet([", "], hive_partitioning = false)"));
        Files.deleteIfExists(copy);
        duck.execute(
            "COPY (FROM " + read + ") TO '" + copy + "' (FORMAT parquet, COMPRESSION zstd)");
        System.out.printf(
            Locale.ROOT,
            "%-55s %5d %10d %10d %10d %5.2f%n",
            lake.relativize(folder),
            files.size(),
            rows(duck, read),
            bytes,
            Files.size(copy),
            (double) bytes / Files.size(copy));
      }
    }
  }

  private static long rows(Statement duck, String table) throws SQLException {
    try (ResultSet count = duck.executeQuery("SELECT count(*) FROM " + table)) {
      count.next();
      return count.getLong(1);
    }
  }
}
