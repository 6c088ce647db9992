package io.partita.audio.file;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.audio.AudioStatistics;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What Partita and the process of its decoder say to each other: a byte that tells what comes, then
 * its values as {@link DataOutputStream} writes them, samples as floats in the order of the
 * machine.
 *
 * <pre>
 * asked                                          answered
 * OPEN size, limits                              OPENED format | REFUSED
 * MONO rate, whether nothing else is wanted      – (SAMPLES and LAST then hold a mono part)
 * MORE blocks                                    SAMPLES for each, at last LAST | REFUSED
 * BYTES count, bytes: the file's, as asked for   NEED position, count: at any time
 * ENCODE encoding, rate, channels, file's rate   READY | ILLEGAL
 * PLANES count, samples; FINISH                  WRITE position, bytes: any number; READY
 * END                                            ENDED, after what was on its way
 * </pre>
 *
 * <p>FAILED may take the place of any answer.
 */
public final class DecoderWire {
  public static final int OPEN = 'O';
  public static final int MONO = 'M';
  public static final int MORE = '+';
  public static final int BYTES = 'B';
  public static final int ENCODE = 'E';
  public static final int PLANES = 'P';
  public static final int FINISH = 'F';
  public static final int END = 'Q';

  public static final int OPENED = 'o';
  public static final int NEED = 'n';
  public static final int SAMPLES = 's';
  public static final int LAST = 'l';
  public static final int REFUSED = 'r';
  public static final int READY = 'k';
  public static final int ILLEGAL = 'i';
  public static final int WRITE = 'w';
  public static final int FAILED = 'x';
  public static final int ENDED = 'e';

  /** Samples of each channel in a block; the last one of a file may have fewer. */
  public static final int BLOCK_SAMPLES = 8192;

  /** A count of bytes: the file has no more, or the parent cannot read it. */
  public static final int NO_BYTES = -1;

  /** The largest piece of a file that is asked for or written at once. */
  public static final int MOST_BYTES = 1 << 16;

  /** Exit status of a decoder that has spent its processor time on a file. */
  public static final int SPENT = 97;

  /** Exit status of a decoder that has no more memory for a file. */
  public static final int NO_MEMORY = 98;

  private static final int CHUNK_FLOATS = 1 << 14;
  private static final int LONGEST_TEXT = 4000;

  private DecoderWire() {}

  /**
   * What comes before samples.
   *
   * @param errors packets that could not be decoded so far
   * @param muted samples so far that were no finite numbers
   * @param channels that follow; none where only the average is wanted
   * @param count samples of each channel of the file
   * @param monoCount samples of their average, at the rate that was asked for
   * @param statistics of all samples so far, where only the average is wanted
   */
  public record Counts(
      int errors, long muted, int channels, int count, int monoCount, AudioStatistics statistics) {
    public void write(DataOutputStream out) throws IOException {
      out.writeInt(errors);
      out.writeLong(muted);
      out.writeInt(channels);
      out.writeInt(count);
      out.writeInt(monoCount);
      statistics.write(out);
    }

    static Counts read(DataInputStream in) throws IOException {
      Counts counts =
          new Counts(
              in.readInt(),
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              AudioStatistics.read(in));
      if (counts.errors < 0
          || counts.muted < 0
          || counts.channels < 0
          || counts.count < 0
          || counts.count > BLOCK_SAMPLES
          || counts.monoCount < 0) {
        throw new StreamCorruptedException("samples that cannot be: " + counts);
      }
      return counts;
    }

    long floats() {
      return (long) channels * count + monoCount;
    }
  }

  /**
   * Why a file is refused.
   *
   * @param errors and {@code muted} as of {@link Counts}
   */
  public record Refusal(String fault, long byteOffset, String detail, int errors, long muted) {
    public void write(DataOutputStream out) throws IOException {
      out.writeUTF(fault);
      out.writeLong(byteOffset);
      DecoderWire.write(out, detail);
      out.writeInt(errors);
      out.writeLong(muted);
    }

    static Refusal read(DataInputStream in) throws IOException {
      return new Refusal(in.readUTF(), in.readLong(), text(in), in.readInt(), in.readLong());
    }

    MalformedInputException thrown() throws StreamCorruptedException {
      for (AudioFault each : AudioFault.values()) {
        if (each.name().equals(fault)) {
          return new MalformedInputException(each, Math.max(0, byteOffset), detail);
        }
      }
      throw new StreamCorruptedException("an unknown fault");
    }
  }

  /** Writes {@code count} samples from {@code from} on. */
  public static void write(DataOutputStream out, float[] samples, int from, int count)
      throws IOException {
    byte[] bytes = new byte[Math.min(count, CHUNK_FLOATS) * Float.BYTES];
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int at = 0; at < count; at += CHUNK_FLOATS) {
      int some = Math.min(count - at, CHUNK_FLOATS);
      chunk.asFloatBuffer().put(samples, from + at, some);
      out.write(bytes, 0, some * Float.BYTES);
    }
  }

  /**
   * Reads samples; memory grows with those that come, whatever was claimed.
   *
   * @param into taken if it has room
   */
  public static float[] read(DataInputStream in, int count, float[] into) throws IOException {
    if (count < 0) {
      throw new StreamCorruptedException(count + " samples");
    }
    float[] samples = into;
    byte[] bytes = new byte[Math.min(count, CHUNK_FLOATS) * Float.BYTES];
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int at = 0; at < count; at += CHUNK_FLOATS) {
      int some = Math.min(count - at, CHUNK_FLOATS);
      in.readFully(bytes, 0, some * Float.BYTES);
      if (samples.length < at + some) {
        samples = Arrays.copyOf(samples, Math.min(count, Math.max(at + some, 2 * samples.length)));
      }
      chunk.asFloatBuffer().get(samples, at, some);
    }
    return samples;
  }

  /** Reads a piece of a file with its length before it. */
  public static byte[] bytes(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_BYTES) {
      throw new StreamCorruptedException(count + " bytes");
    }
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  /** Writes a text, shortened where it is long. */
  public static void write(DataOutputStream out, String text) throws IOException {
    out.writeUTF(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
  }

  /** Reads a text, without control characters, which a terminal would obey. */
  public static String text(DataInputStream in) throws IOException {
    return in.readUTF().replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
  }
}
