package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A container, and the packets of its one audio stream. */
final class AudioDemuxer implements AutoCloseable {
  /** What FFmpeg looks at to tell the container, and to find the parameters of its streams. */
  private static final int PROBE_BYTES = 1 << 20;

  /** Below this a container is a guess, of which some are made of any text. */
  private static final int LEAST_SCORE = 25;

  /** A demuxer may ask to be called again, but not for ever. */
  private static final int MOST_RETRIES = 100_000;

  private final ChannelInput input;
  private final AVPacket packet;
  private AVFormatContext format;
  private AVStream stream;
  private String container;
  private int errors;

  private AudioDemuxer(ChannelInput input) throws IOException {
    this.input = input;
    packet = Ffmpeg.required(av_packet_alloc());
  }

  /**
   * Reads as far as the parameters of the best audio stream.
   *
   * @param channel closed by the caller, after this
   */
  static AudioDemuxer open(SeekableByteChannel channel)
      throws IOException, MalformedInputException {
    AudioDemuxer demuxer = new AudioDemuxer(new ChannelInput(channel));
    try {
      demuxer.readHeader(demuxer.probe());
      demuxer.chooseStream();
      return demuxer;
    } catch (Throwable e) {
      demuxer.close();
      throw e;
    }
  }

  private AVInputFormat probe() throws IOException, MalformedInputException {
    if (input.sizeBytes() == 0) {
      throw fault(AudioFault.EMPTY, "The file has no bytes");
    }
    try (PointerPointer<AVInputFormat> found = new PointerPointer<>(1)) {
      found.put(0, (Pointer) null);
      int score =
          av_probe_input_buffer2(input.context(), found, (BytePointer) null, null, 0, PROBE_BYTES);
      input.check();
      String name = score < 0 ? "" : found.get(AVInputFormat.class, 0).name().getString();
      if (score < 0 || (score < LEAST_SCORE && Codecs.container(name).isEmpty())) {
        throw new MalformedInputException(
            AudioFault.NOT_AUDIO,
            0,
            "No known container begins here: expected MP3, FLAC, Ogg, WAV, AIFF, AU or MP4");
      }
      AVInputFormat kind = found.get(AVInputFormat.class, 0);
      container =
          Codecs.container(name)
              .orElseThrow(
                  () ->
                      new MalformedInputException(
                          AudioFault.UNSUPPORTED_CONTAINER,
                          0,
                          "It looks like %s (%s): expected MP3, FLAC, Ogg, WAV, AIFF, AU or MP4"
                              .formatted(kind.long_name().getString(), name)));
      return kind;
    }
  }

  private void readHeader(AVInputFormat kind) throws IOException, MalformedInputException {
    format = Ffmpeg.required(avformat_alloc_context());
    format.pb(input.context());
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "codec_whitelist", Codecs.whitelist(), 0);
    av_dict_set(options, "protocol_whitelist", "none", 0); // no file names another
    int opened = avformat_open_input(format, (String) null, kind, options);
    av_dict_free(options);
    if (opened < 0) {
      format = null; // freed with the failure
    }
    input.check();
    if (opened < 0) {
      throw fault(
          AudioFault.CORRUPT_HEADER,
          "Its " + container + " header cannot be read: " + Ffmpeg.text(opened));
    }
    int found = avformat_find_stream_info(format, (PointerPointer<Pointer>) null);
    input.check();
    if (found < 0) {
      throw fault(
          AudioFault.CORRUPT_HEADER, "Its streams cannot be made out: " + Ffmpeg.text(found));
    }
  }

  private void chooseStream() throws MalformedInputException {
    int best = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
    if (best < 0) {
      throw fault(
          AudioFault.NO_AUDIO_STREAM, "None of its " + format.nb_streams() + " streams is audio");
    }
    for (int i = 0; i < format.nb_streams(); i++) {
      format.streams(i).discard(i == best ? AVDISCARD_NONE : AVDISCARD_ALL);
    }
    stream = format.streams(best);
  }

  /** What the stream's header tells a decoder. */
  AVCodecParameters parameters() {
    return stream.codecpar();
  }

  AVStream stream() {
    return stream;
  }

  String container() {
    return container;
  }

  String codec() {
    return avcodec_get_name(parameters().codec_id()).getString();
  }

  OptionalLong bitRate() {
    long ofStream = parameters().bit_rate();
    long rate = ofStream > 0 ? ofStream : format.bit_rate();
    return rate > 0 ? OptionalLong.of(rate) : OptionalLong.empty();
  }

  OptionalDouble durationS() {
    long duration = format.duration();
    return duration == AV_NOPTS_VALUE || duration < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(duration / (double) AV_TIME_BASE);
  }

  /**
   * The stream's next packet, valid until the next call; null at the end, which is also where the
   * container breaks off.
   */
  AVPacket next() throws IOException, MalformedInputException {
    int retries = 0;
    while (true) {
      av_packet_unref(packet);
      int read = av_read_frame(format, packet);
      input.check();
      if (read >= 0 && packet.stream_index() == stream.index()) {
        return packet;
      }
      if (read == AVERROR_EAGAIN() && retries++ < MOST_RETRIES) {
        continue;
      }
      if (read < 0) {
        errors += read == AVERROR_EOF ? 0 : 1;
        return null;
      }
    }
  }

  /** How often the container broke off other than at its end: 0 or 1. */
  int errors() {
    return errors;
  }

  MalformedInputException fault(AudioFault fault, String detail) {
    return new MalformedInputException(fault, input.byteOffset(), detail);
  }

  @Override
  public void close() {
    av_packet_free(packet);
    if (format != null) {
      avformat_close_input(format);
    }
    input.close();
  }
}
