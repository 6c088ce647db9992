package io.partita.audio.file;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_default_channel_layout;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.Pointer;

/**
 * Brings frames of another rate or other channels to those of the stream's first frame, as the
 * ffmpeg command does: a resampler for each stretch that differs, whose last samples are dropped at
 * the next change and given at the end of the stream.
 */
final class FormatConverter implements AutoCloseable {
  private final Shape target;
  private final AVFrame converted;
  private Shape shape;
  private SwrContext converter;
  private int changes;

  /** What may change. */
  private record Shape(int sampleRateHz, int channels, long layout) {
    static Shape of(AVFrame frame) {
      long layout = frame.channel_layout();
      int channels = frame.channels();
      return new Shape(
          frame.sample_rate(),
          channels,
          layout == 0 ? av_get_default_channel_layout(channels) : layout);
    }
  }

  FormatConverter(AVFrame first) throws IOException {
    target = Shape.of(first);
    shape = target;
    converted = Ffmpeg.required(av_frame_alloc());
  }

  /** The frame itself, or its samples converted; null where it cannot be converted. */
  AVFrame convert(AVFrame frame) throws IOException {
    Shape of = Shape.of(frame);
    if (!of.equals(shape)) {
      changes++;
      shape = of;
      freeConverter();
      if (!of.equals(target)) {
        converter = converter(of, frame.format());
      }
    }
    return shape.equals(target) ? frame : resampled(frame);
  }

  /** What a converter still holds at the end of the stream; null if absent. */
  AVFrame finish() {
    return converter == null ? null : resampled(null);
  }

  /** How often rate or channels changed so far. */
  int changes() {
    return changes;
  }

  private SwrContext converter(Shape from, int format) throws IOException {
    SwrContext swr =
        Ffmpeg.required(
            swr_alloc_set_opts(
                null,
                target.layout,
                AV_SAMPLE_FMT_FLTP,
                target.sampleRateHz,
                from.layout,
                format,
                from.sampleRateHz,
                0,
                (Pointer) null));
    if (swr_init(swr) < 0) {
      swr_free(swr);
      return null;
    }
    return swr;
  }

  private AVFrame resampled(AVFrame frame) {
    if (converter == null) {
      return null;
    }
    av_frame_unref(converted);
    converted.channel_layout(target.layout).sample_rate(target.sampleRateHz);
    converted.format(AV_SAMPLE_FMT_FLTP);
    int answer = swr_convert_frame(converter, converted, frame);
    return answer < 0 || converted.nb_samples() == 0 ? null : converted;
  }

  private void freeConverter() {
    if (converter != null) { // FFmpeg takes no null here
      swr_free(converter);
      converter = null;
    }
  }

  @Override
  public void close() {
    freeConverter();
    av_frame_free(converted);
  }
}
