package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;

/** What is read, and nothing else: FFmpeg has four hundred more decoders and demuxers. */
final class Codecs {
  /** Containers: FFmpeg's name, and ours where that is a list of names. */
  private static final Map<String, String> CONTAINERS =
      Map.of(
          "mp3", "mp3",
          "flac", "flac",
          "ogg", "ogg",
          "wav", "wav",
          "w64", "w64",
          "au", "au",
          "aiff", "aiff",
          "mov,mp4,m4a,3gp,3g2,mj2", "mp4",
          "aac", "aac");

  /** Decoders; those of little use are small, and found in WAV and MP3 files of old. */
  private static final List<String> DECODERS =
      List.of(
          "mp3float",
          "mp2",
          "mp1",
          "flac",
          "vorbis",
          "opus",
          "aac",
          "alac",
          "pcm_u8",
          "pcm_s8",
          "pcm_s16le",
          "pcm_s16be",
          "pcm_s24le",
          "pcm_s24be",
          "pcm_s32le",
          "pcm_s32be",
          "pcm_s64le",
          "pcm_f32le",
          "pcm_f32be",
          "pcm_f64le",
          "pcm_f64be",
          "pcm_mulaw",
          "pcm_alaw",
          "adpcm_ms",
          "adpcm_ima_wav",
          "gsm_ms");

  private Codecs() {}

  /** Our name of a container by FFmpeg's; empty for one that is not read. */
  static Optional<String> container(String name) {
    return Optional.ofNullable(CONTAINERS.get(name));
  }

  /** The list as FFmpeg wants it, for the decoders that its search for parameters may open. */
  static String whitelist() {
    return String.join(",", DECODERS);
  }

  /** The decoder of a codec; empty for one that is not read. */
  static Optional<AVCodec> decoder(int id) {
    return Optional.ofNullable(avcodec_find_decoder(id))
        .filter(it -> DECODERS.contains(it.name().getString()));
  }
}
