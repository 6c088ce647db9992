package io.partita.duckdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How deeply the WITHs of a text of SQL are nested, without a parser of SQL. */
final class NestedWith {
  /** Where something begins that hides words and brackets, and these themselves. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "--|/\\*|\\b[eE]'|'|\"|(?<![\\w$])\\$\\w*\\$|[()]|\\bWITH\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern COMMENT = Pattern.compile("/\\*|\\*/");

  private NestedWith() {}

  /**
   * The most of them that are inside of one another, and 1 for the outermost; a WITH that begins no
   * query counts as well.
   */
  static int depth(String text) {
    Deque<Boolean> brackets = new ArrayDeque<>();
    brackets.push(false);
    int depth = 0;
    int deepest = 0;
    Matcher tokens = TOKEN.matcher(text);
    for (int at = 0; tokens.find(at); ) {
      String token = tokens.group().toUpperCase(Locale.ROOT);
      at = tokens.end();
      switch (token) {
        case "(" -> brackets.push(false);
        case ")" -> {
          depth -= brackets.pop() ? 1 : 0;
          if (brackets.isEmpty()) {
            brackets.push(false);
          }
        }
        case "WITH" -> {
          depth += brackets.pop() ? 0 : 1;
          brackets.push(true);
          deepest = Math.max(deepest, depth);
        }
        case "--" -> at = after(text, "\n", at);
        case "/*" -> at = afterComment(text, at);
        case "E'" -> at = afterEscaped(text, at);
        default -> at = after(text, tokens.group(), at); // a doubled quote begins the next one
      }
    }
    return deepest;
  }

  private static int after(String text, String end, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? text.length() : at + end.length();
  }

  /** Comments may be nested. */
  private static int afterComment(String text, int from) {
    Matcher ends = COMMENT.matcher(text);
    int open = 1;
    int at = from;
    while (open > 0 && ends.find(at)) {
      open += ends.group().equals("/*") ? 1 : -1;
      at = ends.end();
    }
    return open > 0 ? text.length() : at;
  }

  private static int afterEscaped(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\'') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), at + 1);
  }
}
