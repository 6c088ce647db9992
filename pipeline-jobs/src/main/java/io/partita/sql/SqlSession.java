package io.partita.sql;

import io.partita.UserException;
import java.io.OutputStream;

/** An engine with a lake open in it. Views that a statement makes last until it is closed. */
interface SqlSession extends AutoCloseable {
  /** How rows are printed. */
  interface Printing {
    void print(ResultPrinter printer, QueryRows rows) throws Exception;
  }

  /**
   * Runs one statement and prints its rows, if it has any.
   *
   * @throws UserException with one line where the statement cannot be run
   */
  void run(String statement, OutputStream out, Printing printing) throws Exception;

  @Override
  void close() throws Exception;
}
