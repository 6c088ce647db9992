package io.partita.demo;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.StepProgress;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceOption;
import io.partita.output.Answer;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes an invented data set in the layouts of Lakh, Million Song and the Free Music Archive. */
@Command(
    name = "sample",
    description = "Generate seeded sample archives in the layouts of the real data sets.")
public final class SampleDataCommand implements Callable<Integer> {
  /** Each takes a processor a second or two. */
  static final int DEFAULT_CLIPS = 12;

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description =
          "Tracks in the archive; two have about three files (default: ${DEFAULT-VALUE}).")
  private int tracks = 100;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder to write to; made if missing.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated data (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--summary-rows",
      paramLabel = "N",
      description =
          "Rows of the Million Song summary, with or without MIDI files (default: twice"
              + " the tracks).")
  private Integer summaryRows;

  @Option(
      names = "--msd-track-files",
      paramLabel = "N",
      description = "Full Million Song files to write (default: ${DEFAULT-VALUE}).")
  private int msdTrackFiles = 8;

  @Option(
      names = "--clips",
      paramLabel = "N",
      description =
          "Sound clips of 30 s and a few broken ones; 0 for no audio (default: ${DEFAULT-VALUE}).")
  private int clips = DEFAULT_CLIPS;

  @Mixin private ReplaceOption replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    SampleData.Written written = generate(out, replace, this::options);
    return Answer.print(json.isGiven, SampleReport.of(out, seed, written), SampleReport::text);
  }

  private SampleOptions options() {
    return new SampleOptions(
        tracks,
        seed,
        summaryRows == null ? 2 * tracks : summaryRows,
        Math.min(msdTrackFiles, tracks),
        clips);
  }

  /**
   * Generates a data set, and tells on standard error how far it is.
   *
   * @param options asked once
   * @throws UserException where they are out of range, the folder cannot be made, or has such data
   */
  static SampleData.Written generate(
      Path out, ReplaceOption replace, Supplier<SampleOptions> options) throws IOException {
    SampleOptions checked;
    try {
      checked = options.get();
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, e.getMessage(), e);
    }
    replace.require(SampleData.FILES.stream().map(out::resolve).toList());
    NewFolder.make("--out " + out, out);
    try (StepProgress progress = new StepProgress("Generating", "items")) {
      return SampleData.write(out, checked, progress::show);
    }
  }
}
