package io.partita.jobs;

import io.partita.UserException;
import io.partita.sample.SampleOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Generates a small data set, ingests it, and says what to look at: a tour in one command. */
@Command(
    name = "demo",
    description = "Generate a small data set, ingest it, and see what a lake looks like.",
    footer = {"", "Example:", "  partita demo --out demo"})
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the data and the lake (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("demo");

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description = "Tracks to invent (default: ${DEFAULT-VALUE}).")
  private int tracks = 200;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws Exception {
    if (tracks < 1) {
      throw new UserException("--tracks must be at least 1, not " + tracks + ".");
    }
    Path data = out.resolve("data");
    String lake = out.resolve("lake").toString();
    SampleDataCommand.generate(
        data, new SampleOptions(tracks, seed, 2 * tracks, Math.min(8, tracks)));
    int lmd =
        ingest(
            new IngestLmd(),
            "--input",
            data.resolve("lmd_matched.tar.gz").toString(),
            "--metadata",
            data.resolve("msd_summary_file.h5").toString(),
            "--match-scores",
            data.resolve("match_scores.json").toString(),
            "--lake",
            lake,
            "--dataset",
            "lmd_matched");
    int msd =
        ingest(
            new IngestMsd(),
            "--input",
            data.resolve("msd").toString(),
            "--lake",
            lake,
            "--dataset",
            "msd");
    System.out.println();
    System.out.println("The data is in " + data + ", the lake in " + lake + ". Next:");
    System.out.println("  ./partita tables --lake " + lake);
    System.out.println(
        "  ./partita sql --lake "
            + lake
            + " \"SELECT artist_name, title, n_midi FROM tracks ORDER BY n_midi DESC LIMIT 10\"");
    System.out.println(
        "  ./partita sql --lake "
            + lake
            + " \"SELECT fault, count(*) AS files FROM quarantine GROUP BY fault\"");
    System.out.println(
        "  ./partita ingest-lmd --input lmd_matched.tar.gz --metadata msd_summary_file.h5 --lake"
            + " lake    # the real ones");
    return Math.max(lmd, msd);
  }

  private static int ingest(Callable<Integer> command, String... arguments) throws Exception {
    CommandLine line = new CommandLine(command);
    System.err.println("partita " + line.getCommandName() + " " + String.join(" ", arguments));
    line.parseArgs(arguments);
    return command.call();
  }
}
