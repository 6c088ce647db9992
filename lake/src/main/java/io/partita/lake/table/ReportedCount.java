package io.partita.lake.table;

import org.apache.spark.sql.Column;

/**
 * A figure of a table as the report of the run that made it has it.
 *
 * @param what thing that is counted, as rows
 * @param counted column that counts it in the table
 * @param wanted number that the run wrote
 */
public record ReportedCount(String what, Column counted, long wanted) {
  /** How many contents are marked suspect. */
  public static final String SUSPECTS = "suspects";
}
