package io.partita.output;

import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Tells on standard output which files a command has written: one a line, or all as JSON. */
public final class WrittenFiles {
  @Option(names = "--json", description = "Print the files as one object: {\"files\": [paths]}.")
  private boolean json;

  private final List<String> files = new ArrayList<>();

  /** That of a command with a {@code --json} of its own. */
  public static WrittenFiles of(boolean json) {
    WrittenFiles files = new WrittenFiles();
    files.json = json;
    return files;
  }

  /** Tells of a file once it is whole. */
  public void add(Path file) {
    add(file, file.toString());
  }

  /**
   * @param line for people, in place of the path alone
   */
  public void add(Path file, String line) {
    files.add(file.toString());
    say(line);
  }

  /** Tells of the only file, which people who named it need not be told. */
  public void wrote(Path file) throws IOException {
    files.add(file.toString());
    end();
  }

  /** What only people want to know. */
  public void say(String line) {
    if (!json) {
      System.out.println(line);
    }
  }

  /** Ends the telling: there are no more files. */
  public void end() throws IOException {
    if (json) {
      System.out.println(Json.MAPPER.writeValueAsString(Map.of("files", files)));
    }
  }
}
