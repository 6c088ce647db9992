package io.partita.duckdb;

import io.partita.FormerLatents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The SQL of views over a lake's files, in which the names of their folders are columns. */
public final class LakeViews {
  private static final Map<String, DeclaredTable> TABLES = DeclaredTable.all();

  private LakeViews() {}

  /**
   * The rows of a table as a SELECT, with the column {@code dataset}, those of inner partitions,
   * and the splits that its files do not have.
   *
   * @param table that a data set has
   */
  public static String select(String table, LakeFiles lake) throws IOException {
    List<String> selects = new ArrayList<>();
    for (String dataset : lake.tables().get(table).keySet()) {
      String end = ", " + literal(dataset) + " AS " + LakeFiles.DATASET + " FROM ";
      DeclaredTable declared = TABLES.get(table);
      boolean isJoined = declared != null && declared.isSplitJoined();
      String splits = isJoined ? splits(declared, dataset, lake) : "";
      partitions(lake.files(table, dataset))
          .forEach(
              (keys, files) ->
                  selects.add(
                      isJoined
                          ? "SELECT t.*" + keys + splits.formatted(end, rows(files))
                          : "SELECT *" + keys + end + rows(files)));
    }
    return String.join(" UNION ALL BY NAME ", selects);
  }

  /**
   * The end of a SELECT with the split of each row: the catalog's own of a member of the input,
   * else that of the content. It is a format of what follows the columns, and of the table's rows.
   */
  private static String splits(DeclaredTable table, String dataset, LakeFiles lake)
      throws IOException {
    List<Path> contents = lake.files("midi_files", dataset);
    List<Path> members = lake.files("midi_sources", dataset);
    List<String> splits = new ArrayList<>();
    StringBuilder joins = new StringBuilder();
    if (table.has("source") && !members.isEmpty() && lake.keepsOfficial(dataset)) {
      if (table.has("catalog")) {
        splits.add("t.catalog['split']");
      } else {
        splits.add("own");
        joins.append(
            " LEFT JOIN (SELECT source, path, any_value(catalog['split']) AS own FROM %s GROUP BY ALL"
                    .formatted(rows(members))
                + " HAVING own IS NOT NULL) m ON t.source = m.source AND t.path = m.path");
      }
    }
    if (!contents.isEmpty()) {
      splits.add("f.split");
      joins.append(
          " LEFT JOIN (SELECT midi_md5, split FROM %s) f ON t.midi_md5 = f.midi_md5"
              .formatted(rows(contents)));
    }
    List<Path> recordings = lake.files("audio_tracks", dataset);
    if (table.has("recording") && !recordings.isEmpty()) {
      splits.add("a.split");
      joins.append(
          " LEFT JOIN (SELECT track_id, split FROM %s) a ON t.recording = a.track_id"
              .formatted(rows(recordings)));
    }
    splits.add("NULL");
    return ", coalesce("
        + String.join(", ", splits)
        + ")::VARCHAR AS split%s(SELECT COLUMNS(lambda c: c <> 'split') FROM %s) t"
        + joins.toString().replace("%", "%%");
  }

  private static String rows(List<Path> files) {
    return "read_parquet(" + list(files) + ", hive_partitioning = false, union_by_name = true)";
  }

  /** Files by the columns that their folders add, as {@code , 'remi' AS scheme}. */
  private static Map<String, List<Path>> partitions(List<Path> all) {
    Map<String, List<Path>> partitions = new TreeMap<>();
    for (Path file : all) {
      String name = file.getParent().getFileName().toString();
      String former = FormerLatents.partition(file.toString());
      String folder = former.isEmpty() ? name : former;
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
