package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.ingest.audio.MelOptions;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a mel comes from: a file, or a track of a lake. */
final class MelSource {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE.npy",
      description = "Array [n_mels, n_frames] of natural logarithms.")
  private String file;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private MelTrack track;

  /**
   * @throws UserException if writing the file would replace what is read
   */
  void keepFrom(Path out) throws IOException {
    InputGuard inputs = InputGuard.of(file);
    if (track != null) {
      inputs.lake(track.lake);
    }
    inputs.keepFrom(out);
  }

  /**
   * Reads it.
   *
   * @param recipe of a file, null for the usual one; a lake knows its own
   * @throws UserException where there is no such mel
   */
  MelFrames read(String recipe) throws Exception {
    return file == null ? track.read() : readFile(recipe);
  }

  private MelFrames readFile(String recipe) throws IOException {
    MelRecipe known = MelOptions.recipe(recipe == null ? MelRecipe.HIFIGAN_22K_80.name() : recipe);
    try {
      Npy array = Npy.read(InputPath.bytes(file, Spark.hadoopConfiguration()));
      if (array.shape().length != 2) {
        throw new UserException(
            Mistake.MISMATCH,
            "--input %s has the shape %s: give an array [n_mels, n_frames]."
                .formatted(file, Arrays.toString(array.shape())));
      }
      return new MelFrames(known, array.toFrames());
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, "--input " + file + ": " + e.detail() + ".", e);
    }
  }
}
