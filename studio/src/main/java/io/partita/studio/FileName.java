package io.partita.studio;

/** Names of files that are made of titles. */
final class FileName {
  private static final int LONGEST = 100;

  private FileName() {}

  /**
   * A title without what no disk takes, and what a shell or a command would take for something
   * else.
   *
   * @param title null for none
   * @param otherwise where nothing is left
   */
  static String of(String title, String otherwise) {
    String plain =
        (title == null ? "" : title)
            .replaceAll("[\\p{C}\\s/\\\\:*?\"<>|]+", " ")
            .strip()
            .replaceFirst("^[.~ -]+", "");
    if (plain.codePointCount(0, plain.length()) > LONGEST) {
      plain = plain.substring(0, plain.offsetByCodePoints(0, LONGEST)).strip();
    }
    return plain.isEmpty() ? otherwise : plain;
  }
}
