package io.partita.ingest;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.CommandName;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How many rows tables need: the option {@code --min-rows}.
 *
 * @param main for the data set's main table
 * @param others for tables by name
 */
public record MinRows(long main, Map<LakeTable, Long> others) {
  /** The tables that N alone is for, for help. */
  public static final class MainTables implements Iterable<String> {
    @Override
    public Iterator<String> iterator() { // asked by that help alone: tables take their time to load
      return DatasetTables.mains().stream().map(LakeTable::tableName).iterator();
    }
  }

  /**
   * Reads the option's values, each N or TABLE=N.
   *
   * @return 1 for the main table where nothing is said of it
   * @throws UserException when one is neither, or names no table
   */
  public static MinRows of(List<String> values) {
    long main = 1;
    Map<LakeTable, Long> others = new EnumMap<>(LakeTable.class);
    for (String value : values) {
      int equals = value.indexOf('=');
      long rows = number(value, value.substring(equals + 1));
      if (equals < 0) {
        main = rows;
      } else {
        others.put(LakeTable.of(value.substring(0, equals)), rows);
      }
    }
    return new MinRows(main, others);
  }

  /**
   * What each table of a data set needs.
   *
   * @param command that made it
   * @throws UserException when a table is named that such a data set never has
   */
  public Map<LakeTable, Long> of(DatasetTables tables, String command) {
    Map<LakeTable, Long> all = new EnumMap<>(LakeTable.class);
    all.put(tables.main(), main);
    for (Map.Entry<LakeTable, Long> other : others.entrySet()) {
      if (!tables.mayHave(other.getKey())) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "--min-rows %s=%s: a data set of %s never has this table."
                .formatted(other.getKey().tableName(), other.getValue(), CommandName.of(command)));
      }
      all.put(other.getKey(), other.getValue());
    }
    return all;
  }

  private static long number(String value, String digits) {
    long rows;
    try {
      rows = Long.parseLong(digits.strip());
    } catch (NumberFormatException e) {
      throw new UserException(
          Mistake.BAD_OPTION, "--min-rows " + value + " is neither N nor TABLE=N.", e);
    }
    if (rows < 0) {
      throw new UserException(
          Mistake.BAD_OPTION, "--min-rows must be at least 0, not " + rows + ".");
    }
    return rows;
  }
}
