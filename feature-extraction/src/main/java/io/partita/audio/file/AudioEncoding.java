package io.partita.audio.file;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

/** What {@link AudioWriter} can write: the encoders that FFmpeg's LGPL build has. */
public enum AudioEncoding {
  /** By LAME, with its header, so that readers know how many samples there are. */
  MP3("mp3", "mp3", "libmp3lame", AV_SAMPLE_FMT_FLTP, 128_000),
  /** In Ogg, by FFmpeg's own encoder: two channels only. */
  VORBIS("ogg", "ogg", "vorbis", AV_SAMPLE_FMT_FLTP, 128_000),
  /** In Ogg, by libopus: 8,000, 12,000, 16,000, 24,000 or 48,000 Hz. */
  OPUS("opus", "ogg", "libopus", AV_SAMPLE_FMT_FLT, 96_000),
  /** AAC in MP4, by FFmpeg's own encoder. */
  AAC("m4a", "ipod", "aac", AV_SAMPLE_FMT_FLTP, 128_000),
  /** 16-bit, lossless. */
  FLAC("flac", "flac", "flac", AV_SAMPLE_FMT_S16, 0),
  /** 16-bit big-endian PCM in Sun's AU. */
  AU("au", "au", "pcm_s16be", AV_SAMPLE_FMT_S16, 0),
  /** 16-bit PCM in RIFF/WAVE; {@link WavWriter} writes floats too. */
  WAV("wav", "wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 0);

  private final String extension;
  private final String muxer;
  private final String encoder;
  private final int sampleFormat;
  private final int bitRate;

  AudioEncoding(String extension, String muxer, String encoder, int sampleFormat, int bitRate) {
    this.extension = extension;
    this.muxer = muxer;
    this.encoder = encoder;
    this.sampleFormat = sampleFormat;
    this.bitRate = bitRate;
  }

  /** The ending of a file name, without its dot. */
  public String extension() {
    return extension;
  }

  /** FFmpeg's name of the container's writer. */
  String muxer() {
    return muxer;
  }

  /** FFmpeg's name of the encoder. */
  String encoder() {
    return encoder;
  }

  /** The layout of samples that the encoder is given, one of FFmpeg's {@code AV_SAMPLE_FMT_}. */
  int sampleFormat() {
    return sampleFormat;
  }

  /** Bits a second; 0 where the encoding knows none. */
  int bitRate() {
    return bitRate;
  }
}
