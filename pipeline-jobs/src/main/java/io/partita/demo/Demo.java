package io.partita.demo;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.command.OpenStudio;
import io.partita.ingest.RunReport;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.RunningCommand;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceOption;
import io.partita.output.Answer;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates a small data set, ingests it, and says what to look at: a tour in one command. */
@Command(name = "demo", description = "Make a drum loop and a song, and ingest a small data set.")
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the data and the lake (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("demo");

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description = "Tracks to generate (default: ${DEFAULT-VALUE}).")
  private int tracks = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated data (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--clips",
      paramLabel = "N",
      description = "Audio clips to render; 0 for no audio (default: ${DEFAULT-VALUE}).")
  private int clips = SampleDataCommand.DEFAULT_CLIPS;

  @Option(
      names = "--studio",
      description = "Open the lake in the browser in the end, until Ctrl-C.")
  private boolean studio;

  @Mixin private ReplaceOption replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    if (tracks < 1) {
      throw new UserException(
          Mistake.BAD_OPTION, "--tracks must be at least 1, not " + tracks + ".");
    }
    Path data = NewFolder.make("--out " + out, out).resolve("data");
    DemoPieces.claim(out, replace);
    String loop = DemoPieces.loop(out, replace).toString();
    listen("a drum loop of a model that comes with Partita", loop);
    String song = DemoPieces.song(seed, out).toString();
    listen("a song that seed " + seed + " invented", song);
    SampleData.Written written =
        SampleDataCommand.generate(
            data,
            replace,
            () -> new SampleOptions(tracks, seed, 2 * tracks, Math.min(8, tracks), clips));
    String lake = out.resolve("lake").toString();
    DemoIngests ingests = new DemoIngests(data, lake);
    List<RunReport> runs = new ArrayList<>(List.of(ingests.lmd(), ingests.msd()));
    String picture = null;
    if (written.wholeClip().isPresent()) {
      runs.add(ingests.fma());
      picture = DemoPieces.spectrogram(data, written.wholeClip().get(), out).toString();
    }
    DemoReport report = new DemoReport(seed, data.toString(), lake, picture, song, loop, runs);
    if (!json.isGiven) {
      for (RunReport run : runs) {
        System.out.println(line(run));
      }
    }
    Answer.print(json.isGiven, report, made -> made.text(out));
    int exitCode = runs.stream().mapToInt(RunReport::exitCode).max().orElseThrow();
    if (studio) {
      RunningCommand.over(exitCode);
      return Math.max(exitCode, open(lake));
    }
    return exitCode;
  }

  private static int open(String lake) throws Exception {
    OpenStudio page = new OpenStudio();
    SpokenCommand.parse("studio", page, "--lake", lake, "--open");
    return page.call();
  }

  private static void listen(String what, String file) {
    System.err.println("Listen: " + file + " (" + what + ")");
  }

  private static String line(RunReport run) {
    return String.format(
        Locale.ROOT,
        "%-12s %,7d files read, %,d in the lake, %,d broken and in quarantine",
        run.run().dataset(),
        run.membersRead(),
        run.membersRead() - run.rejected(),
        run.rejected());
  }
}
