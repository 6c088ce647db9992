package io.partita.audio.file;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.audio.AudioStatistics;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Decodes one audio file, in pieces, with FFmpeg in a process of its own: MP3 (MPEG layers 1 to 3),
 * FLAC, Ogg with Vorbis, Opus or FLAC, WAV and AU with PCM of any width, A-law, µ-law, ADPCM, GSM
 * or MP3, and MP4 or ADTS with AAC or ALAC. The samples, and how many there are, are those of the
 * command {@code ffmpeg -i FILE -f f32le -}: without the silence that an encoder has put in front
 * and behind, wherever the file tells of it.
 *
 * <p>Damage inside the stream is passed over and counted, floats that are no finite numbers become
 * 0 and are counted, too; a file that gives no sample at all is a fault. Where rate or channels
 * change, what follows is converted to those of the beginning. The file is read by ranges, and what
 * is held does not depend on its length. A file that makes the process crash, hang or take too much
 * memory is a fault, too. Not for several threads.
 */
public final class AudioReader implements Closeable {
  /** Blocks that may be on their way: the process decodes while they are used. */
  private static final int MOST_BLOCKS = 16;

  private final DecoderProcess process;
  private final AudioFormat format;
  private final boolean truncated;
  private final float[][] planes;
  private int sentChannels;
  private MonoSink monoSink;
  private AudioStatistics statistics = new AudioStatistics();
  private float[] mono = {};
  private int blocks;
  private int from;
  private int until;
  private long samplesRead;
  private int errors;
  private long muted;
  private boolean ended;
  private boolean closed;

  private AudioReader(DecoderProcess process, SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    this.process = process;
    PcmHeader header = PcmHeader.of(bytes);
    truncated = header.truncated();
    long size = bytes.size();
    process.open(
        bytes,
        out -> {
          out.writeByte(DecoderWire.OPEN);
          out.writeLong(size);
          out.writeLong(limits.maxDurationS());
          out.writeInt(limits.maxChannels());
          out.writeInt(limits.maxSampleRateHz());
        });
    int answer = process.answer();
    if (answer != DecoderWire.OPENED) {
      throw refused(answer);
    }
    format = process.values(in -> format(in, header));
    planes = new float[format.channels()][DecoderWire.BLOCK_SAMPLES];
    sentChannels = planes.length;
  }

  /** What comes from the process is not trusted. */
  private static AudioFormat format(DataInputStream in, PcmHeader header) throws IOException {
    String container = DecoderWire.text(in);
    String codec = DecoderWire.text(in);
    int sampleRateHz = in.readInt();
    int channels = in.readInt();
    long bitRate = in.readLong();
    double durationS = in.readDouble();
    if (sampleRateHz < 1 || channels < 1 || channels > AudioLimits.MOST_CHANNELS) {
      throw new StreamCorruptedException(channels + " channels of " + sampleRateHz + " Hz");
    }
    return new AudioFormat(
        container,
        codec,
        sampleRateHz,
        channels,
        bitRate > 0 ? OptionalLong.of(bitRate) : OptionalLong.empty(),
        header.durationS().isPresent()
            ? header.durationS()
            : durationS >= 0 ? OptionalDouble.of(durationS) : OptionalDouble.empty());
  }

  /**
   * Starts the processes of so many readers in the background, as each takes a moment to start.
   * Those that are not used within a minute end.
   */
  public static void prepare(int readers) {
    DecoderProcess.prepare(readers);
  }

