package io.partita.musicxml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import java.io.CharArrayReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of XML (XML 1.0, appendix F): by a byte order mark, by the width of the first
 * characters, or as the XML declaration says; else UTF-8. A declaration that can be read byte by
 * byte names no encoding in which it could not be.
 */
final class Encoding {
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private Encoding() {}

  /**
   * All characters, without a byte order mark, in tokens that {@link XmlTokens} lets pass.
   *
   * @throws MalformedInputException if the bytes are not of the encoding, or at such a token
   */
  static Reader reader(byte[] bytes) throws MalformedInputException {
    CharBuffer text = text(bytes);
    return new CharArrayReader(text.array(), text.arrayOffset(), text.length());
  }

  /** The same, which are the rest of an array. */
  static CharBuffer text(byte[] bytes) throws MalformedInputException {
    Charset charset = of(bytes);
    try {
      CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      int mark = text.hasRemaining() && text.get(0) == '\uFEFF' ? 1 : 0;
      text = text.slice(mark, text.length() - mark);
      XmlTokens.check(text.array(), text.arrayOffset(), text.arrayOffset() + text.length());
      return text;
    } catch (CharacterCodingException | UnsupportedOperationException e) {
      throw new MalformedInputException(
          MusicXmlFault.BAD_XML, 0, "The file is not in its encoding, " + charset.name());
    }
  }

  private static Charset of(byte[] bytes) throws MalformedInputException {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    if (first == 0xFEFF || first == 0x003C) {
      return UTF_16BE;
    }
    if (first == 0xFFFE || first == 0x3C00) {
      return UTF_16LE;
    }
    if (first == 0xEFBB) {
      return UTF_8;
    }
    Optional<Charset> declared = declared(bytes);
    return declared.isPresent() && writesDeclarations(declared.get()) ? declared.get() : UTF_8;
  }

  /** Whether the declaration names an encoding that the bytes of the declaration are not in. */
  static boolean isDeclaredWrongly(byte[] bytes) throws MalformedInputException {
    Optional<Charset> declared = declared(bytes);
    return declared.isPresent() && !writesDeclarations(declared.get());
  }

  /** What a declaration of one byte a character names. */
  private static Optional<Charset> declared(byte[] bytes) throws MalformedInputException {
    String start = new String(bytes, 0, Math.min(200, bytes.length), ISO_8859_1);
    Matcher declared = DECLARED.matcher(start);
    if (!declared.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Charset.forName(declared.group(1)));
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(
          MusicXmlFault.BAD_XML, 0, "The encoding " + declared.group(1) + " is not known");
    }
  }

  private static boolean writesDeclarations(Charset charset) {
    return new String("<?xml".getBytes(UTF_8), charset).equals("<?xml");
  }
}
