package io.partita.kind.token;

import static io.partita.option.OptionRange.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.KeptInputs;
import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generator;
import io.partita.model.job.ModelOrigin;
import io.partita.model.job.Processor;
import io.partita.model.train.TrainedModel;
import io.partita.output.MusicFiles;
import io.partita.picture.PianoRollPicture;
import io.partita.picture.RollNote;
import io.partita.score.Note;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** What {@code generate} does with a token model, and the options that only token models have. */
final class GenerateTokens implements Generator<TokenModel> {
  private static final int MOST_BARS = 10_000;
  private static final int MOST_SECONDS = 3_600;
  private static final int MOST_TOKENS = 100_000;

  @Option(
      names = "--bars",
      paramLabel = "N",
      description =
          "Largest number of bars, of 4/4 if the scheme has none, without the prompt"
              + " (default: 16).")
  private Integer bars;

  /** As {@link #last} and {@code --seconds} say; null for no limit. */
  private Double seconds;

  @Option(
      names = "--prompt",
      paramLabel = "FILE.mid",
      description = "MIDI file to continue (default: none, a new piece).")
  private String prompt;

  @Option(
      names = "--prompt-bars",
      paramLabel = "N",
      description = "Bars of the prompt to keep, from the first (default: all).")
  private Integer promptBars;

  @Override
  public void check() {
    require(
        bars == null || (bars >= 1 && bars <= MOST_BARS), "--bars must be 1 to " + MOST_BARS, bars);
    require(promptBars == null || promptBars >= 1, "--prompt-bars must be at least 1", promptBars);
    if (promptBars != null && prompt == null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--prompt-bars says nothing without --prompt FILE.mid.");
    }
  }

  @Override
  public ModelKind<TokenModel> kind() {
    return TokenKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A token model begins a piece, or continues a file with --prompt. The output then begins",
        "with the prompt, which pictures show in another colour. A piece ends where the model",
        "ends it, or before --bars or --seconds are over. The first generation uses --seed, the",
        "next ones the numbers after it.",
        "Tokens that the scheme does not allow are never sampled. masked_mass in the JSON file is",
        "their mean probability; above 0.02 the model has not learnt its scheme.");
  }

  @Override
  public String product(TokenModel model) {
    return "pieces";
  }

  @Override
  public boolean hasSeconds() {
    return true;
  }

  @Override
  public void last(double length) {
    seconds = length;
    bars = MOST_BARS;
  }

  @Override
  public void run(GenerateOptions options, TrainedModel<TokenModel> trained, Consumer<Path> written)
      throws IOException {
    require(
        options.seconds == null || (options.seconds > 0 && options.seconds <= MOST_SECONDS),
        "--seconds must be above 0 and at most " + MOST_SECONDS,
        options.seconds);
    seconds = options.seconds == null ? seconds : options.seconds;
    TokenModel model = trained.model();
    int[] given = prompt == null ? new int[0] : TokenPrompt.ofFile(model, prompt, promptBars);
    MusicFiles files = options.files(trained, KeptInputs.of(prompt), List.of(), written);
    Processor.use();
    ComputationGraph weights = trained.weights();
    TokenSampler sampler = new TokenSampler(model, weights);
    for (int i = 0; i < options.count; i++) {
      long drawnBy = options.seed + i;
      String name = options.name(trained, i);
      TokenGeneration generation =
          sampler.continued(
              given,
              new TokenSampling(
                  options.draw(),
                  drawnBy,
                  limitBars(),
                  seconds == null ? Double.POSITIVE_INFINITY : seconds,
                  MOST_TOKENS));
      Score score = model.scheme().decode(generation.ids());
      files.withdraw(name);
      files.midiAndWav(name, score, false);
      double promptS = seconds(model, given);
      String title =
          String.format(
              Locale.ROOT,
              "%s: %d notes, %s, seed %d",
              name,
              score.notes().size(),
              options.how("token"),
              drawnBy);
      files.picture(name, PianoRollPicture.png(title, roll(score, promptS)));
      Map<String, Object> provenance = provenance(options, trained, drawnBy);
      provenance.put("prompt_tokens", generation.prompt());
      provenance.put("tokens", generation.ids());
      provenance.put("notes", score.notes().size());
      provenance.put("ended", generation.hasEnded());
      provenance.put("masked_mass", generation.maskedMass());
      provenance.put("masked_mass_by_family", generation.maskedByFamily());
      files.provenance(name, provenance);
      System.err.printf(
          Locale.ROOT,
          "%s: the grammar took %.2f %% of what the model would have drawn.%n",
          name,
          100 * generation.maskedMass());
    }
  }

  private double limitBars() {
    if (bars == null && seconds != null) {
      return Double.POSITIVE_INFINITY;
    }
    return bars == null ? 16 : bars;
  }

  /** When a prompt is over: its last note has begun by then. */
  private static double seconds(TokenModel model, int[] prompt) {
    return prompt.length == 0
        ? -1
        : model.scheme().decode(prompt).notes().stream().mapToDouble(Note::onsetS).max().orElse(-1);
  }

  private static List<RollNote> roll(Score score, double promptS) {
    List<RollNote> roll = new ArrayList<>();
    for (Note note : score.notes()) {
      roll.add(
          new RollNote(
              note.onsetS(),
              note.onsetS() + note.durationS(),
              note.pitch(),
              note.onsetS() <= promptS));
    }
    return roll;
  }

  /** What makes this piece again, and which model made it. */
  private Map<String, Object> provenance(
      GenerateOptions options, TrainedModel<TokenModel> trained, long drawnBy) {
    Map<String, Object> provenance = ModelOrigin.of(options.model, trained.card());
    provenance.put("seed", drawnBy);
    provenance.put("bars", Double.isInfinite(limitBars()) ? null : (int) limitBars());
    provenance.put("seconds", seconds);
    options.addDrawTo(provenance);
    provenance.put("prompt", prompt);
    provenance.put("prompt_bars", promptBars);
    provenance.putAll(trained.facts());
    return provenance;
  }
}
