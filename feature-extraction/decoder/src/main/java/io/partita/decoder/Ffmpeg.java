package io.partita.decoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avformat.avformat_version;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.swresample.swresample_version;

import org.bytedeco.javacpp.Pointer;

/** FFmpeg's library as a whole: set up once, before anything else of it is called. */
final class Ffmpeg {
  /**
   * The largest block it may allocate, whatever a file claims: the index of four hours of AAC in an
   * MP4 file is a quarter of it.
   */
  private static final long MOST_BLOCK_BYTES = 64 << 20;

  private static final int MOST_TEXT_BYTES = 256;

  static {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(MOST_BLOCK_BYTES);
  }

  private Ffmpeg() {}

  /** Has all libraries loaded that are needed. */
  static void load() {
    avformat_version();
    swresample_version();
  }

  /** The pointer, if it is one. */
  static <P extends Pointer> P required(P pointer) {
    if (pointer == null || pointer.isNull()) {
      throw new OutOfMemoryError("FFmpeg got no memory");
    }
    return pointer;
  }

  /** FFmpeg's words for an error code. */
  static String text(int code) {
    byte[] text = new byte[MOST_TEXT_BYTES];
    av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, UTF_8);
  }
}
