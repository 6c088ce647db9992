package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBLP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8P;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The samples of decoded frames as floats, one array a channel: n/128 of unsigned 8-bit less 128,
 * n/2^15 of 16-bit, n/2^31 of 32-bit, n/2^63 of 64-bit integers, rounded once to float, and floats
 * as they are. A float that is no number, infinite or too large for 32 bits becomes 0 and is
 * counted: one of them would make sums and spectra of all others useless. The arrays are kept from
 * frame to frame, and grow.
 */
final class FramePlanes {
  private static final float OF_U8 = 1f / (1 << 7);
  private static final float OF_S16 = 1f / (1 << 15);
  private static final float OF_S32 = 1f / (1L << 31);
  private static final float OF_S64 = 1f / (1L << 62) / 2;

  private float[][] planes = new float[0][];
  private long muted;

  /** The samples of a frame, valid until the next call; longer than {@code frame.nb_samples()}. */
  float[][] of(AVFrame frame) {
    int count = frame.nb_samples();
    int channels = frame.ch_layout().nb_channels();
    fit(channels, count);
    boolean planar = av_sample_fmt_is_planar(frame.format()) == 1;
    int bytes = av_get_bytes_per_sample(frame.format());
    int step = planar ? 1 : channels;
    for (int channel = 0; channel < channels; channel++) {
      ByteBuffer samples =
          frame
              .extended_data(planar ? channel : 0)
              .capacity((long) count * step * bytes)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder());
      copy(samples, frame.format(), planar ? 0 : channel, step, planes[channel], count);
      muted += mute(planes[channel], count);
    }
    return planes;
  }

  /** Samples so far, of each channel, that were no finite numbers. */
  long muted() {
    return muted;
  }

  private static int mute(float[] samples, int count) {
    int muted = 0;
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(samples[i])) {
        samples[i] = 0;
        muted++;
      }
    }
    return muted;
  }

  private void fit(int channels, int count) {
    if (planes.length != channels || planes[0].length < count) {
      planes = new float[channels][count];
    }
  }

  private static void copy(
      ByteBuffer from, int format, int first, int step, float[] to, int count) {
    switch (format) {
      case AV_SAMPLE_FMT_FLTP -> from.asFloatBuffer().get(to, 0, count);
      case AV_SAMPLE_FMT_FLT -> {
        var samples = from.asFloatBuffer();
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = samples.get(at);
        }
      }
      case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P -> {
        var samples = from.asShortBuffer();
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = samples.get(at) * OF_S16;
        }
      }
      case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P -> {
        var samples = from.asIntBuffer();
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = samples.get(at) * OF_S32;
        }
      }
      case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P -> {
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = ((from.get(at) & 0xff) - 128) * OF_U8;
        }
      }
      case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP -> {
        var samples = from.asDoubleBuffer();
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = (float) samples.get(at);
        }
      }
      case AV_SAMPLE_FMT_S64 -> {
        var samples = from.asLongBuffer();
        for (int i = 0, at = first; i < count; i++, at += step) {
          to[i] = samples.get(at) * OF_S64;
        }
      }
      default -> throw new IllegalStateException("No decoder here gives sample format " + format);
    }
  }
}
