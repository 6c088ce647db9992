package io.partita.audio.file;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes one audio file, in pieces, with FFmpeg's libraries: MP3 (MPEG layers 1 to 3), FLAC, Ogg
 * with Vorbis, Opus or FLAC, WAV and AU with PCM of any width, A-law, µ-law, ADPCM, GSM or MP3, and
 * MP4 or ADTS with AAC or ALAC. The samples, and how many there are, are those of the command
 * {@code ffmpeg -i FILE -f f32le -}: without the silence that an encoder has put in front and
 * behind, wherever the file tells of it.
 *
 * <p>Damage inside the stream is passed over and counted, floats that are no finite numbers become
 * 0 and are counted, too; a file that gives no sample at all is a fault. Where rate or channels
 * change, what follows is converted to those of the beginning. The file is read by ranges, and what
 * is held does not depend on its length. Not for several threads.
 */
public final class AudioReader implements Closeable {
  /** Damage may look like a change; a stream that changes more often is nothing but damage. */
  private static final int MOST_CHANGES = 100;

  /** Below this is no audio, and a second of it would be resampled to too much. */
  private static final int LEAST_HZ = 100;

  private final AudioLimits limits;
  private final AudioDemuxer demuxer;
  private final AudioDecoder decoder;
  private final FormatConverter converter;
  private final AudioFormat format;
  private final boolean truncated;
  private final FramePlanes framePlanes = new FramePlanes();
  private float[][] planes;
  private int from;
  private int until;
  private long samplesDecoded;
  private long samplesRead;
  private boolean finishing;
  private boolean ended;
  private boolean closed;

  private AudioReader(SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    this.limits = limits;
    PcmHeader header = PcmHeader.of(bytes);
    truncated = header.truncated();
    demuxer = AudioDemuxer.open(bytes);
    AudioDecoder opened = null;
    FormatConverter made = null;
    try {
      opened = new AudioDecoder(demuxer);
      decoder = opened;
      AVFrame first = firstFrame();
      format = formatOf(first, header);
      made = new FormatConverter(first);
      converter = made;
      take(first);
    } catch (Throwable e) {
      free(made, opened, demuxer);
      throw e;
    }
  }

  /**
   * Opens a file and decodes its first frame.
   *
   * @param bytes the file, read from its byte 0 wherever it stands; closed by the caller, after the
   *     reader
   * @throws MalformedInputException with an {@link AudioFault} if it gives no audio within the
   *     limits
   * @throws IOException if the channel fails, never because of what the file holds
   * @throws io.partita.UserException where FFmpeg is missing
   */
  public static AudioReader open(SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    FfmpegLibrary.require();
    return new AudioReader(bytes, limits);
  }

  /** What the file is, known from its header and its first frame. */
  public AudioFormat format() {
    return format;
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
  static void average(float[][] planes, int from, int count, float[] into, int at) {
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

  /** The first frame, which settles rate and channels. */
  private AVFrame firstFrame() throws IOException, MalformedInputException {
    AVFrame first = decoder.next();
    if (first == null) {
      throw decoder.errors() > 0
          ? demuxer.fault(
              AudioFault.UNDECODABLE,
              "None of its "
                  + demuxer.codec()
                  + " packets could be decoded: "
                  + decoder.errors()
                  + " errors")
          : demuxer.fault(AudioFault.NO_SAMPLES, "Its " + demuxer.codec() + " stream is empty");
    }
    if (first.channels() > limits.maxChannels()) {
      throw demuxer.fault(
          AudioFault.TOO_MANY_CHANNELS,
          "It has " + first.channels() + " channels: more than " + limits.maxChannels());
    }
    if (first.sample_rate() < LEAST_HZ || first.sample_rate() > limits.maxSampleRateHz()) {
      throw demuxer.fault(
          AudioFault.BAD_SAMPLE_RATE,
          "Its sample rate is "
              + first.sample_rate()
              + " Hz: expected "
              + LEAST_HZ
              + " to "
              + limits.maxSampleRateHz());
    }
    return first;
  }

  private AudioFormat formatOf(AVFrame first, PcmHeader header) {
    return new AudioFormat(
        demuxer.container(),
        demuxer.codec(),
        first.sample_rate(),
        first.channels(),
        demuxer.bitRate(),
        header.durationS().isPresent() ? header.durationS() : demuxer.durationS());
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

  /** Whether there are decoded samples to give; decodes the next frame if not. */
  private boolean available() throws IOException, MalformedInputException {
    while (from == until && !ended) {
      AVFrame frame = finishing ? null : decoder.next();
      if (frame != null) {
        take(converter.convert(frame));
        if (converter.changes() > MOST_CHANGES) {
          throw demuxer.fault(
              AudioFault.UNSTABLE_FORMAT,
              "Its rate or channels changed more than " + MOST_CHANGES + " times");
        }
      } else {
        ended = finishing;
        take(finishing ? null : converter.finish());
        finishing = true;
      }
    }
    return from < until;
  }

  private void take(AVFrame frame) throws MalformedInputException {
    from = 0;
    until = frame == null ? 0 : frame.nb_samples();
    samplesDecoded += until;
    if (samplesDecoded / format.sampleRateHz() >= limits.maxDurationS()
        && samplesDecoded > limits.maxDurationS() * format.sampleRateHz()) {
      throw demuxer.fault(
          AudioFault.TOO_LONG,
          "It lasts longer than " + limits.maxDurationS() + " s: raise the limit to read it");
    }
    if (frame != null) {
      planes = framePlanes.of(frame);
    }
  }

  private static void free(FormatConverter converter, AudioDecoder decoder, AudioDemuxer demuxer) {
    if (converter != null) {
      converter.close();
    }
    if (decoder != null) {
      decoder.close();
    }
    demuxer.close();
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
    int errors = Math.max(decoder.errors(), truncated ? 1 : 0);
    return (int) Math.min(Integer.MAX_VALUE, errors + framePlanes.muted());
  }

  /** Whether it is a WAV or AU file whose header promises more bytes of samples than there are. */
  public boolean truncated() {
    return truncated;
  }

  /** Frees what FFmpeg holds; the channel stays open. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      free(converter, decoder, demuxer);
    }
  }
}
