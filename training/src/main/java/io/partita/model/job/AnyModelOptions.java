package io.partita.model.job;

import io.partita.model.archive.BuiltinModel;
import io.partita.option.DeviceOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option of commands that use a model, trained here or elsewhere. */
public abstract class AnyModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = BuiltinModel.HELP_ANY)
  public String model;

  @Mixin public DeviceOption device = new DeviceOption();
}
