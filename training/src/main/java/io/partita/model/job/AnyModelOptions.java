package io.partita.model.job;

import io.partita.model.archive.BuiltinModel;
import picocli.CommandLine.Option;

/** The option of commands that use a model, trained here or elsewhere. */
public abstract class AnyModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = BuiltinModel.HELP_ANY)
  public String model;
}
