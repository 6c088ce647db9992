package io.partita.duckdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The SQL of views over a lake's files, in which the names of their folders are columns. */
public final class LakeViews {
  private LakeViews() {}

  /**
   * The rows of a table as a SELECT, with the column {@code dataset} and those of inner partitions.
   *
   * @param byDataset folders by data set, at least one
   */
  public static String select(Map<String, LakeFiles.Folder> byDataset) {
    List<String> selects = new ArrayList<>();
    byDataset.forEach(
        (dataset, folder) ->
            partitions(folder)
                .forEach(
                    (keys, files) ->
                        selects.add(
                            "SELECT *"
                                + keys
                                + ", "
                                + literal(dataset)
                                + " AS "
                                + LakeFiles.DATASET
                                + " FROM read_parquet("
                                + list(files)
                                + ", hive_partitioning = false, union_by_name = true)")));
    return String.join(" UNION ALL BY NAME ", selects);
  }

  /** Files by the columns that their folders add, as {@code , 'remi' AS scheme}. */
  private static Map<String, List<Path>> partitions(LakeFiles.Folder folder) {
    Map<String, List<Path>> partitions = new TreeMap<>();
    for (Path file : folder.files()) {
      StringBuilder keys = new StringBuilder();
      for (Path part : folder.path().relativize(file)) {
        String name = part.toString();
        int equals = name.indexOf('=');
        if (equals > 0 && !name.endsWith(".parquet")) {
          keys.append(", ")
              .append(literal(name.substring(equals + 1)))
              .append(" AS ")
              .append(identifier(name.substring(0, equals)));
        }
      }
      partitions.computeIfAbsent(keys.toString(), key -> new ArrayList<>()).add(file);
    }
    return partitions;
  }

  /** A list of paths, as a setting or a function takes it. */
  public static String list(List<Path> files) {
    return files.stream()
        .map(file -> literal(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
