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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of XML (XML 1.0, appendix F): by a byte order mark, by the width of the first
 * characters, or as the XML declaration says; else UTF-8.
 */
final class Encoding {
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private Encoding() {}

  /**
   * All characters, without a byte order mark.
   *
   * @throws MalformedInputException if the bytes are not of the encoding
   */
  static Reader reader(byte[] bytes) throws MalformedInputException {
    Charset charset = of(bytes);
    try {
      CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      int mark = text.hasRemaining() && text.get(0) == '\uFEFF' ? 1 : 0;
      return new CharArrayReader(text.array(), text.arrayOffset() + mark, text.length() - mark);
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
    String start = new String(bytes, 0, Math.min(200, bytes.length), ISO_8859_1);
    Matcher declared = DECLARED.matcher(start);
    if (!declared.find()) {
      return UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(
          MusicXmlFault.BAD_XML, 0, "The encoding " + declared.group(1) + " is not known");
    }
  }
}
