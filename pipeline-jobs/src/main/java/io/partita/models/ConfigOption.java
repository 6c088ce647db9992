package io.partita.models;

import picocli.CommandLine.Option;

/**
 * A file of options, for a command that knows nothing else by that name. Whoever runs the command
 * line puts what the file says in its place: no command reads it.
 */
public final class ConfigOption {
  public static final String NAME = "--config";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description =
          "File of options, local or hdfs:, as model show --options prints it; options on the"
              + " command line win.")
  public String file;
}
