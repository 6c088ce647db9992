package io.partita.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of SQL as its statements, by DuckDB's rules: a semicolon in a string, a quoted name or a
 * comment ends nothing.
 */
final class DuckScript {
  /** In the order of their choice; what is open at the end of the text goes on to it. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>--[^\\n]*|/\\*)"
              + "|(?<end>;)"
              + "|(?<blank>\\s+)"
              + "|[eE]'(?:[^'\\\\]|''|\\\\.)*+(?:'|$)"
              + "|'(?:[^']|'')*+(?:'|$)"
              + "|\"(?:[^\"]|\"\")*+(?:\"|$)"
              + "|\\$(?<tag>[A-Za-z_]\\w*|)\\$.*?(?:\\$\\k<tag>\\$|$)"
              + "|\\w+"
              + "|.",
          Pattern.DOTALL);

  private static final Pattern COMMENT_EDGE = Pattern.compile("/\\*|\\*/");

  private DuckScript() {}

  /** Each without its semicolon and the comments before it; the last one needs no semicolon. */
  static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int begin = -1;
    int at = 0;
    while (at < text.length() && token.find(at)) {
      at = token.end();
      if (token.group("end") != null) {
        if (begin >= 0) {
          statements.add(text.substring(begin, token.start()).strip());
        }
        begin = -1;
      } else if (token.group("comment") != null) {
        at = token.group().equals("/*") ? commentEnd(text, token.start()) : at;
      } else if (token.group("blank") == null && begin < 0) {
        begin = token.start();
      }
    }
    if (begin >= 0) {
      statements.add(text.substring(begin).strip());
    }
    return statements;
  }

  /** Comments nest. */
  private static int commentEnd(String text, int start) {
    Matcher edge = COMMENT_EDGE.matcher(text);
    int depth = 0;
    int at = start;
    while (edge.find(at)) {
      depth += edge.group().equals("/*") ? 1 : -1;
      at = edge.end();
      if (depth == 0) {
        return at;
      }
    }
    return text.length();
  }
}
