package io.partita.model.run;

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
          "File of options from model show --options; the command line wins; local or hdfs:.")
  public String file;
}
