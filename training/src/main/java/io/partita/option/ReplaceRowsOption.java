package io.partita.option;

import io.partita.lake.run.LostRows;
import picocli.CommandLine.Option;

/** Whether a run may delete rows that it does not make again; see {@link LostRows}. */
public final class ReplaceRowsOption {
  @Option(
      names = LostRows.OPTION,
      description = "Delete rows that this run does not make again; without it they are an error.")
  public boolean isGiven;
}
