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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lets a model make music. Input: a model; output: for each generation a MIDI file, a WAV file, a
 * picture and a JSON file that says how to make them again; of a latent model one sound. Needs no
 * Spark.
 */
@Command(
    name = "generate",
    description = "Generate music or sound with a model, as MIDI, WAV and pictures.",
    modelTransformer = KindCommand.Jobs.class)
public final class Generate extends KindCommand<Generates> {
  @Mixin private GenerateOptions options;
  @Mixin private WrittenFiles written;

  public Generate() {
    super(Generates.class);
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    jobs().check();
    CapabilityRegistry.Chosen<Generates> chosen = choose(options.model);
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
