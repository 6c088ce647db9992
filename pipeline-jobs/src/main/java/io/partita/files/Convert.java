package io.partita.files;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@code convert} is where the names of two files say no more; it converts nothing itself. */
@Command(
    name = "convert",
    description = "Convert a file to another format; the file extensions choose the conversion.")
public final class Convert implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "File to read, lake:TITLE or mel:TRACK.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write.")
  private String out;

  @Override
  public Integer call() {
    throw new UserException(
        Mistake.UNSUPPORTED_FILE,
        "No conversion leads from %s to %s: 'partita convert --help' lists them."
            .formatted(in, out));
  }
}
