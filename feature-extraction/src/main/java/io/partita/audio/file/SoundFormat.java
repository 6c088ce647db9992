package io.partita.audio.file;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The formats that commands write sound in. The ending of a file's name chooses one, and no other
 * ending is written: this is the one place that decides it.
 *
 * <p>WAV and FLAC hold the samples exactly, as 16-bit integers. MP3 and Ogg are lossy: encoders
 * work in blocks, so that their length is that of the sound only where a reader takes their padding
 * off, and a loop in them has a gap in most players.
 */
public enum SoundFormat {
  /** 16-bit integers or 32-bit floats, any rate, up to 64 channels and 4 GiB. */
  WAV(AudioEncoding.WAV, 64),
  /** 16-bit integers, lossless. */
  FLAC(AudioEncoding.FLAC, 2),
  /** 128 kbit/s by LAME. */
  MP3(AudioEncoding.MP3, 2),
  /**
   * Opus at 96 kbit/s, which has one rate: others are resampled to 48,000 Hz. FFmpeg's own Vorbis
   * encoder knows no mono and has an SNR below 10 dB where this has 30.
   */
  OGG(AudioEncoding.OPUS, 2);

  /** As a help text names them. */
  public static final String ENDINGS = ".wav, .flac, .mp3 or .ogg";

  private static final int OPUS_HZ = 48_000;

  private static final Set<Integer> MP3_HZ =
      Set.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  private final AudioEncoding encoding;
  private final int mostChannels;

  SoundFormat(AudioEncoding encoding, int mostChannels) {
    this.encoding = encoding;
    this.mostChannels = mostChannels;
  }

  /** The ending of its files, with the dot. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** The format by a file's name; empty where the ending is of none. */
  public static Optional<SoundFormat> find(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> name.endsWith(format.ending())).findFirst();
  }

  /**
   * The format by a file's name.
   *
   * @throws UserException where the ending is of none
   */
  public static SoundFormat of(Path file) {
    return find(file)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.UNSUPPORTED_FILE,
                    file + ": sound is written by the ending of the name: give " + ENDINGS + "."));
  }

  /**
   * Fails where the format has no place for a sound.
   *
   * @param file for the message
   * @throws UserException where it does not take the rate or the channels
   */
  public void check(Path file, int sampleRateHz, int channels) {
    if (!takesRate(sampleRateHz)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          String.format(
              Locale.ROOT, "%s: %s has no rate of %d Hz; give .wav.", file, name(), sampleRateHz));
    }
    if (channels > mostChannels) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          String.format(
              Locale.ROOT,
              "%s: %s is written with 1 or 2 channels, not %d; give .wav.",
              file,
              name(),
              channels));
    }
  }

  /** FLAC counts hertz in 16 bits or tens of them. */
  private boolean takesRate(int rateHz) {
    return switch (this) {
      case WAV, OGG -> true;
      case FLAC -> rateHz < 65_535 || (rateHz % 10 == 0 && rateHz < 655_350);
      case MP3 -> MP3_HZ.contains(rateHz);
    };
  }

  /**
   * Fails where floats are asked for and the format holds integers.
   *
   * @param file for the message
   */
  public SampleType type(Path file, boolean isFloat) {
    if (isFloat && this != WAV) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, file + ": only .wav holds floats; leave out --float.");
    }
    return isFloat ? SampleType.FLOAT32 : SampleType.INT16;
  }

  /**
   * Creates a file of 16-bit integers or, lossy, of what is nearest; one that is there is replaced.
   *
   * @param file of any name
   * @param sampleRateHz and {@code channels} as {@link #check} has let in
   */
  public SoundSink create(Path file, int sampleRateHz, int channels) throws IOException {
    return create(file, SampleType.INT16, sampleRateHz, channels);
  }

  /** The same with the samples of {@link #type}. */
  public SoundSink create(Path file, SampleType type, int sampleRateHz, int channels)
      throws IOException {
    if (this == WAV) {
      return WavWriter.create(file, type, sampleRateHz, channels);
    }
    int fileHz = this == OGG ? OPUS_HZ : sampleRateHz;
    return AudioWriter.create(file, encoding, sampleRateHz, channels, fileHz);
  }

  /**
   * Writes a whole sound into a file; one that is there is replaced. Samples beyond full scale are
   * clipped where the file holds integers.
   *
   * @param file of any name
   * @param type of {@link #type}
   * @param sampleRateHz one that {@link #check} has let in
   * @param planes an array of samples for each channel
   */
  public void write(Path file, SampleType type, int sampleRateHz, float[]... planes)
      throws IOException {
    try (SoundSink sink = create(file, type, sampleRateHz, planes.length)) {
      sink.write(planes, planes[0].length);
    }
  }
}
