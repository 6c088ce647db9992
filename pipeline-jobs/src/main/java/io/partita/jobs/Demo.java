package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  @Option(
      names = "--json",
      description = "Print one object: data, lake and runs, the report of each ingest.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (tracks < 1) {
      throw new UserException("--tracks must be at least 1, not " + tracks + ".");
    }
    Path data = out.resolve("data");
    SampleDataCommand.generate(
        data, new SampleOptions(tracks, seed, 2 * tracks, Math.min(8, tracks)));
    RunReport lmd = ingestLmd(data);
    RunReport msd = ingestMsd(data);
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("data", data.toString());
      answer.put("lake", lake());
      answer.put("runs", List.of(lmd, msd));
      System.out.println(new ObjectMapper().writeValueAsString(answer));
      return Math.max(lmd.exitCode(), msd.exitCode());
    }
    int exitCode = Math.max(new Summary(lmd).print(false), new Summary(msd).print(false));
    System.out.println(
        """

        The data is in %1$s, the lake in %2$s. Next:
          ./partita tables --lake %2$s
          ./partita sql --lake %2$s \\
              "SELECT artist_name, title, n_midi FROM tracks ORDER BY n_midi DESC LIMIT 10"
          ./partita sql --lake %2$s \\
              "SELECT fault, count(*) AS files FROM quarantine GROUP BY fault"
          ./partita ingest-lmd --help    # then the real archive\
        """
            .formatted(data, lake()));
    return exitCode;
  }

  private String lake() {
    return out.resolve("lake").toString();
  }

  private RunReport ingestLmd(Path data) throws IOException {
    IngestLmd ingest = new IngestLmd();
    parse(
        ingest,
        "--input",
        data.resolve("lmd_matched.tar.gz").toString(),
        "--metadata",
        data.resolve("msd_summary_file.h5").toString(),
        "--match-scores",
        data.resolve("match_scores.json").toString(),
        "--lake",
        lake());
    return ingest.run();
  }

  private RunReport ingestMsd(Path data) throws IOException {
    IngestMsd ingest = new IngestMsd();
    parse(ingest, "--input", data.resolve("msd").toString(), "--lake", lake());
    return ingest.run();
  }

  /** The same words as on the command line, said aloud so that a person can repeat them. */
  private static void parse(Callable<Integer> command, String... arguments) {
    CommandLine line = new CommandLine(command);
    System.err.println("partita " + line.getCommandName() + " " + String.join(" ", arguments));
    line.parseArgs(arguments);
  }
}
