package io.partita.decoder;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_EXPERIMENTAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.partita.audio.FullScale;
import io.partita.audio.file.AudioEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes mono or stereo audio, piece by piece, as {@code AudioWriter} tells. */
final class FileEncoder implements AutoCloseable {
  /** For codecs that take frames of any size. */
  private static final int FRAME_SAMPLES = 4096;

  /** 60 dB beyond full scale: sums inside of an encoder of floats stay finite. */
  private static final float LARGEST_ENCODED = 1000;

  /**
   * LAME makes what it gets at 128 kbit/s quieter by this, 0.45 dB, so that few samples of a
   * decoder are clipped. Loudness is left to the caller, as in all other encodings.
   */
  private static final float SCALE_OF_LAME = 0.95f;

  private final ParentOutput output;
  private final int channels;
  private final float gain;
  private final Resampler[] resamplers;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final AVFormatContext format = new AVFormatContext(null);
  private final float[][] pending;
  private int pendingCount;
  private long written;
  private boolean headerWritten;

  /**
   * Opens an encoder and writes the header.
   *
   * @param sampleRateHz of what is written
   * @param fileHz one that the encoding knows
   * @throws IllegalArgumentException if the encoding does not take this rate or these channels
   */
  FileEncoder(
      ParentOutput output, AudioEncoding encoding, int sampleRateHz, int channels, int fileHz)
      throws IOException {
    this.output = output;
    this.channels = channels;
    gain = encoding == AudioEncoding.MP3 ? 1 / SCALE_OF_LAME : 1;
    AVCodec codec = avcodec_find_encoder_by_name(encoding.encoder());
    context = Ffmpeg.required(avcodec_alloc_context3(codec));
    packet = Ffmpeg.required(av_packet_alloc());
    frame = Ffmpeg.required(av_frame_alloc());
    resamplers = new Resampler[sampleRateHz == fileHz ? 0 : channels];
    try {
      openEncoder(codec, encoding, fileHz);
      openFile(encoding);
      for (int channel = 0; channel < resamplers.length; channel++) {
        resamplers[channel] = new Resampler(sampleRateHz, fileHz);
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
    int samples = context.frame_size() > 0 ? context.frame_size() : FRAME_SAMPLES;
    pending = new float[channels][samples];
  }

  private static int sampleFormat(AudioEncoding encoding) {
    return switch (encoding) {
      case MP3, VORBIS, AAC -> AV_SAMPLE_FMT_FLTP;
      case OPUS -> AV_SAMPLE_FMT_FLT;
      case FLAC, AU, WAV -> AV_SAMPLE_FMT_S16;
    };
  }

  private void openEncoder(AVCodec codec, AudioEncoding encoding, int sampleRateHz) {
    context.sample_rate(sampleRateHz);
    av_channel_layout_default(context.ch_layout(), channels);
    context.sample_fmt(sampleFormat(encoding));
    context.bit_rate(encoding.bitRate());
    context.time_base().num(1).den(sampleRateHz);
    context.thread_count(1);
    context.strict_std_compliance(FF_COMPLIANCE_EXPERIMENTAL); // FFmpeg's own Vorbis calls for it
    context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT);
    if (encoding == AudioEncoding.AAC) { // MP4 keeps the codec's header apart from its packets
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    int opened = avcodec_open2(context, codec, (AVDictionary) null);
    if (opened < 0) {
      throw new IllegalArgumentException(
          encoding + " does not take " + channels + " channels of " + sampleRateHz + " Hz");
    }
  }

  private void openFile(AudioEncoding encoding) throws IOException {
    check(avformat_alloc_output_context2(format, (AVOutputFormat) null, encoding.muxer(), null));
    format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
    AVStream stream = Ffmpeg.required(avformat_new_stream(format, null));
    check(avcodec_parameters_from_context(stream.codecpar(), context));
    stream.time_base().num(1).den(context.sample_rate());
    format.pb(output.context());
    check(avformat_write_header(format, (AVDictionary) null));
    headerWritten = true;
  }

  /** Appends samples 0 to {@code count} − 1 of each channel. */
  void write(float[][] planes, int count) throws IOException {
    if (resamplers.length == 0) {
      encode(planes, count);
      return;
    }
    float[][] resampled = new float[channels][resamplers[0].outputBound(count)];
    int made = 0;
    for (int channel = 0; channel < channels; channel++) {
      made = resamplers[channel].push(planes[channel], count, resampled[channel]);
    }
    encode(resampled, made);
  }

  private void encode(float[][] planes, int count) throws IOException {
    int taken = 0;
    while (taken < count) {
      int some = Math.min(count - taken, pending[0].length - pendingCount);
      for (int channel = 0; channel < channels; channel++) {
        for (int i = 0; i < some; i++) {
          float sample = planes[channel][taken + i] * gain;
          pending[channel][pendingCount + i] =
              Math.max(-LARGEST_ENCODED, Math.min(LARGEST_ENCODED, sample));
        }
      }
      taken += some;
      pendingCount += some;
      if (pendingCount == pending[0].length) {
        encodePending();
      }
    }
  }

  private void encodePending() throws IOException {
    av_frame_unref(frame);
    frame.nb_samples(pendingCount).format(context.sample_fmt());
    check(av_channel_layout_copy(frame.ch_layout(), context.ch_layout()));
    frame.sample_rate(context.sample_rate()).pts(written);
    check(av_frame_get_buffer(frame, 0));
    fill();
    written += pendingCount;
    pendingCount = 0;
    check(avcodec_send_frame(context, frame));
    writePackets();
  }

  private void fill() {
    if (context.sample_fmt() == AV_SAMPLE_FMT_FLTP) {
      for (int channel = 0; channel < channels; channel++) {
        plane(channel, pendingCount * 4).asFloatBuffer().put(pending[channel], 0, pendingCount);
      }
      return;
    }
    boolean integer = context.sample_fmt() == AV_SAMPLE_FMT_S16;
    ByteBuffer samples = plane(0, pendingCount * channels * (integer ? 2 : 4));
    for (int i = 0; i < pendingCount; i++) {
      for (float[] plane : pending) {
        if (integer) {
          samples.putShort(FullScale.int16(plane[i]));
        } else {
          samples.putFloat(plane[i]);
        }
      }
    }
  }

  private ByteBuffer plane(int channel, int bytes) {
    return frame
        .extended_data(channel)
        .capacity(bytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  private void writePackets() throws IOException {
    int received = avcodec_receive_packet(context, packet);
    while (received >= 0) {
      av_packet_rescale_ts(packet, context.time_base(), format.streams(0).time_base());
      packet.stream_index(0);
      check(av_interleaved_write_frame(format, packet)); // takes the packet's data over
      received = avcodec_receive_packet(context, packet);
    }
    if (received != AVERROR_EAGAIN() && received != AVERROR_EOF) {
      check(received);
    }
  }

  private void check(int answer) throws IOException {
    output.check();
    if (answer < 0) {
      throw new IOException(Ffmpeg.text(answer));
    }
  }

  /** Encodes what is left, and completes the file. */
  void finish() throws IOException {
    if (resamplers.length > 0) {
      float[][] rest = new float[channels][resamplers[0].outputBound(0)];
      int made = 0;
      for (int channel = 0; channel < channels; channel++) {
        made = resamplers[channel].finish(rest[channel]);
      }
      encode(rest, made);
    }
    if (pendingCount > 0) {
      encodePending();
    }
    check(avcodec_send_frame(context, null));
    writePackets();
    headerWritten = false;
    check(av_write_trailer(format));
    avio_flush(output.context());
    output.check();
  }

  @Override
  public void close() {
    if (headerWritten) {
      av_write_trailer(format); // frees what the container's writer holds
    }
    if (!format.isNull()) {
      avformat_free_context(format);
    }
    for (Resampler resampler : resamplers) {
      if (resampler != null) {
        resampler.close();
      }
    }
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
