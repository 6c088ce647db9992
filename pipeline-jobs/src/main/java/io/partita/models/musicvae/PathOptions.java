package io.partita.models.musicvae;

import io.partita.drum.DrumSlice;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.GenerateOptions;
import io.partita.run.KeptInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say from which drums a path leads to which, and in how many steps. */
final class PathOptions {
  private static final int MAX_STEPS = 100;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE.mid",
      description = "MIDI file with drums, where the path starts.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE.mid",
      description = "MIDI file with drums, where it ends.")
  private String to;

  @Option(
      names = "--from-start-step",
      paramLabel = "N",
      description = "Step at which the slice of --from starts (default: the first slice's).")
  private Long fromStartStep;

  @Option(
      names = "--to-start-step",
      paramLabel = "N",
      description = "Step at which the slice of --to starts (default: the first slice's).")
  private Long toStartStep;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Loops on the path, both ends counted, 2 to "
              + MAX_STEPS
              + " (default: ${DEFAULT-VALUE}).")
  private int steps = 8;

  /** A file and the slice of it where a path starts or ends. */
  private record End(DrumFile file, DrumSlice slice) {}

  /** Both ends of a path. */
  record Ends(End from, End to) {
    /** What files of the path are called. */
    String name() {
      return from.file.baseName() + "-to-" + to.file.baseName();
    }

    /** The masks of both slices. */
    List<int[]> steps() {
      return List.of(from.slice.steps(), to.slice.steps());
    }

    /** Adds where they are from to a JSON file. */
    void addTo(Map<String, Object> provenance) {
      provenance.put("from", from.file.origin(from.slice));
      provenance.put("to", to.file.origin(to.slice));
    }
  }

  /** Fails on what can be told from these options alone. */
  void check() {
    GenerateOptions.require(
        steps >= 2 && steps <= MAX_STEPS, "--steps must be 2 to " + MAX_STEPS, steps);
  }

  /** Loops on the path, both ends counted. */
  int steps() {
    return steps;
  }

  /**
   * What all files of a path are called.
   *
   * @param name of the path
   */
  List<String> names(String name) {
    List<String> names = new ArrayList<>(List.of(name));
    for (int step = 0; step < steps; step++) {
      names.add(stepName(name, step));
    }
    return names;
  }

  /** What the files of a loop on it are called; the first is step 0. */
  static String stepName(String name, int step) {
    return String.format(Locale.ROOT, "%s-%02d", name, step + 1);
  }

  /**
   * Reads both files.
   *
   * @throws io.partita.UserException where one is missing, or has not the slice for the model
   */
  Ends read(MusicVae model) throws IOException {
    DrumFile fromFile = DrumFile.read("--from " + from, from, model);
    DrumFile toFile = DrumFile.read("--to " + to, to, model);
    return new Ends(
        new End(fromFile, fromFile.at("--from " + from, fromStartStep)),
        new End(toFile, toFile.at("--to " + to, toStartStep)));
  }

  /** The files, which are not to be replaced. */
  KeptInputs inputs() {
    return KeptInputs.of(from, to);
  }
}
