package io.partita.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.regex.Pattern;

/**
 * The name of an archive's entry, as text that can be printed.
 *
 * @param path the name without leading {@code ./}; control characters and line separators are
 *     replaced by U+FFFD
 * @param isDirectory whether the name ends in '/' or names the folder itself
 */
record MemberName(String path, boolean isDirectory) {
  private static final Charset CP437 = Charset.forName("IBM437");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern UP =
      Pattern.compile("(.*[/\\\\])?\\.\\.([/\\\\].*)?", Pattern.DOTALL);

  /** A tar name, its bytes one per char: UTF-8 if it is valid UTF-8, else ISO-8859-1. */
  static MemberName ofTar(String rawName) {
    return of(decode(rawName.getBytes(ISO_8859_1), ISO_8859_1));
  }

  /**
   * A zip name: UTF-8 where the archive says so, or comes from Unix or macOS (which write UTF-8 and
   * often forget to say so), and it is true; else code page 437.
   */
  static MemberName ofZip(byte[] raw, boolean mayBeUtf8) {
    return of(mayBeUtf8 ? decode(raw, CP437) : CP437.decode(ByteBuffer.wrap(raw)).toString());
  }

  static MemberName of(String name) {
    int from = 0;
    while (name.startsWith("./", from)) {
      from += 2;
      while (name.startsWith("/", from)) {
        from++;
      }
    }
    String path = name.substring(from);
    boolean isDirectory = name.endsWith("/") || path.equals(".");
    return new MemberName(printable(path), isDirectory);
  }

  /** Whether the name would stay inside the folder that an archive is unpacked into. */
  boolean isSafe() {
    return isSafe(path);
  }

  static boolean isSafe(String path) {
    return !path.isEmpty()
        && path.charAt(0) != '/'
        && path.charAt(0) != '\\'
        && !DRIVE.matcher(path).matches()
        && !UP.matcher(path).matches();
  }

  private static String decode(byte[] raw, Charset otherwise) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return otherwise.decode(ByteBuffer.wrap(raw)).toString();
    }
  }

  private static String printable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c ->
                text.appendCodePoint(
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR,
                          Character.SURROGATE ->
                          0xfffd;
                      default -> c;
                    }));
    return text.toString();
  }
}
