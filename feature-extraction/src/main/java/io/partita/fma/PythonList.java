package io.partita.fma;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of texts or of whole numbers as Python writes it, {@code ['punk', "rock 'n' roll"]} or
 * {@code [21, 76, 103]}: the grammar of Python's own literals (The Python Language Reference,
 * Lexical analysis), with its escapes. Anything else is refused with an {@link
 * IllegalArgumentException} that says what was found where.
 */
final class PythonList {
  private static final String SPACES = " \t\n\r\f";

  private final String text;
  private int at;

  private PythonList(String text) {
    this.text = text;
  }

  /** The items of a list of texts. */
  static List<String> texts(String literal) {
    List<String> items = new ArrayList<>();
    PythonList list = new PythonList(literal);
    list.items(() -> items.add(list.string()));
    return items;
  }

  /** The items of a list of whole numbers. */
  static List<Integer> integers(String literal) {
    List<Integer> items = new ArrayList<>();
    PythonList list = new PythonList(literal);
    list.items(() -> items.add(list.integer()));
    return items;
  }

  private void items(Runnable readItem) {
    spaces();
    expect('[');
    spaces();
    while (peek() != ']') {
      readItem.run();
      spaces();
      if (peek() != ']') {
        expect(',');
        spaces();
      }
    }
    at++;
    spaces();
    if (at < text.length()) {
      throw unexpected("the end");
    }
  }

  private int integer() {
    int from = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    while ((peek() >= '0' && peek() <= '9') || peek() == '_') {
      at++;
    }
    try {
      return Integer.parseInt(text.substring(from, at).replace("_", ""));
    } catch (NumberFormatException e) {
      at = from;
      throw unexpected("a whole number");
    }
  }

  /** One text, or several next to each other, which Python joins. */
  private String string() {
    StringBuilder value = new StringBuilder();
    do {
      part(value);
      spaces();
    } while (startsText());
    return value.toString();
  }

  private boolean startsText() {
    return peek() == '\'' || peek() == '"' || (isUnicodePrefix() && peekNextIsQuote());
  }

  private boolean isUnicodePrefix() {
    return peek() == 'u' || peek() == 'U';
  }

  private boolean peekNextIsQuote() {
    return at + 1 < text.length() && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"');
  }

  private void part(StringBuilder value) {
    if (isUnicodePrefix() && peekNextIsQuote()) {
      at++;
    }
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw unexpected("a quoted text");
    }
    at++;
    while (peek() != quote) {
      if (at >= text.length() || peek() == '\n') {
        throw unexpected("the text's closing " + quote);
      }
      char next = text.charAt(at++);
      if (next == '\\') {
        escape(value);
      } else {
        value.append(next);
      }
    }
    at++;
  }

  private void escape(StringBuilder value) {
    char kind = peek();
    at++;
    switch (kind) {
      case '\n' -> {} // an escaped line end is none
      case '\\', '\'', '"' -> value.append(kind);
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x' -> value.appendCodePoint(hex(2));
      case 'u' -> value.appendCodePoint(hex(4));
      case 'U' -> value.appendCodePoint(hex(8));
      case 'N' -> value.appendCodePoint(named());
      case '0', '1', '2', '3', '4', '5', '6', '7' -> value.append((char) octal());
      default -> value.append('\\').append(kind); // Python keeps what it does not know
    }
  }

  private int hex(int digits) {
    try {
      int codePoint = Integer.parseUnsignedInt(text, at, at + digits, 16);
      if (Character.isValidCodePoint(codePoint) && text.charAt(at) != '+') {
        at += digits;
        return codePoint;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // told below
    }
    throw unexpected("a character's " + digits + " hexadecimal digits");
  }

  private int octal() {
    at--;
    int value = 0;
    for (int digits = 0; digits < 3 && peek() >= '0' && peek() <= '7'; digits++) {
      value = 8 * value + peek() - '0';
      at++;
    }
    return value;
  }

  /** A character by its Unicode name in braces. */
  private int named() {
    int end = text.indexOf('}', at);
    if (peek() == '{' && end > 0) {
      try {
        int codePoint = Character.codePointOf(text.substring(at + 1, end));
        at = end + 1;
        return codePoint;
      } catch (IllegalArgumentException e) {
        // told below
      }
    }
    throw unexpected("a character's name in braces");
  }

  private void spaces() {
    while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    at++;
  }

  /** NUL at the end, which no literal holds. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException(
        "expected " + wanted + " at character " + (at + 1) + ", found " + found);
  }
}
