package io.partita.midi;

import io.partita.score.TextEvent;
import io.partita.score.TextEvent.Encoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts of a file. What is valid UTF-8 is UTF-8; UTF-16 shows by its byte order mark or its
 * zeros; the rest is Shift-JIS where that is certain for the whole file, else ISO 8859-1.
 */
final class Texts {
  /** Shift-JIS with the characters that Windows adds. */
  private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int FEWEST_UTF_16_BYTES = 4;

  /** Other encodings of accented capitals hardly ever look like two of them. */
  private static final int FEWEST_HIRAGANA = 2;

  /** In a row; accented capitals between capitals may look like one or two. */
  private static final int FEWEST_KATAKANA = 3;

  private final MidiEvents events;
  private final List<TextEvent> texts = new ArrayList<>();
  private final List<Integer> unknown = new ArrayList<>();
  private final List<byte[]> unknownBytes = new ArrayList<>();

  Texts(MidiEvents events) {
    this.events = events;
  }

  void add(int track, int event, long tick, TextEvent.Kind kind) {
    int offset = events.payloadOffset(event);
    int length = events.payloadLength(event);
    Encoding encoding = Encoding.UTF_8;
    Optional<String> text;
    if (isAscii(offset, length)) {
      text = Optional.of(new String(events.source, offset, length, StandardCharsets.US_ASCII));
    } else {
      text = decoded(offset, length, StandardCharsets.UTF_8);
    }
    Optional<Charset> utf16 = utf16(offset, length);
    if (utf16.isPresent()) {
      Optional<String> wide = decoded(offset, length, utf16.get());
      encoding = wide.isPresent() ? Encoding.UTF_16 : encoding;
      text = wide.isPresent() ? wide : text;
    }
    if (text.isEmpty()) {
      unknown.add(texts.size());
      byte[] bytes = new byte[length];
      System.arraycopy(events.source, offset, bytes, 0, length);
      unknownBytes.add(bytes);
    }
    texts.add(new TextEvent(tick, track, kind, clean(text.orElse("")), encoding));
  }

  /** All texts in the order in which they were added; call it once, after the last. */
  List<TextEvent> read() {
    if (!unknown.isEmpty()) {
      Optional<List<String>> japanese = japanese();
      for (int i = 0; i < unknown.size(); i++) {
        String text =
            japanese.isPresent()
                ? japanese.get().get(i)
                : new String(unknownBytes.get(i), StandardCharsets.ISO_8859_1);
        TextEvent empty = texts.get(unknown.get(i));
        texts.set(
            unknown.get(i),
            new TextEvent(
                empty.tick(),
                empty.track(),
                empty.kind(),
                clean(text),
                japanese.isPresent() ? Encoding.SHIFT_JIS : Encoding.ISO_8859_1));
      }
    }
    return texts;
  }

  private boolean isAscii(int offset, int length) {
    boolean ascii = true;
    for (int i = offset; i < offset + length; i++) {
      ascii &= events.source[i] >= 0;
    }
    return ascii;
  }

  /** By the mark, or by zeros on every second place and no other. */
  private Optional<Charset> utf16(int offset, int length) {
    if (length % 2 != 0 || length == 0) {
      return Optional.empty();
    }
    byte[] source = events.source;
    if (source[offset] == (byte) 0xFE && source[offset + 1] == (byte) 0xFF) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (source[offset] == (byte) 0xFF && source[offset + 1] == (byte) 0xFE) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    int[] zeros = new int[2];
    for (int i = 0; i < length; i++) {
      zeros[i % 2] += source[offset + i] == 0 ? 1 : 0;
    }
    if (length < FEWEST_UTF_16_BYTES || zeros[0] + zeros[1] != length / 2) {
      return Optional.empty();
    }
    if (zeros[0] == 0) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return zeros[1] == 0 ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
  }

  private Optional<String> decoded(int offset, int length, Charset charset) {
    return decoded(ByteBuffer.wrap(events.source, offset, length), charset);
  }

  private static Optional<String> decoded(ByteBuffer bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException another) {
      return Optional.empty();
    }
  }

  /** All texts of no known encoding as Shift-JIS, where that is certain. */
  private Optional<List<String>> japanese() {
    List<String> decoded = new ArrayList<>();
    int hiragana = 0;
    int katakana = 0;
    for (byte[] bytes : unknownBytes) {
      Optional<String> text = decoded(ByteBuffer.wrap(bytes), SHIFT_JIS);
      if (text.isEmpty() || text.get().chars().anyMatch(c -> c >= 0xE000 && c <= 0xF8FF)) {
        return Optional.empty();
      }
      decoded.add(text.get());
      hiragana += (int) text.get().chars().filter(c -> c >= 'ぁ' && c <= 'ん').count();
      katakana = Math.max(katakana, longestKatakana(text.get()));
    }
    boolean isCertain = hiragana >= FEWEST_HIRAGANA || katakana >= FEWEST_KATAKANA;
    return isCertain ? Optional.of(decoded) : Optional.empty();
  }

  private static int longestKatakana(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run = (c >= 'ァ' && c <= 'ヴ') || c == 'ー' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static String clean(String text) {
    return text.indexOf(0) < 0 && text.indexOf(BYTE_ORDER_MARK) < 0
        ? text
        : text.replace("\0", "").replace("\uFEFF", "");
  }
}
