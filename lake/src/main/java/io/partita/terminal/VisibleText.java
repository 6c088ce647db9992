package io.partita.terminal;

import java.util.Locale;

/**
 * Text out of files, made fit to be looked at: a character that acts on a terminal or that hides
 * (controls, marks of direction, what has no width) is written as its number, as JSON would have
 * it: {@code \}{@code u001b}. A JSON text stays the same JSON text.
 */
public final class VisibleText {
  /**
   * First and last of the ranges that Unicode takes for invisible by default and that are not of
   * the category Cf: joiners and fillers, marks of variants, tags.
   */
  private static final int[] INVISIBLE = {
    0x034F, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x3164, 0x3164, 0xFE00, 0xFE0F,
    0xFFA0, 0xFFA0, 0xE0000, 0xE0FFF
  };

  private VisibleText() {}

  /** A text of several lines: line feeds and tabs stay. */
  public static String lines(String text) {
    return visible(text, true);
  }

  /** A text for one line: line feeds and tabs are shown, too. */
  public static String line(String text) {
    return visible(text, false);
  }

  private static String visible(String text, boolean lines) {
    StringBuilder visible = null;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int size = Character.charCount(character);
      if (isVisible(character) || (lines && (character == '\n' || character == '\t'))) {
        if (visible != null) {
          visible.appendCodePoint(character);
        }
      } else {
        if (visible == null) {
          visible = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        for (int j = i; j < i + size; j++) {
          visible.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(j)));
        }
      }
      i += size;
    }
    return visible == null ? text : visible.toString();
  }

  private static boolean isVisible(int character) {
    if (character < 0x7F) {
      return character >= ' ';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> !isInvisible(character);
    };
  }

  private static boolean isInvisible(int character) {
    for (int i = 0; i < INVISIBLE.length; i += 2) {
      if (character >= INVISIBLE[i] && character <= INVISIBLE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
