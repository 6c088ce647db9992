package io.partita.cli;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.util.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scala.collection.JavaConverters;

/** The commands of a night, which share one start of Java and its warm code. */
@Command(
    name = "run",
    description = "Run the commands of a file, one after another in one process.")
final class RunLines implements Callable<Integer> {
  private static final String NAME = "run";

  @Parameters(
      paramLabel = "FILE",
      description =
          "Text file: a command and its options a line, quoted as for a shell; # begins a comment.")
  private Path file;

  /** A line that is to be run. */
  private record Line(int number, String text) {
    String[] words() {
      List<String> words =
          new ArrayList<>(JavaConverters.seqAsJavaList(Utils.splitCommandString(text)));
      if (words.get(0).equals("partita") || words.get(0).equals("./partita")) {
        words.remove(0);
      }
      return words.toArray(String[]::new);
    }
  }

  @Override
  public Integer call() throws IOException {
    for (Line line : lines()) {
      System.err.println("+ " + line.text());
      int exitCode = Partita.run(line.words());
      if (exitCode != ExitCode.OK) {
        System.err.println("Ended by line " + line.number() + " of " + file + ".");
        return exitCode;
      }
    }
    return ExitCode.OK;
  }

  /** All are looked at before the first is run. */
  private List<Line> lines() throws IOException {
    List<String> texts;
    try {
      texts = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new UserException(Mistake.NO_SUCH_FILE, "There is no file " + file + ".", e);
    } catch (MalformedInputException e) {
      throw new UserException(Mistake.MALFORMED_FILE, file + " is not UTF-8.", e);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Line line = new Line(i + 1, texts.get(i).strip());
      if (line.text().isEmpty() || line.text().startsWith("#")) {
        continue;
      }
      Invocation invocation = Invocation.of(line.words());
      if (invocation.command().isEmpty() || invocation.words().get(0).equals(NAME)) {
        throw new UserException(
            Mistake.MALFORMED_FILE,
            "Line %d of %s begins with no command that can be run there: %s"
                .formatted(line.number(), file, line.text()));
      }
      lines.add(line);
    }
    return lines;
  }
}
