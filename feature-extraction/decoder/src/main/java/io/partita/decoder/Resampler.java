package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Brings mono samples to another rate, piece by piece, with libswresample and its default settings
 * (a windowed sinc of 32 taps). N samples in give ⌈N · to / from⌉ out, once it is finished; equal
 * rates copy. Other rates take samples beyond ±10³⁰ for that. Where libswresample rounds the
 * ratio's phases and so ends one sample short, that sample is the last one again. Not for several
 * threads.
 */
final class Resampler implements Closeable {
  private static final int TAPS = 32;

  /** What one call may give: a large piece between distant rates would take a large block. */
  private static final int MOST_OUTPUT_SAMPLES = 1 << 20;

  private static final int MOST_MISSING = 1;

  /** Sums of larger floats may overflow, within and after the filter. */
  private static final float LARGEST_FILTERED = 1e30f;

  private final int fromHz;
  private final int toHz;
  private final SwrContext context;
  private final PointerPointer<FloatPointer> inPlanes = new PointerPointer<>(1);
  private final PointerPointer<FloatPointer> outPlanes = new PointerPointer<>(1);
  private float[] limited = new float[0];
  private FloatPointer in = new FloatPointer(0L);
  private FloatPointer out = new FloatPointer(0L);
  private long taken;
  private long given;
  private float lastSample;
  private boolean closed;

  /**
   * @param fromHz the rate of what comes, at least 1
   * @param toHz the rate of what is wanted, at least 1
   * @throws IOException if FFmpeg gets no memory
   */
  Resampler(int fromHz, int toHz) throws IOException {
    if (fromHz < 1 || toHz < 1) {
      throw new IllegalArgumentException(
          "Rates must be at least 1 Hz, not " + fromHz + " and " + toHz);
    }
    this.fromHz = fromHz;
    this.toHz = toHz;
    context = fromHz == toHz ? null : context(fromHz, toHz);
  }

  private static SwrContext context(int fromHz, int toHz) throws IOException {
    SwrContext context = new SwrContext(null);
    try (AVChannelLayout mono = new AVChannelLayout()) {
      av_channel_layout_default(mono, 1);
      int made =
          swr_alloc_set_opts2(
              context,
              mono,
              AV_SAMPLE_FMT_FLTP,
              toHz,
              mono,
              AV_SAMPLE_FMT_FLTP,
              fromHz,
              0,
              (Pointer) null);
      Ffmpeg.required(made < 0 ? null : context);
    }
    int ready = swr_init(context);
    if (ready < 0) {
      swr_free(context);
      throw new IOException(
          "Cannot resample from " + fromHz + " to " + toHz + " Hz: " + Ffmpeg.text(ready));
    }
    return context;
  }

  /** The length of a whole: ⌈samples · toHz / fromHz⌉. */
  static long length(long samples, int fromHz, int toHz) {
    long whole = samples / fromHz * toHz;
    return whole + (samples % fromHz * toHz + fromHz - 1) / fromHz;
  }

  /** How many samples {@link #push} of so many, or with 0 {@link #finish}, may give at most. */
  int outputBound(int count) {
    if (context == null) {
      return count;
    }
    boolean tiny = count == 0 && given == 0;
    return swr_get_out_samples(context, tiny ? filterSamples() : count) + MOST_MISSING;
  }

  /**
   * Takes samples and gives those that are ready.
   *
   * @param samples next samples, from 0 to {@code count} − 1
   * @param output room for {@link #outputBound outputBound(count)} samples
   * @return how many were given, 0 or more
   */
  int push(float[] samples, int count, float[] output) {
    taken += count;
    if (context == null) {
      System.arraycopy(samples, 0, output, 0, count);
      given += count;
      return count;
    }
    int some = (int) Math.max(1, Math.min(count, (long) MOST_OUTPUT_SAMPLES * fromHz / toHz));
    in = fit(in, inPlanes, some);
    int converted = 0;
    for (int at = 0; at < count; at += some) {
      int piece = Math.min(some, count - at);
      in.put(limited(samples, at, piece), 0, piece);
      converted += convert(inPlanes, piece, output, converted);
    }
    return converted;
  }

  private float[] limited(float[] samples, int at, int count) {
    if (limited.length < count) {
      limited = new float[count];
    }
    for (int i = 0; i < count; i++) {
      float sample = samples[at + i];
      limited[i] =
          sample > LARGEST_FILTERED
              ? LARGEST_FILTERED
              : sample < -LARGEST_FILTERED ? -LARGEST_FILTERED : sample;
    }
    return limited;
  }

  /**
   * Gives the last samples; nothing may be pushed afterwards.
   *
   * @param output room for {@link #outputBound outputBound(0)} samples
   * @return how many were given, 0 or more
   */
  int finish(float[] output) {
    if (context == null) {
      return 0;
    }
    int count = given == 0 && taken > 0 ? pushSilence(output) : 0;
    count += convert(null, 0, output, count);
    long missing = length(taken, fromHz, toHz) - given;
    if (missing > MOST_MISSING) {
      throw new IllegalStateException("libswresample ended " + missing + " samples short");
    }
    if (missing > 0) {
      output[count] = lastSample;
      given++;
    }
    return count + (int) missing;
  }

  /** A whole shorter than the filter gives nothing by itself. */
  private int pushSilence(float[] output) {
    int count = filterSamples();
    in = fit(in, inPlanes, count);
    in.put(new float[count], 0, count);
    return convert(inPlanes, count, output, 0);
  }

  private int filterSamples() {
    return 2 * TAPS * Math.max(1, fromHz / toHz + 1);
  }

  private int convert(PointerPointer<FloatPointer> from, int count, float[] output, int at) {
    int bound = Math.max(1, swr_get_out_samples(context, count));
    out = fit(out, outPlanes, bound);
    int converted = swr_convert(context, outPlanes, bound, from, count);
    if (converted < 0) {
      throw new IllegalStateException("Cannot resample: " + Ffmpeg.text(converted));
    }
    int wanted = (int) Math.min(converted, length(taken, fromHz, toHz) - given);
    if (output.length < at + wanted) {
      throw new IllegalArgumentException(
          "Expected room for " + (at + wanted) + " samples, got " + output.length);
    }
    out.get(output, at, wanted);
    given += wanted;
    lastSample = wanted > 0 ? output[at + wanted - 1] : lastSample;
    return wanted;
  }

  private static FloatPointer fit(
      FloatPointer plane, PointerPointer<FloatPointer> planes, int count) {
    if (plane.capacity() >= count && count > 0) {
      return plane;
    }
    plane.close();
    FloatPointer larger = new FloatPointer(Math.max(1L, count));
    planes.put(0, larger);
    return larger;
  }

  /** Frees what FFmpeg holds. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (context != null) {
        swr_free(context);
      }
      in.close();
      out.close();
      inPlanes.close();
      outPlanes.close();
    }
  }
}
