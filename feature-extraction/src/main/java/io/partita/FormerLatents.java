package io.partita;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the rows of the table {@code latents} lie in a lake of an earlier version of Partita, which
 * had a table for each table that examples were of.
 */
public final class FormerLatents {
  /** The table, and its folder level: the name of the table whose rows were encoded. */
  public static final String TABLE = "latents";

  public static final String OF_TABLE = "of_table";

  private static final Map<String, String> OF_TABLES =
      Map.of(
          TABLE,
          "drum_slices",
          "melody_latents",
          "melody_slices",
          "trio_latents",
          "trio_slices",
          "audio_latents",
          "audio_tracks");

  private FormerLatents() {}

  /** Names of tables that are no more. */
  public static Set<String> tables() {
    Set<String> tables = new TreeSet<>(OF_TABLES.keySet());
    tables.remove(TABLE);
    return tables;
  }

  /** The table that has what one of a name had; another table itself. */
  public static String today(String table) {
    return OF_TABLES.containsKey(table) ? TABLE : table;
  }

  /** The partition with the latents of a table's rows, as {@code of_table=drum_slices}. */
  public static String partitionOf(String table) {
    return OF_TABLE + "=" + table;
  }

  /**
   * The partition that a file is of, as {@code of_table=drum_slices}.
   *
   * @param path of the file, with {@code /} between names
   * @return empty of a file of any other table, or in a folder of its own
   */
  public static String partition(String path) {
    List<String> names = List.of(path.split("/", -1));
    int folder = names.size() - 2;
    if (folder > 0 && names.get(folder).startsWith("dataset=")) {
      folder--;
    }
    String of = folder < 0 ? null : OF_TABLES.get(names.get(folder));
    return of == null ? "" : partitionOf(of);
  }
}
