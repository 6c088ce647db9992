package io.partita.option;

import picocli.CommandLine.Option;

/** Whether a command prints one JSON object. The end of its whole help lists the fields. */
public final class JsonOption {
  @Option(names = "--json", description = "Print the result as one JSON object.")
  public boolean isGiven;
}
