package io.partita.option;

import picocli.CommandLine.Option;

/**
 * Whether a run may delete rows that it does not make again; see {@link
 * io.partita.lake.run.LostRows}.
 */
public final class ReplaceRowsOption {
  public static final String NAME = "--replace";

  @Option(
      names = NAME,
      description = "Delete rows that this run does not make again; without it they are an error.")
  public boolean isGiven;
}
