package io.partita.model.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.InputGuard;
import io.partita.option.OptionRange;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code interpolate} that every model has. */
public final class InterpolateOptions {
  private static final int MAX_STEPS = 100;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "Start and end of the path: two files, local, hdfs: or s3a:, instead of --from and --to.")
  private List<String> files = List.of();

  @Option(names = "--from", paramLabel = "FILE", description = "File where the path starts.")
  private String from;

  @Option(names = "--to", paramLabel = "FILE", description = "File where the path ends.")
  private String to;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Points on the path, both ends counted, 2 to "
              + MAX_STEPS
              + " (default: ${DEFAULT-VALUE}).")
  public int steps = 8;

  @Mixin public DecodeOptions decode = new DecodeOptions();

  /** Fails on what can be told from these options alone. */
  public void check() {
    boolean areNamed = from != null && to != null && files.isEmpty();
    boolean areTwo = from == null && to == null && files.size() == 2;
    if (!areNamed && !areTwo) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give two files, or --from one and --to the other.");
    }
    decode.check();
    OptionRange.require(
        steps >= 2 && steps <= MAX_STEPS, "--steps must be 2 to " + MAX_STEPS, steps);
  }

  /** Where the path starts. */
  public GivenFile from() {
    return from == null ? GivenFile.of(files.get(0)) : GivenFile.of("--from", from);
  }

  /** Where it ends. */
  public GivenFile to() {
    return to == null ? GivenFile.of(files.get(1)) : GivenFile.of("--to", to);
  }

  /** What the files of the whole path are called. */
  public String name() {
    return from().baseName() + "-to-" + to().baseName();
  }

  /** What the files of a point on it are called; the first is number 0. */
  public String name(int number) {
    return String.format(Locale.ROOT, "%s-%02d", name(), number + 1);
  }

  /**
   * The folder for these files.
   *
   * @throws UserException where one of them would replace an end of the path
   */
  public MusicFiles files(WrittenFiles written) throws IOException {
    List<String> names = new ArrayList<>(List.of(name()));
    for (int number = 0; number < steps; number++) {
      names.add(name(number));
    }
    return decode.files(InputGuard.of(from().path(), to().path()), names, written);
  }
}
