package io.partita.synth;

import io.partita.MalformedInputException;
import io.partita.audio.FullScale;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * A SoundFont 3 as a SoundFont 2: the same lists, and the samples that are played as 16-bit PCM.
 *
 * <p>SoundFont 3 is SoundFont 2 with samples packed as Ogg Vorbis streams. A packed sample has 0x10
 * in its type; its start and end count bytes of the chunk smpl, its loop counts samples from its
 * own first one. Source: the description of the format by its players, MuseScore and FluidSynth;
 * there is no published specification.
 */
final class Sf3 implements Closeable {
  /** Fifty minutes at 44,100 Hz; Java's synthesizer keeps them in memory. */
  static final long MOST_FRAMES = 128L << 20;

  /** The largest stream of a sample. */
  private static final int MOST_STREAM_BYTES = 64 << 20;

  private static final int FRAME_BYTES = 2;

  /** Zeros after each sample, as the format asks for. */
  private static final int SILENT_FRAMES = 46;

  private static final int BLOCK = 8192;
  private static final int START = 20;
  private static final int LOOP_START = 28;
  private static final int SAMPLE_TYPE = 44;

  /** How often all streams may be read: some fonts have several headers for one. */
  private static final int READ_MULTIPLE = 16;

  private final SeekableByteChannel file;
  private final Sf2Records samples;
  private final RiffChunk smpl;
  private final FileChannel unpacked;
  private final ByteBuffer headers;
  private final long mostFrames;

  /** Of what is after the samples: how much farther behind it is than in the file. */
  private long shift;

  private long frames;
  private long streamBytes;

