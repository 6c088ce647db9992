package io.partita.duckdb;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB says of a failed statement, as one line. */
public final class DuckMessage {
  private static final Pattern MEMORY =
      Pattern.compile("^Out of Memory Error|bad_alloc|bad allocation");

  /** The words before a line's text, its number, the text, and what is before the caret. */
  private static final Pattern PLACE =
      Pattern.compile("^(LINE (\\d{1,7}): )(.*)\\R( *)\\^", Pattern.MULTILINE);

  private static final String ELLIPSIS = "...";

  private DuckMessage() {}

  /** Whether a statement failed for want of memory, by DuckDB's limit or the process's. */
  public static boolean isOutOfMemory(SQLException e) {
    return MEMORY.matcher(String.valueOf(e.getMessage())).find();
  }

  /**
   * Where a statement's fault is in its text, from 0; -1 where DuckDB does not say. It shows the
   * line, of a long one a part between ellipses, and a caret below.
   */
  public static int position(SQLException e, String text) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    if (!place.find()) {
      return -1;
    }
    String shown = place.group(3);
    int within = place.group(4).length() - place.group(1).length();
    if (shown.startsWith(ELLIPSIS)) {
      shown = shown.substring(ELLIPSIS.length());
      within -= ELLIPSIS.length();
    }
    if (shown.endsWith(ELLIPSIS)) {
      shown = shown.substring(0, shown.length() - ELLIPSIS.length());
    }
    int line = 0;
    for (int left = Integer.parseInt(place.group(2)) - 1; left > 0; left--) {
      line = text.indexOf('\n', line) + 1;
    }
    int at = text.indexOf(shown, line);
    return at < 0 || within < 0 || at + within > text.length() ? -1 : at + within;
  }

  /** Without the names that it would have known and the statement's text. */
  public static String line(SQLException e) {
    return line(String.valueOf(e.getMessage()));
  }

  static String line(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    int candidates = line.indexOf("Candidate bindings");
    return candidates < 0 ? line : line.substring(0, candidates).strip();
  }
}
