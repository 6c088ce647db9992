package io.partita.audio.file;

/** What {@link AudioWriter} can write: the encoders that FFmpeg's LGPL build has. */
public enum AudioEncoding {
  /** By LAME, with its header, so that readers know how many samples there are. */
  MP3("mp3", "mp3", "libmp3lame", 128_000),
  /** In Ogg, by FFmpeg's own encoder: two channels only. */
  VORBIS("ogg", "ogg", "vorbis", 128_000),
  /** In Ogg, by libopus: 8,000, 12,000, 16,000, 24,000 or 48,000 Hz. */
  OPUS("opus", "ogg", "libopus", 96_000),
  /** AAC in MP4, by FFmpeg's own encoder. */
  AAC("m4a", "ipod", "aac", 128_000),
  /** 16-bit, lossless. */
  FLAC("flac", "flac", "flac", 0),
  /** 16-bit big-endian PCM in Sun's AU. */
  AU("au", "au", "pcm_s16be", 0),
  /** 16-bit PCM in RIFF/WAVE; {@link WavWriter} writes floats too. */
  WAV("wav", "wav", "pcm_s16le", 0);

  private final String extension;
  private final String muxer;
  private final String encoder;
  private final int bitRate;

  AudioEncoding(String extension, String muxer, String encoder, int bitRate) {
    this.extension = extension;
    this.muxer = muxer;
    this.encoder = encoder;
    this.bitRate = bitRate;
  }

  /** The ending of a file name, without its dot. */
  public String extension() {
    return extension;
  }

  /** FFmpeg's name of the container's writer. */
  public String muxer() {
    return muxer;
  }

  /** FFmpeg's name of the encoder. */
  public String encoder() {
    return encoder;
  }

  /** Bits a second; 0 where the encoding knows none. */
  public int bitRate() {
    return bitRate;
  }
}