  private Sf3(
      SeekableByteChannel file, Sf2 font, RiffChunk smpl, FileChannel unpacked, long mostFrames) {
    this.mostFrames = mostFrames;
    this.file = file;
    this.samples = font.samples();
    this.smpl = smpl;
    this.unpacked = unpacked;
    this.headers = ByteBuffer.allocate(samples.bytes().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    headers.put(samples.bytes().duplicate()).flip();
  }

  /**
   * Unpacks samples, into a file on the disk without a name; all others become silence.
   *
   * @param font lists of the file
   * @param played numbers of the samples
   * @param mostFrames of them all, unpacked; usually {@link #MOST_FRAMES}
   * @throws MalformedInputException where one of them cannot be decoded, or they are too long
   */
  static Sf3 unpack(SeekableByteChannel file, Sf2 font, Set<Integer> played, long mostFrames)
      throws IOException, MalformedInputException {
    RiffChunk riff = RiffChunk.ofFile(file);
    RiffChunk sdta = RiffChunk.list(riff.children(file), "sdta").orElseThrow();
    RiffChunk smpl = null;
    for (RiffChunk chunk : sdta.children(file)) {
      smpl = chunk.id().equals("smpl") ? chunk : smpl;
    }
    Path temporary = Files.createTempFile("partita-soundfont", ".sf2");
    Sf3 made =
        new Sf3(
            file,
            font,
            smpl,
            FileChannel.open(
                temporary,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE),
            mostFrames);
    try {
      made.write(riff, sdta, played);
      return made;
    } catch (Throwable e) {
      made.close();
      throw e;
    }
  }

  private void write(RiffChunk riff, RiffChunk sdta, Set<Integer> played)
      throws IOException, MalformedInputException {
    copy(0, sdta.offset());
    long list = unpacked.position();
    append(chunk("LIST", 0), ascii("sdta"), chunk("smpl", 0));
    long data = unpacked.position();
    silence(SILENT_FRAMES);
    for (int sample = 0; sample < samples.count(); sample++) {
      unpack(sample, played.contains(sample));
    }
    long end = unpacked.position();
    shift = end - sdta.end();
    copy(sdta.end(), riff.end());
    put(list, chunk("LIST", end - list - 8));
    put(data - 8, chunk("smpl", end - data));
    put(4, ints(unpacked.size() - 8));
    put(inSf2(samples.offset()), headers);
  }

  private void unpack(int sample, boolean isPlayed) throws IOException, MalformedInputException {
    int type = samples.unsigned16(sample, SAMPLE_TYPE);
    long start = samples.unsigned32(sample, START);
    long end = samples.unsigned32(sample, START + 4);
    long loopStart = samples.unsigned32(sample, LOOP_START);
    long loopEnd = samples.unsigned32(sample, LOOP_START + 4);
    long first = frames;
    if (!isPlayed) {
      set(sample, 0, SILENT_FRAMES, 0, 0);
    } else if ((type & Sf2.PACKED) == 0) {
      requireWithin(sample, start, end, smpl.size() / FRAME_BYTES, "frame");
      count(sample, end - start);
      copy(smpl.dataOffset() + start * FRAME_BYTES, smpl.dataOffset() + end * FRAME_BYTES);
      set(sample, first, frames, loopStart - start + first, loopEnd - start + first);
      silence(SILENT_FRAMES);
    } else {
      requireWithin(sample, start, end, smpl.size(), "byte");
      streamBytes += end - start;
      if (streamBytes > READ_MULTIPLE * smpl.size()) {
        throw fault(sample, samples.offsetOf(sample), "has the same bytes as many others");
      }
      decode(sample, start, end);
      set(sample, first, frames, loopStart + first, loopEnd + first);
      silence(SILENT_FRAMES);
    }
    headers.putShort(record(sample) + SAMPLE_TYPE, (short) (type & ~Sf2.PACKED));
  }

  private void requireWithin(int sample, long start, long end, long size, String unit)
      throws MalformedInputException {
    if (start >= end || end > size || (unit.equals("byte") && end - start > MOST_STREAM_BYTES)) {
      throw fault(
          sample,
          samples.offsetOf(sample),
          "goes from " + unit + " " + start + " to " + end + " of " + size + " in the file");
    }
  }

  private void decode(int sample, long start, long end)
      throws IOException, MalformedInputException {
    byte[] stream = new byte[(int) (end - start)];
    file.position(smpl.dataOffset() + start);
    Channels.newInputStream(file).readNBytes(stream, 0, stream.length);
    try (SeekableByteChannel bytes = new SeekableInMemoryByteChannel(stream);
        AudioReader reader = AudioReader.open(bytes, AudioLimits.defaults())) {
      if (!reader.format().container().equals("ogg")) {
        throw fault(
            sample, smpl.dataOffset() + start, "is packed as " + reader.format().container());
      }
      float[] block = new float[BLOCK];
      for (int count = reader.readMono(block); count >= 0; count = reader.readMono(block)) {
        count(sample, count);
        ByteBuffer pcm = ByteBuffer.allocate(count * FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
          pcm.putShort(FullScale.int16(block[i]));
        }
        append(pcm.flip());
      }
    } catch (MalformedInputException e) {
      if (e.fault() instanceof SoundFontFault) {
        throw e;
      }
      throw fault(
          sample, smpl.dataOffset() + start + e.byteOffset(), "cannot be unpacked: " + e.detail());
    }
  }

  private void count(int sample, long count) throws MalformedInputException {
    frames += count;
    if (frames > mostFrames) {
      throw fault(
          sample,
          samples.offsetOf(sample),
          "makes more than " + mostFrames + " frames of what is played, unpacked");
    }
  }

  private void set(int sample, long... places) {
    for (int i = 0; i < places.length; i++) {
      headers.putInt(record(sample) + START + i * Integer.BYTES, (int) places[i]);
    }
  }

  private int record(int sample) {
    return sample * samples.recordBytes();
  }

  private MalformedInputException fault(int sample, long offset, String what) {
    return new MalformedInputException(
        SoundFontFault.BAD_SAMPLE,
        offset,
        String.format(Locale.ROOT, "Sample %d, '%s', %s", sample, samples.text(sample), what));
  }

  private void silence(int count) throws IOException {
    frames += count;
    append(ByteBuffer.allocate(count * FRAME_BYTES));
  }

  private void copy(long from, long until) throws IOException {
    file.position(from);
    InputStream bytes = Channels.newInputStream(file);
    long left = until - from;
    while (left > 0) {
      byte[] block = bytes.readNBytes((int) Math.min(BLOCK, left));
      if (block.length == 0) {
        throw new IOException("The file became shorter while it was read");
      }
      append(ByteBuffer.wrap(block));
      left -= block.length;
    }
  }

  private void append(ByteBuffer... parts) throws IOException {
    for (ByteBuffer part : parts) {
      while (part.hasRemaining()) {
        unpacked.write(part);
      }
    }
  }

  private void put(long at, ByteBuffer bytes) throws IOException {
    long position = at;
    ByteBuffer left = bytes.duplicate();
    while (left.hasRemaining()) {
      position += unpacked.write(left, position);
    }
  }

  private static ByteBuffer chunk(String id, long size) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(id.getBytes(StandardCharsets.US_ASCII))
        .putInt((int) size)
        .flip();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer ints(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).flip();
  }

  /** The SoundFont 2. */
  SeekableByteChannel channel() {
    return unpacked;
  }

  /** The SoundFont 2 from its beginning, for Java's reader. */
  InputStream stream() throws IOException {
    unpacked.position(0);
    return new BufferedInputStream(Channels.newInputStream(unpacked));
  }

  private long inSf2(long byteOffset) {
    return byteOffset > smpl.offset() ? byteOffset + shift : byteOffset;
  }

  /** A place that was found in a list of the SoundFont 2, in the file. */
  long inFile(long byteOffset) {
    return byteOffset > smpl.offset() ? byteOffset - shift : byteOffset;
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
  }
}
