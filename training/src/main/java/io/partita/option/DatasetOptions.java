package io.partita.option;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data set of a lake a command is about. */
public final class DatasetOptions {
  @Mixin public LakeOption lake = new LakeOption();

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Data set of the lake.")
  public String dataset;
}
