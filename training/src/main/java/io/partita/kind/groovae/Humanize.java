package io.partita.kind.groovae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import io.partita.midi.MidiReader;
import io.partita.model.job.ModelOrigin;
import io.partita.model.job.Processor;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoudnessOptions;
import io.partita.option.OptionRange;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A drum score to a performance. Input: a MIDI file; output: a folder. */
@Command(
    name = "humanize",
    description = "Give the drums of a MIDI file a drummer's velocities and timing.",
    footer = {
      "",
      "A GrooVAE that was trained to humanize plays the file's own drum notes: none is added or",
      "lost, and each stays at its sixteenth. Other instruments and bars of other metres than",
      "4/4 stay as they are. Writes NAME-humanized.mid, .wav and .json.",
      "",
      "Examples:",
      "  partita humanize beat.mid --model models/groove --out out",
      "  partita humanize beat.mid --model models/groove --amount 0.5 --temperature 1 --seed 3 \\",
      "      --out out"
    })
public final class Humanize implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "MIDI file, local or hdfs:.")
  private String file;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "GrooVAE trained to humanize.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the MIDI, WAV and JSON files.")
  private Path out;

  @Option(
      names = "--amount",
      paramLabel = "SHARE",
      description = "Share of the model's playing, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double amount = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Variety between seeds, 0 or above (default: ${DEFAULT-VALUE}, no variety).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sampling (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private LoudnessOptions loudness = new LoudnessOptions();
  @Mixin private ReplaceOption replace = new ReplaceOption();
  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    OptionRange.require(amount >= 0 && amount <= 1, "--amount must be 0 to 1", amount);
    OptionRange.require(
        temperature >= 0 && temperature <= 10, "--temperature must be 0 to 10", temperature);
    TrainedModel<GrooVae> trained =
        TrainedModel.read(GrooVaeKind.KIND, model, Spark.hadoopConfiguration());
    if (!trained.model().humanize()) {
      throw new UserException(
          Mistake.WRONG_MODEL,
          "Model %s was trained for another task: humanize needs one trained with humanize=true."
              .formatted(model));
    }
    Score score = GivenFile.read(file, MidiReader::read);
    if (score.division().isSmpte()) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          file + " is timed in video frames: it has no beats to play to.");
    }
    MusicFiles files = MusicFiles.in(out, loudness, replace, written::add);
    String name = GivenFile.of(file).baseName() + "-humanized";
    files.claim(KeptInputs.of(file), List.of(name));
    Processor.use();
    Humanizer.Humanized humanized =
        new Humanizer(trained.model(), trained.weights(), amount, temperature, seed).of(score);
    files.withdraw(name);
    files.midiAndWav(name, humanized.score(), false);
    Map<String, Object> provenance = ModelOrigin.of(model, trained.card());
    provenance.put("seed", seed);
    provenance.put("amount", amount);
    provenance.put("temperature", temperature);
    provenance.put("played", humanized.played());
    provenance.put("left", humanized.left());
    files.provenance(name, provenance);
    written.say(
        String.format(
            Locale.ROOT,
            "%,d drum notes played by the model, %,d left as they were (no 4/4, or no drum)",
            humanized.played(),
            humanized.left()));
    written.end();
    return ExitCode.OK;
  }
}
