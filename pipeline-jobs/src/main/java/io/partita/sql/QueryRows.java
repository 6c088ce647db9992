package io.partita.sql;

import java.util.Iterator;
import java.util.List;

/** The rows of a statement, as an engine answers it. They can be read once. */
interface QueryRows {
  /** The columns' names, of which two may be equal. */
  List<String> names();

  /** Whether a column holds numbers. */
  boolean isNumber(int column);

  /** Whether they are what DESCRIBE, EXPLAIN and the like say. */
  boolean isCommand();

  /**
   * The cells of each row as text, null of a null: arrays, maps and structs as JSON, binary as
   * base64.
   *
   * @param most rows that will be read
   */
  Iterator<String[]> texts(int most) throws Exception;

  /** Each row as a JSON object with all of its columns, nulls too. */
  Iterator<String> objects() throws Exception;
}
