package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_NATIVE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
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

  /**
   * What may change.
   *
   * @param mask of its channels' places; the usual one of their number where it tells none
   */
  private record Shape(int sampleRateHz, int channels, long mask) {
    static Shape of(AVFrame frame) {
      AVChannelLayout layout = frame.ch_layout();
      if (layout.order() == AV_CHANNEL_ORDER_NATIVE && layout.u_mask() != 0) {
        return new Shape(frame.sample_rate(), layout.nb_channels(), layout.u_mask());
      }
      try (AVChannelLayout usual = usual(layout.nb_channels())) {
        long mask = usual.order() == AV_CHANNEL_ORDER_NATIVE ? usual.u_mask() : 0;
        return new Shape(frame.sample_rate(), layout.nb_channels(), mask);
      }
    }

    private static AVChannelLayout usual(int channels) {
      AVChannelLayout layout = new AVChannelLayout();
      av_channel_layout_default(layout, channels);
      return layout;
    }

    AVChannelLayout layout() {
      AVChannelLayout layout = usual(channels);
      return mask == 0 ? layout : layout.order(AV_CHANNEL_ORDER_NATIVE).u_mask(mask);
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
    SwrContext swr = new SwrContext(null);
    try (AVChannelLayout to = target.layout();
        AVChannelLayout of = from.layout()) {
      int made =
          swr_alloc_set_opts2(
              swr,
              to,
              AV_SAMPLE_FMT_FLTP,
              target.sampleRateHz,
              of,
              format,
              from.sampleRateHz,
              0,
              (Pointer) null);
      if (made < 0) {
        return null;
      }
    }
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
    try (AVChannelLayout layout = target.layout()) {
      Ffmpeg.required(av_channel_layout_copy(converted.ch_layout(), layout) < 0 ? null : layout);
    }
    converted.sample_rate(target.sampleRateHz).format(AV_SAMPLE_FMT_FLTP);
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
