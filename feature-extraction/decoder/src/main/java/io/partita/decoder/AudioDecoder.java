package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The frames of a demuxer's stream. */
final class AudioDecoder implements AutoCloseable {
  private final AudioDemuxer demuxer;
  private final AVCodecContext context;
  private final AVFrame frame;
  private boolean draining;
  private int errors;

  /** Opens the stream's decoder, if it is one that is read. */
  AudioDecoder(AudioDemuxer demuxer) throws IOException, MalformedInputException {
    this.demuxer = demuxer;
    AVCodec codec =
        Codecs.decoder(demuxer.parameters().codec_id())
            .orElseThrow(
                () ->
                    demuxer.fault(
                        AudioFault.UNSUPPORTED_CODEC,
                        "Its audio is "
                            + demuxer.codec()
                            + ": expected MP3, FLAC, Vorbis, Opus, AAC, ALAC or PCM"));
    context = Ffmpeg.required(avcodec_alloc_context3(codec));
    frame = Ffmpeg.required(av_frame_alloc());
    int opened = avcodec_parameters_to_context(context, demuxer.parameters());
    if (opened >= 0) {
      context.thread_count(1);
      context.pkt_timebase(demuxer.stream().time_base());
      opened = avcodec_open2(context, codec, (AVDictionary) null);
    }
    if (opened < 0) {
      close();
      throw demuxer.fault(
          AudioFault.UNDECODABLE,
          "The header of its " + demuxer.codec() + " stream is unusable: " + Ffmpeg.text(opened));
    }
  }

  /**
   * The next frame with samples, valid until the next call; null at the end. What cannot be decoded
   * is counted and passed over.
   */
  AVFrame next() throws IOException, MalformedInputException {
    while (true) {
      int received = avcodec_receive_frame(context, frame);
      if (received >= 0) {
        if (frame.nb_samples() > 0
            && frame.ch_layout().nb_channels() > 0
            && frame.sample_rate() > 0) {
          return frame;
        }
        errors++;
      } else if (received == AVERROR_EOF) {
        return null;
      } else if (received == AVERROR_EAGAIN()) {
        send();
      } else {
        errors++;
        if (draining) {
          return null;
        }
        send();
      }
    }
  }

  private void send() throws IOException, MalformedInputException {
    int sent;
    do {
      AVPacket packet = demuxer.next();
      draining = packet == null;
      sent = avcodec_send_packet(context, packet);
      errors += sent < 0 && !draining ? 1 : 0;
    } while (sent < 0 && !draining);
  }

  /** Packets and frames that could not be decoded so far, and a container that broke off. */
  int errors() {
    return errors + demuxer.errors();
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
