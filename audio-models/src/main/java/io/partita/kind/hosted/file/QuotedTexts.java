package io.partita.kind.hosted.file;

/** Texts of a file in sentences about it. */
final class QuotedTexts {
  private static final int MOST_CHARACTERS = 80;

  private QuotedTexts() {}

  /** A text as it may be in a sentence: 80 characters of it at most. */
  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
