package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.TorchTokens.Kind.NAME;
import static io.partita.kind.hosted.file.TorchTokens.Kind.NUMBER;
import static io.partita.kind.hosted.file.TorchTokens.Kind.SIGN;
import static io.partita.kind.hosted.file.TorchTokens.Kind.STRANGE;
import static io.partita.kind.hosted.file.TorchTokens.Kind.TEXT;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of TorchScript code (PyTorch 2.1, torch/csrc/jit/frontend/lexer.cpp). White space,
 * comments and continued lines separate tokens. Where PyTorch's own lexer would stop, this one goes
 * on, so that it sees no less than PyTorch does.
 */
final class TorchTokens {
  /** Kinds of tokens. */
  enum Kind {
    /** A name or keyword of ASCII letters, digits and underscores. */
    NAME,
    /** A text; its characters between the quotes, escapes as they are written. */
    TEXT,
    NUMBER,
    /** One character of an operator or a bracket. */
    SIGN,
    /** What PyTorch never writes: characters beyond ASCII, control characters, type comments. */
    STRANGE
  }

  /**
   * A token.
   *
   * @param line from 1
   */
  record Token(Kind kind, String text, int line) {
    boolean is(Kind wanted, String value) {
      return kind == wanted && text.equals(value);
    }

    boolean isSign(char sign) {
      return kind == SIGN && text.charAt(0) == sign;
    }
  }

  private final String code;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private TorchTokens(String code) {
    this.code = code;
  }

  /** All tokens of a file in their order. */
  static List<Token> of(String code) {
    TorchTokens tokens = new TorchTokens(code);
    while (tokens.at < code.length()) {
      tokens.next();
    }
    return tokens.tokens;
  }

  private void next() {
    char c = code.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\\') {
      at++;
    } else if (c == '#') {
      comment();
    } else if (c == '"' || c == '\'') {
      text(c);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (isLetter(c) || c >= 0x80 || c < ' ') {
      name();
    } else {
      add(SIGN, at, at + 1);
    }
  }

  /** PyTorch reads what follows {@code # type:} as code. */
  private void comment() {
    int end = at;
    while (end < code.length() && code.charAt(end) != '\n' && code.charAt(end) != '\r') {
      end++;
    }
    String comment = code.substring(at, end);
    if (comment.contains("type")) {
      tokens.add(strange(comment, line));
    }
    at = end;
  }

  private void text(char quote) {
    int first = line;
    boolean isLong = peek(1) == quote && peek(2) == quote;
    int start = at + (isLong ? 3 : 1);
    int end = start;
    while (end < code.length() && !endsText(end, quote, isLong)) {
      if (code.charAt(end) == '\n') {
        line++;
        if (!isLong) {
          // PyTorch takes no such text: the rest is code for all that is known.
          tokens.add(strange(code.substring(at, end), first));
          at = start;
          line = first;
          return;
        }
      }
      boolean isEscape = code.charAt(end) == '\\' && end + 1 < code.length();
      if (isEscape && code.charAt(end + 1) == '\n') {
        line++;
      }
      end += isEscape ? 2 : 1;
    }
    if (end >= code.length()) {
      tokens.add(strange("a text without an end", first));
      at = start;
      line = first;
      return;
    }
    tokens.add(new Token(TEXT, code.substring(start, end), first));
    at = end + (isLong ? 3 : 1);
  }

  private boolean endsText(int index, char quote, boolean isLong) {
    return code.charAt(index) == quote
        && (!isLong || (charAt(index + 1) == quote && charAt(index + 2) == quote));
  }

  /** Never more than PyTorch takes: what is left over is seen as a name. */
  private void number() {
    int end = at;
    if (code.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      end += 2;
      while (Character.digit(charAt(end), 16) >= 0 && charAt(end) < 0x80) {
        end++;
      }
    } else {
      end = digits(end);
      end = charAt(end) == '.' ? digits(end + 1) : end;
      if (charAt(end) == 'e' || charAt(end) == 'E') {
        int sign = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? 1 : 0;
        end = isDigit(charAt(end + 1 + sign)) ? digits(end + 1 + sign) : end;
      }
      end += charAt(end) == 'j' ? 1 : 0;
    }
    add(NUMBER, at, end);
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(charAt(end))) {
      end++;
    }
    return end;
  }

  /** Letters beyond ASCII belong to a name, as they do in Python, and make it a strange one. */
  private void name() {
    int end = at;
    boolean isPlain = true;
    while (end < code.length() && (isNamed(code.charAt(end)) || end == at)) {
      isPlain &= isLetter(code.charAt(end)) || isDigit(code.charAt(end));
      end++;
    }
    if (isPlain) {
      add(NAME, at, end);
    } else {
      String plain = Normalizer.normalize(code.substring(at, end), Normalizer.Form.NFKC);
      tokens.add(strange(plain, line));
      at = end;
    }
  }

  /** As it may be shown: a terminal obeys some characters and shows others not at all. */
  private static Token strange(String text, int line) {
    return new Token(STRANGE, text.replaceAll("\\p{C}+", ""), line);
  }

  private void add(Kind kind, int start, int end) {
    tokens.add(new Token(kind, code.substring(start, end), line));
    at = end;
  }

  private char peek(int ahead) {
    return charAt(at + ahead);
  }

  private char charAt(int index) {
    return index < code.length() ? code.charAt(index) : '\0';
  }

  private static boolean isNamed(char c) {
    return isLetter(c) || isDigit(c) || c >= 0x80;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