  /**
   * Opens a file and decodes its first frame.
   *
   * @param bytes the file, read from its byte 0 on; closed by the caller, after the reader
   * @throws MalformedInputException with an {@link AudioFault} if it gives no audio within the
   *     limits
   * @throws IOException if the channel fails or no process can be started, never because of what
   *     the file holds
   * @throws io.partita.UserException where FFmpeg is missing
   */
  public static AudioReader open(SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    DecoderProcess process = DecoderProcess.take();
    try {
      return new AudioReader(process, bytes, limits);
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  /** What the file is, known from its header and its first frame. */
  public AudioFormat format() {
    return format;
  }

  /** Takes the average of the channels at another rate. */
  interface MonoSink {
    /** Takes samples 0 to {@code count} − 1. */
    void samples(float[] samples, int count);
  }

  /**
   * From here on all that is read goes into a sink as well, averaged as {@link #readMono} does and
   * then resampled as by libswresample: ⌈samples · rateHz / the file's rate⌉ of them at the end.
   * Nothing may have been read.
   */
  void mono(int rateHz, MonoSink sink) throws MalformedInputException {
    mono(rateHz, sink, false);
  }

  /**
   * The same of the whole file and for nothing else: a fifth of the samples of a stereo file have
   * to come from the process. They are counted there.
   */
  void monoAlone(int rateHz, MonoSink sink) throws IOException, MalformedInputException {
    mono(rateHz, sink, true);
    while (available()) {
      samplesRead += until - from;
      from = until;
    }
  }

  private void mono(int rateHz, MonoSink sink, boolean isAlone) throws MalformedInputException {
    monoSink = sink;
    sentChannels = isAlone ? 0 : planes.length;
    process.ask(
        out -> {
          out.writeByte(DecoderWire.MONO);
          out.writeInt(rateHz);
          out.writeBoolean(isAlone);
        });
  }

  /** Of the samples that {@link #monoAlone} has read. */
  AudioStatistics statistics() {
    return statistics;
  }

  /**
   * Decodes the next samples.
   *
   * @param planes an array for each channel, all filled from 0 on; the shortest tells how many
   *     samples are asked for. Values are in [−1, 1], where 16-bit n is n/32768; lossy codecs and
   *     float files may go beyond, but are finite
   * @return the number of samples in each channel, at least 1, or −1 at the end
   * @throws MalformedInputException if the file turns out too long, or to be nothing but damage
   * @throws IOException if the channel fails
   */
  public int read(float[][] planes) throws IOException, MalformedInputException {
    int wanted = wanted(planes);
    int filled = 0;
    while (filled < wanted && available()) {
      int count = Math.min(wanted - filled, until - from);
      for (int channel = 0; channel < planes.length; channel++) {
        System.arraycopy(this.planes[channel], from, planes[channel], filled, count);
      }
      from += count;
      filled += count;
    }
    samplesRead += filled;
    return filled == 0 ? -1 : filled;
  }

  /**
   * As {@link #read}, with the channels averaged: the sum of the samples in order of the channels,
   * in float, divided by their number.
   */
  public int readMono(float[] samples) throws IOException, MalformedInputException {
    if (format.channels() == 1) {
      return read(new float[][] {samples});
    }
    int filled = 0;
    while (filled < samples.length && available()) {
      int count = Math.min(samples.length - filled, until - from);
      average(planes, from, count, samples, filled);
      from += count;
      filled += count;
    }
    samplesRead += filled;
    return filled == 0 ? -1 : filled;
  }

  /** Writes the averages of {@code count} samples of the planes, as {@link #readMono} has them. */
  public static void average(float[][] planes, int from, int count, float[] into, int at) {
    System.arraycopy(planes[0], from, into, at, count);
    for (int channel = 1; channel < planes.length; channel++) {
      float[] plane = planes[channel];
      for (int i = 0; i < count; i++) {
        into[at + i] += plane[from + i];
      }
    }
    float channels = planes.length;
    for (int i = at; i < at + count; i++) {
      into[i] /= channels;
    }
    for (int i = at; i < at + count; i++) {
      if (!Float.isFinite(into[i])) { // the sum of floats as large as they get
        into[i] = wideAverage(planes, from + i - at);
      }
    }
  }

  private static float wideAverage(float[][] planes, int index) {
    double sum = 0;
    for (float[] plane : planes) {
      sum += plane[index];
    }
    return (float) (sum / planes.length);
  }

  private int wanted(float[][] planes) {
    if (planes.length != format.channels()) {
      throw new IllegalArgumentException(
          "Expected an array for each of " + format.channels() + " channels, got " + planes.length);
    }
    int wanted = Integer.MAX_VALUE;
    for (float[] plane : planes) {
      wanted = Math.min(wanted, plane.length);
    }
    return wanted;
  }

  /** Whether there are decoded samples to give; reads the next block if not. */
  private boolean available() throws IOException, MalformedInputException {
    while (from == until && !ended) {
      request();
      int answer = process.answer();
      switch (answer) {
        case DecoderWire.SAMPLES -> take();
        case DecoderWire.LAST -> {
          take();
          ended = true;
        }
        default -> throw refused(answer);
      }
    }
    return from < until;
  }

  private void request() throws MalformedInputException {
    if (blocks <= MOST_BLOCKS / 2) {
      int more = MOST_BLOCKS - blocks;
      process.ask(
          out -> {
            out.writeByte(DecoderWire.MORE);
            out.writeInt(more);
          });
      blocks = MOST_BLOCKS;
    }
  }

  private void take() throws MalformedInputException {
    blocks--;
    DecoderWire.Counts counts = process.values(DecoderWire.Counts::read);
    errors = counts.errors();
    muted = counts.muted();
    statistics = counts.statistics();
    from = 0;
    until = counts.count();
    process.values(
        in -> {
          if (counts.channels() != sentChannels || (counts.monoCount() > 0 && monoSink == null)) {
            throw new StreamCorruptedException("other samples than were asked for: " + counts);
          }
          for (int channel = 0; channel < sentChannels; channel++) {
            DecoderWire.read(in, counts.count(), planes[channel]);
          }
          mono = DecoderWire.read(in, counts.monoCount(), mono);
          return counts;
        });
    if (monoSink != null) {
      monoSink.samples(mono, counts.monoCount());
    }
  }

  private MalformedInputException refused(int answer) throws MalformedInputException {
    if (answer != DecoderWire.REFUSED) {
      return process.ended(new StreamCorruptedException("an answer of kind " + answer));
    }
    DecoderWire.Refusal refusal = process.values(DecoderWire.Refusal::read);
    errors = Math.max(0, refusal.errors());
    muted = Math.max(0, refusal.muted());
    try {
      return refusal.thrown();
    } catch (StreamCorruptedException e) {
      return process.ended(e);
    }
  }

  /** Samples of each channel that {@link #read} and {@link #readMono} have given so far. */
  public long samplesRead() {
    return samplesRead;
  }

  /**
   * Packets that could not be decoded so far, 1 where the container breaks off or a header promises
   * more, and each sample of a channel that was no finite number and is 0 now; at most 2^31 − 1.
   */
  public int decodeErrors() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(errors, truncated ? 1 : 0) + muted);
  }

  /** Whether it is a WAV or AU file whose header promises more bytes of samples than there are. */
  public boolean truncated() {
    return truncated;
  }

  /** Lets go of the process; the channel stays open. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      process.close();
    }
  }
}
