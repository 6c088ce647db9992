package io.partita.decoder;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.audio.file.AudioLimits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes one audio file, in pieces, as {@code AudioReader} tells. Damage inside the stream is
 * passed over and counted; where rate or channels change, what follows is converted to those of the
 * beginning.
 */
final class FileDecoder implements Closeable {
  /** Damage may look like a change; a stream that changes more often is nothing but damage. */
  private static final int MOST_CHANGES = 100;

  /** Below this is no audio, and a second of it would be resampled to too much. */
  private static final int LEAST_HZ = 100;

  private final AudioLimits limits;
  private final AudioDemuxer demuxer;
  private final AudioDecoder decoder;
  private final FormatConverter converter;
  private final int sampleRateHz;
  private final int channels;
  private final FramePlanes framePlanes = new FramePlanes();
  private float[][] planes;
  private int from;
  private int until;
  private long samplesDecoded;
  private boolean finishing;
  private boolean ended;
  private boolean closed;

  /** Opens a file and decodes its first frame. */
  FileDecoder(SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    this.limits = limits;
    demuxer = AudioDemuxer.open(bytes);
    AudioDecoder opened = null;
    FormatConverter made = null;
    try {
      opened = new AudioDecoder(demuxer);
      decoder = opened;
      AVFrame first = firstFrame();
      sampleRateHz = first.sample_rate();
      channels = first.ch_layout().nb_channels();
      made = new FormatConverter(first);
      converter = made;
      take(first);
    } catch (Throwable e) {
      free(made, opened, demuxer);
      throw e;
    }
  }

  String container() {
    return demuxer.container();
  }

  String codec() {
    return demuxer.codec();
  }

  int sampleRateHz() {
    return sampleRateHz;
  }

  int channels() {
    return channels;
  }

  OptionalLong bitRate() {
    return demuxer.bitRate();
  }

  OptionalDouble durationS() {
    return demuxer.durationS();
  }

  /**
   * Decodes the next samples.
   *
   * @param planes an array for each channel, of one length, filled from 0 on
   * @return the number of samples in each channel, at least 1, or −1 at the end
   * @throws MalformedInputException if the file turns out too long, or to be nothing but damage
   */
  int read(float[][] planes) throws IOException, MalformedInputException {
    int wanted = planes[0].length;
    int filled = 0;
    while (filled < wanted && available()) {
      int count = Math.min(wanted - filled, until - from);
      for (int channel = 0; channel < planes.length; channel++) {
        System.arraycopy(this.planes[channel], from, planes[channel], filled, count);
      }
      from += count;
      filled += count;
    }
    return filled == 0 ? -1 : filled;
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
    if (first.ch_layout().nb_channels() > limits.maxChannels()) {
      throw demuxer.fault(
          AudioFault.TOO_MANY_CHANNELS,
          "It has "
              + first.ch_layout().nb_channels()
              + " channels: more than "
              + limits.maxChannels());
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
    if (samplesDecoded / sampleRateHz >= limits.maxDurationS()
        && samplesDecoded > limits.maxDurationS() * sampleRateHz) {
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

  /** Packets that could not be decoded so far, and 1 where the container breaks off. */
  int errors() {
    return decoder.errors();
  }

  /** Samples so far, of each channel, that were no finite numbers and are 0 now. */
  long muted() {
    return framePlanes.muted();
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
