package io.partita.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names of local files as texts that can be printed and read back. A name on Linux is any bytes but
 * NUL and '/'; a text differs from its UTF-8 only where that could not be printed, or not be told
 * from another name:
 *
 * <ul>
 *   <li>a byte that is not UTF-8, and each byte of a control character or line separator, is {@code
 *       %XX}, two upper-case hexadecimal digits;
 *   <li>a {@code %} before two digits that would read as one of these, or as {@code %25}, is {@code
 *       %25}.
 * </ul>
 *
 * <p>So {@code 100%.mid}, {@code a%20b.mid} and {@code %41.mid} stay as they are, the byte FF is
 * {@code %FF}, and the three characters {@code %FF} are {@code %25FF}. Different names have
 * different texts. '/' stays, so that paths are turned component by component.
 */
public final class LocalName {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private LocalName() {}

  /** The text of a name or path. */
  public static String text(byte[] name) {
    StringBuilder text = new StringBuilder(name.length);
    CharsetDecoder utf8 = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer valid = CharBuffer.allocate(name.length);
    do {
      CoderResult result = utf8.reset().decode(in, valid, true);
      addValid(text, valid.flip().toString());
      valid.clear();
      for (int i = 0; result.isMalformed() && i < result.length(); i++) {
        addByte(text, in.get());
      }
    } while (in.hasRemaining());
    return text.toString();
  }

  /** The text of a path, made absolute. */
  public static String text(Path path) {
    String plain = path.toString();
    if (path.isAbsolute() && plain.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '%')) {
      return plain; // which is most of them, and quicker
    }
    // A URI has a path's bytes, whatever Java takes the locale's encoding to be.
    String uri = path.toUri().getRawPath();
    boolean isFolder = uri.endsWith("/") && uri.length() > 1;
    return text(unescape(isFolder ? uri.substring(0, uri.length() - 1) : uri, false));
  }

  /** The name or path that has a text; other texts are names as they stand, in UTF-8. */
  public static byte[] bytes(String text) {
    return unescape(text, true);
  }

  /** The path that has a text; a relative one is below the working directory. */
  public static Path path(String text) {
    return pathOf(bytes(text));
  }

  /** The path that is called so, in UTF-8. */
  public static Path literalPath(String path) {
    return pathOf(path.getBytes(UTF_8));
  }

  private static Path pathOf(byte[] path) {
    StringBuilder uri = new StringBuilder();
    if (path.length == 0 || path[0] != '/') {
      uri.append(Path.of("").toAbsolutePath().toUri().getRawPath()).append('/');
    }
    for (byte b : path) {
      if (b == '/' || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        uri.append((char) b);
      } else {
        addByte(uri, b);
      }
    }
    // With fewer slashes Java would go by way of a File, which cannot hold every name.
    return Path.of(URI.create("file://" + uri.toString().replaceAll("/{2,}", "/"))).normalize();
  }

  private static void addValid(StringBuilder text, String valid) {
    for (int at = 0; at < valid.length(); at = valid.offsetByCodePoints(at, 1)) {
      int c = valid.codePointAt(at);
      switch (Character.getType(c)) {
        case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
          for (byte b : Character.toString(c).getBytes(UTF_8)) {
            addByte(text, b);
          }
        }
        default -> {
          text.appendCodePoint(c);
          if (c == '%' && isEscape(valid, at)) {
            text.append("25");
          }
        }
      }
    }
  }

  private static void addByte(StringBuilder text, byte b) {
    text.append('%').append(HEX.toHexDigits(b));
  }

  private static byte[] unescape(String text, boolean onlyOurs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int from = 0;
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
      if (!onlyOurs || isEscape(text, at)) {
        bytes.writeBytes(text.substring(from, at).getBytes(UTF_8));
        bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
        from = at + 3;
        at += 2;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  /** Whether a '%' and what is behind it would be read as one byte. */
  private static boolean isEscape(String text, int at) {
    if (at + 2 >= text.length() || !isDigit(text.charAt(at + 1)) || !isDigit(text.charAt(at + 2))) {
      return false;
    }
    int value = HexFormat.fromHexDigits(text, at + 1, at + 3);
    return value < 0x20 || value >= 0x7f || value == '%';
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }
}
