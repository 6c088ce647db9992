package io.partita.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Passes text in UTF-8 on as {@link VisibleText}; bytes that are no UTF-8 become U+FFFD. */
public final class VisibleStream extends FilterOutputStream {
  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The beginning of a character whose end is still to be written. */
  private byte[] begun = {};

  public VisibleStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (begun.length == 0 && isPlain(bytes, offset, length)) {
      out.write(bytes, offset, length);
      return;
    }
    ByteBuffer in = ByteBuffer.allocate(begun.length + length);
    in.put(begun).put(bytes, offset, length).flip();
    CharBuffer text = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER);
    decoder.reset().decode(in, text, false);
    begun = new byte[in.remaining()];
    in.get(begun);
    out.write(VisibleText.lines(text.flip().toString()).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isPlain(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      boolean isPlain = bytes[i] >= ' ' && bytes[i] < 0x7F;
      if (!isPlain && bytes[i] != '\n' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
