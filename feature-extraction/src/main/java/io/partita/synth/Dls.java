package io.partita.synth;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/**
 * The structure of a DLS file (Downloadable Sounds Level 2): chunks within chunks, and the loops of
 * its regions and waves.
 */
final class Dls {
  private static final int MOST_DEPTH = 16;
  private static final int WSMP_BYTES = 20;
  private static final int LOOP_BYTES = 16;

  private final SeekableByteChannel file;
  private boolean hasSamples;

  private Dls(SeekableByteChannel file) {
    this.file = file;
  }

  static void check(SeekableByteChannel file, RiffChunk riff)
      throws IOException, MalformedInputException {
    Dls dls = new Dls(file);
    dls.check(riff, 0);
    if (!dls.hasSamples) {
      throw new MalformedInputException(
          SoundFontFault.BAD_SAMPLE, riff.end(), "It has no wave with samples");
    }
  }

  private void check(RiffChunk list, int depth) throws IOException, MalformedInputException {
    if (depth > MOST_DEPTH) {
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE, list.offset(), "Its lists lie too deep in each other");
    }
    for (RiffChunk chunk : list.children(file)) {
      if (!chunk.type().isEmpty()) {
        check(chunk, depth + 1);
      } else if (chunk.id().equals("wsmp")) {
        checkLoops(chunk);
      } else if (chunk.id().equals("data") && list.type().equals("wave")) {
        hasSamples |= chunk.size() > 0;
      }
    }
  }

  private void checkLoops(RiffChunk wsmp) throws IOException, MalformedInputException {
    ByteBuffer bytes = wsmp.size() <= 1 << 16 ? wsmp.bytes(file) : ByteBuffer.allocate(0);
    boolean isWhole = bytes.remaining() >= WSMP_BYTES;
    long first = isWhole ? Integer.toUnsignedLong(bytes.getInt(0)) : 0;
    long loops = isWhole ? Integer.toUnsignedLong(bytes.getInt(16)) : 0;
    if (!isWhole || first < WSMP_BYTES || first + loops * LOOP_BYTES > bytes.remaining()) {
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE,
          wsmp.offset(),
          "Chunk wsmp of " + wsmp.size() + " bytes does not hold its " + loops + " loops");
    }
    for (int i = 0; i < loops; i++) {
      int loop = (int) first + i * LOOP_BYTES;
      if (bytes.getInt(loop + 12) <= 0 || bytes.getInt(loop + 8) < 0) {
        throw new MalformedInputException(
            SoundFontFault.BAD_LOOP,
            wsmp.dataOffset() + loop,
            String.format(
                Locale.ROOT,
                "A loop starts at sample %d and has %d of them",
                Integer.toUnsignedLong(bytes.getInt(loop + 8)),
                Integer.toUnsignedLong(bytes.getInt(loop + 12))));
      }
    }
  }
}
