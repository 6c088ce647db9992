package io.partita.models.hosted;

import picocli.CommandLine.Option;

/** What commands with a model of sound have in common. */
final class HostedModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE.ts",
      description = "Exported model, TorchScript as RAVE's exports, local or hdfs:.")
  String model;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all noise, also of the model's own (default: 1).")
  long seed = 1;
}
