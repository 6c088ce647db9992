package io.partita.option;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.LevelledSound;
import io.partita.audio.file.SoundFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** How loud the sound files are that a command makes. */
public final class LoudnessOptions {
  private static final double LEAST_LUFS = -70;
  private static final String OFF = "off";
  private static final String USUAL = "-16";

  @Option(
      names = "--loudness",
      paramLabel = "LUFS",
      description =
          "Loudness in LUFS, -70 to 0, with peaks up to -1 dBFS; or off (default:"
              + " ${DEFAULT-VALUE}).")
  private String loudness = USUAL;

  /** Whether it is the one by default. */
  public boolean isUsual() {
    return loudness.equals(USUAL);
  }

  /**
   * Nothing where samples are to stay as they are.
   *
   * @throws UserException where it is no loudness
   */
  public OptionalDouble lufs() {
    if (loudness.equals(OFF)) {
      return OptionalDouble.empty();
    }
    double lufs = number(loudness);
    if (!(lufs >= LEAST_LUFS && lufs <= 0)) {
      throw new UserException(
          Mistake.BAD_OPTION, "--loudness must be -70 to 0 or off, not " + loudness + ".");
    }
    return OptionalDouble.of(lufs);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * Fails on what can be told before a file is made.
   *
   * @throws UserException where it is a device or a pipe, or the loudness is none
   */
  public void check(Path file) {
    lufs();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UserException(
          Mistake.BAD_PATH,
          file + " is no plain file: a sound file's loudness is set once all of it is written.");
    }
  }

  /**
   * Starts a sound file of the loudness.
   *
   * @param loop its samples, or nothing for a sound that ends
   */
  public LevelledSound create(
      Path file, SoundFormat format, int sampleRateHz, int channels, OptionalLong loop)
      throws IOException {
    return LevelledSound.create(file, format, sampleRateHz, channels, lufs(), loop);
  }

  /**
   * Writes a sound file of the loudness.
   *
   * @param planes an array of samples for each channel
   */
  public void write(Path file, SoundFormat format, int sampleRateHz, float[]... planes)
      throws IOException {
    try (LevelledSound sound =
        create(file, format, sampleRateHz, planes.length, OptionalLong.empty())) {
      sound.write(planes, planes[0].length);
      sound.finish();
    }
  }
}
