package io.partita.model.latent;

import io.partita.lake.run.InputGuard;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.job.ModelOrigin;
import io.partita.model.train.TrainedModel;
import io.partita.option.DeviceOption;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import io.partita.output.OnlyOption;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that take files through a model's latent space and back again. */
public final class DecodeOptions {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = BuiltinModel.HELP)
  public String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for sound and MIDI files, the picture and the JSON file.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sampling (default: ${DEFAULT-VALUE}).")
  public long seed = 1;

  @Mixin public DeviceOption device = new DeviceOption();

  @Mixin private OnlyOption only = new OnlyOption();

  @Mixin private LoudnessOptions loudness = new LoudnessOptions();

  @Mixin private ReplaceOption replace = new ReplaceOption();

  /** Fails on what can be told from these options alone. */
  public void check() {
    loudness.lufs();
  }

  /**
   * The folder of {@code --out}, made if need be.
   *
   * @param names of the files that are going to be made
   * @throws io.partita.UserException where one of them would replace an input or, without {@code
   *     --replace}, any file
   */
  public MusicFiles files(InputGuard inputs, Iterable<String> names, WrittenFiles written)
      throws IOException {
    MusicFiles files = only.of(MusicFiles.in(out, loudness, replace, written::add));
    files.claim(inputs, names);
    return files;
  }

  /** The first fields of the JSON file: the model and the seed. */
  public Map<String, Object> origin(TrainedModel<?> trained) {
    Map<String, Object> origin = ModelOrigin.of(model, trained.card());
    origin.put("seed", seed);
    return origin;
  }
}
