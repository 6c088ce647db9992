package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generates;
import io.partita.model.job.Generator;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Lets a model make music. Input: a model; output: for each generation a MIDI file, a WAV file, a
 * picture and a JSON file that says how to make them again; of a latent model one sound. Needs no
 * Spark.
 */
@Command(
    name = "generate",
    description = "Generate music or sound with a model, as MIDI, WAV and pictures.",
    modelTransformer = KindCommand.Jobs.class)
public final class Generate implements Callable<Integer>, KindCommand {
  private final CapabilityRegistry<Generates> generators =
      new CapabilityRegistry<>(Generates.class);

  @Mixin private GenerateOptions options;
  @Mixin private WrittenFiles written;
  @Spec private CommandSpec spec;

  @Override
  public CapabilityRegistry<Generates> jobs() {
    return generators;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    generators.check();
    CapabilityRegistry.Chosen<Generates> chosen = generators.choose(options.model, spec);
    options.device.require(chosen.model());
    chosen.job().generate(options, chosen.model(), written::add);
    written.end();
    return ExitCode.OK;
  }

  /**
   * Writes what a model of any kind generates.
   *
   * @param seconds that a generation lasts, about, where its length can be chosen
   * @return what has written them
   * @throws UserException when such models make no music, or the model is damaged
   */
  public static Generator<?> write(GenerateOptions options, TrainedModel<?> trained, double seconds)
      throws IOException {
    Generator<?> generator =
        Generator.of(trained)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.WRONG_MODEL,
                        "Model %s is a %s, which makes no music."
                            .formatted(trained.folder().name(), trained.kind().title())));
    generator.last(seconds);
    generator.generate(options, trained, file -> {});
    return generator;
  }
}
