package io.partita.models.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.HashedChannel;
import io.partita.audio.AudioFault;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.util.Locale;

/**
 * An audio file as a hosted model hears it.
 *
 * @param sha256 of its bytes
 * @param samples mono at the model's rate
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sound(String file, String sha256, float[] samples) {
  /** All of a file's samples are in memory, and what the model makes of them. */
  private static final int LONGEST_S = 1800;

  /**
   * Decodes a file, and says on standard error what is changed of it.
   *
   * @throws UserException where it is missing, is no audio or too long
   */
  public static Sound read(String file, int rateHz) throws IOException {
    try (HashedChannel content =
            new HashedChannel(InputPath.file(file, Spark.hadoopConfiguration()).openChannel());
        AudioPass pass =
            new AudioPass(content, AudioLimits.defaults().withMaxDurationS(LONGEST_S))) {
      float[] samples = pass.mono(rateHz);
      int fileRateHz = pass.summary().format().sampleRateHz();
      int channels = pass.summary().format().channels();
      if (fileRateHz != rateHz || channels > 1) {
        System.err.printf(
            Locale.ROOT,
            "%s: %,d Hz, %d channels; the model hears it at %,d Hz in one channel.%n",
            file,
            fileRateHz,
            channels,
            rateHz);
      }
      return new Sound(file, content.sha256(), samples);
    } catch (MalformedInputException e) {
      throw new UserException(
          e.fault() == AudioFault.TOO_LONG ? Mistake.TOO_LARGE : Mistake.MALFORMED_FILE,
          e.fault() == AudioFault.TOO_LONG
              ? file + " lasts longer than half an hour: cut it first."
              : file + " cannot be decoded: " + e.detail() + ".",
          e);
    }
  }
}
