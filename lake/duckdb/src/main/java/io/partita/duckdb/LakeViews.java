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
   * @param byDataset content by data set, at least one
   */
  public static String select(Map<String, LakeFiles.Content> byDataset) {
    List<String> selects = new ArrayList<>();
    byDataset.forEach(
        (dataset, content) ->
            partitions(content.files())
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
  private static Map<String, List<Path>> partitions(List<Path> all) {
    Map<String, List<Path>> partitions = new TreeMap<>();
    for (Path file : all) {
      String folder = file.getParent().getFileName().toString();
      int equals = folder.indexOf('=');
      boolean isPartition = equals > 0 && !folder.startsWith(LakeFiles.DATASET + "=");
      String key =
          isPartition
              ? ", %s AS %s"
                  .formatted(
                      literal(folder.substring(equals + 1)),
                      identifier(folder.substring(0, equals)))
              : "";
      partitions.computeIfAbsent(key, any -> new ArrayList<>()).add(file);
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
