package io.partita.notebook;

import io.partita.terminal.VisibleText;

/**
 * A piece of HTML. A notebook shows the value of a cell's last expression by its {@code toString},
 * as HTML.
 */
public record Html(String source) {
  /** A text, to be between tags. */
  static String escaped(Object text) {
    return VisibleText.lines(String.valueOf(text))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return source;
  }
}
