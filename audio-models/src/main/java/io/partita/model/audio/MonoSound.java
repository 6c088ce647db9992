package io.partita.model.audio;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.HashedChannel;
import io.partita.audio.AudioFault;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.audio.file.AudioSummary;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.latent.GivenFile;
import io.partita.progress.JobLog;
import java.io.IOException;

/**
 * An audio file that a command is given, as a model hears it.
 *
 * @param sha256 of its bytes
 * @param summary of the file itself
 * @param samples mono at the model's rate
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MonoSound(GivenFile file, String sha256, AudioSummary summary, float[] samples) {
  /** All of a file's samples are in memory, and what a model makes of them. */
  public static final int LONGEST_S = 1800;

  /**
   * Decodes a file.
   *
   * @throws UserException where it is missing, is no audio or too long
   */
  public static MonoSound read(GivenFile file, int rateHz) throws IOException {
    try (HashedChannel content =
            new HashedChannel(
                InputPath.file(file.path(), Spark.hadoopConfiguration()).openChannel());
        AudioPass pass =
            new AudioPass(content, AudioLimits.defaults().withMaxDurationS(LONGEST_S))) {
      float[] samples = pass.mono(rateHz);
      return new MonoSound(file, content.sha256(), pass.summary(), samples);
    } catch (MalformedInputException e) {
      throw new UserException(
          e.fault() == AudioFault.TOO_LONG ? Mistake.TOO_LARGE : Mistake.MALFORMED_FILE,
          e.fault() == AudioFault.TOO_LONG
              ? file.given() + " lasts longer than half an hour: cut it first."
              : file.given() + " cannot be decoded: " + e.detail() + ".",
          e);
    }
  }

  /** The same, which says on standard error what is changed of the file. */
  public static MonoSound heard(String file, int rateHz) throws IOException {
    MonoSound sound = read(GivenFile.of(file), rateHz);
    int fileRateHz = sound.summary.format().sampleRateHz();
    int channels = sound.summary.format().channels();
    if (fileRateHz != rateHz || channels > 1) {
      JobLog.sayf(
          "%s: %,d Hz, %d channels; the model hears it at %,d Hz in one channel.",
          file, fileRateHz, channels, rateHz);
    }
    return sound;
  }
}
