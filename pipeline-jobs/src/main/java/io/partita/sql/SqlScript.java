package io.partita.sql;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/**
 * A text of SQL as its statements, by Spark's own lexer: a semicolon in a string, a quoted name or
 * a comment ends nothing.
 *
 * @param statements those that a semicolon ends, without it and without blank ones
 * @param rest what comes after the last semicolon; blank where there is nothing but comments
 * @param isOpen whether the rest ends inside a string, a quoted name or a comment
 */
record SqlScript(List<String> statements, String rest, boolean isOpen) {
  static SqlScript of(String text) {
    SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    int[] characters = text.codePoints().toArray();
    List<String> statements = new ArrayList<>();
    int begin = 0;
    boolean isBlank = true;
    boolean isOpen = false;
    for (Token token : lexer.getAllTokens()) {
      if (isOpen) {
        continue;
      }
      if (token.getType() == SqlBaseLexer.SEMICOLON) {
        if (!isBlank) {
          statements.add(text(characters, begin, token.getStartIndex()));
        }
        begin = token.getStopIndex() + 1;
        isBlank = true;
      } else if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        isBlank = false;
        // A quote that begins a string has become part of it; one that stands alone has no end.
        isOpen = "'\"`".contains(token.getText());
      }
    }
    isOpen |= lexer.has_unclosed_bracketed_comment;
    String rest = isBlank && !isOpen ? "" : text(characters, begin, characters.length);
    return new SqlScript(List.copyOf(statements), rest, isOpen);
  }

  /** All statements; the last one needs no semicolon. */
  List<String> all() {
    List<String> all = new ArrayList<>(statements);
    if (!rest.isBlank()) {
      all.add(rest);
    }
    return all;
  }

  private static String text(int[] characters, int begin, int end) {
    return new String(characters, begin, end - begin).strip();
  }
}
