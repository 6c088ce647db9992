package io.partita.kind.token;

import static io.partita.option.OptionRange.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.grid.Feel;
import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.job.Length;
import io.partita.model.train.TrainedModel;
import io.partita.picture.PianoRollPicture;
import io.partita.picture.RollNote;
import io.partita.score.GeneralMidi;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.token.grammar.PieceFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code generate} does with a token model, and the options that only token models have. */
final class GenerateTokens implements Generator<TokenModel> {
  private static final Continuation CONTINUATION =
      new Continuation("--prompt", "--prompt-bars", "--bars");

  private static final String DRUMS = "drums";
  private static final Instruments INSTRUMENTS =
      new Instruments(
          "--instruments",
          Stream.concat(GeneralMidi.families().stream(), Stream.of(DRUMS)).toList());

  private static final int MOST_BARS = 10_000;
  private static final int MOST_SECONDS = 3_600;
  private static final int MOST_TOKENS = 100_000;
  private static final double USUAL_BARS = 16;
  private static final Pattern PROGRAM = Pattern.compile("[0-9]{1,3}");

  @Option(
      names = "--bars",
      paramLabel = "N",
      description =
          "Number of bars, of 4/4 if the scheme has none, without the prompt (default: as the"
              + " model ends a piece, at most 16).")
  private Integer bars;

  /** As {@link #last} and {@link #end} say; null where neither does. */
  private Double mostBars;

  private Double seconds;

  @Option(
      names = "--instruments",
      split = ",",
      paramLabel = "NAME",
      description =
          "The only instruments: drums, programs by number or name, or families, as piano,bass"
              + " (default: any).")
  private List<String> instruments = List.of();

  @Option(
      names = "--metre",
      paramLabel = "N/D",
      description = "Metre of the whole piece, as 3/4 (default: the model's).")
  private String metre;

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

  private final TokenKind kind;

  GenerateTokens(TokenKind kind) {
    this.kind = kind;
  }

  @Override
  public void check() {
    if (bars != null) {
      requireBars(bars);
    }
    require(promptBars == null || promptBars >= 1, "--prompt-bars must be at least 1", promptBars);
    if (promptBars != null && prompt == null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--prompt-bars says nothing without --prompt FILE.mid.");
    }
    programs();
  }

  private static void requireBars(Number count) {
    require(
        count.doubleValue() >= 1 && count.doubleValue() <= MOST_BARS,
        "--bars must be 1 to " + MOST_BARS,
        count);
  }

  /** The numbers of {@link PieceFrame}. */
  private Set<Integer> programs() {
    Set<Integer> programs = new TreeSet<>();
    instruments.forEach(name -> programs.addAll(programs(name.strip())));
    return programs;
  }

  private static List<Integer> programs(String name) {
    if (name.equalsIgnoreCase(DRUMS)) {
      return List.of(PieceFrame.DRUMS);
    }
    if (PROGRAM.matcher(name).matches() && Integer.parseInt(name) < PieceFrame.DRUMS) {
      return List.of(Integer.parseInt(name));
    }
    List<Integer> named = GeneralMidi.programs(name);
    if (named.isEmpty()) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--instruments must be drums, numbers 0 to 127, names of General MIDI or %s, not %s."
              .formatted(String.join(", ", GeneralMidi.families()), name));
    }
    return named;
  }

  /** A prompt has a tempo and a metre of its own. */
  private PieceFrame frame(GenerateOptions options, TokenModel model) {
    Double tempo = options.slices.tempo();
    if (prompt != null && (tempo != null || metre != null)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A prompt has its tempo and metre: leave out --tempo and --metre.");
    }
    PieceFrame frame = new PieceFrame(programs(), tempo, metre);
    try {
      model.grammar().within(frame);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--metre must be one that scheme %s has: %s, not %s."
              .formatted(model.scheme().label(), e.getMessage(), metre),
          e);
    }
    return frame;
  }

  @Override
  public ModelKind<TokenModel> kind() {
    return kind;
  }

  @Override
  public String product(TokenModel model) {
    return "pieces";
  }

  @Override
  public Set<Length.Unit> lengths() {
    return Set.of(Length.Unit.BARS, Length.Unit.SECONDS);
  }

  @Override
  public void end(Length length) {
    if (length.unit() == Length.Unit.BARS) {
      requireBars(length.count());
      mostBars = length.count();
      return;
    }
    require(
        length.count() > 0 && length.count() <= MOST_SECONDS,
        "--seconds must be above 0 and at most " + MOST_SECONDS,
        length.count());
    seconds = length.count();
  }

  @Override
  public void last(double length) {
    seconds = length;
    mostBars = Double.POSITIVE_INFINITY;
  }

  @Override
  public boolean takesTempo() {
    return true;
  }

  @Override
  public String input() {
    return prompt;
  }

  @Override
  public Optional<Continuation> continuation() {
    return Optional.of(CONTINUATION);
  }

  @Override
  public Optional<Instruments> instruments() {
    return Optional.of(INSTRUMENTS);
  }

  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<TokenModel> trained)
      throws IOException {
    TokenModel model = trained.model();
    PieceFrame frame = frame(options, model);
    int[] given = prompt == null ? new int[0] : TokenPrompt.ofFile(model, prompt, promptBars);
    double left = TokenPrompt.barsLeft(model, given, promptBars);
    return weights -> {
      TokenSampler sampler = new TokenSampler(model, weights);
      return Generations.of(
          number -> {
            long drawnBy = options.seed + number;
            double limitS = seconds == null ? Double.POSITIVE_INFINITY : seconds;
            TokenSampling sampling =
                new TokenSampling(
                    options.draw(),
                    drawnBy,
                    frame,
                    bars == null ? 0 : left + bars,
                    left + limitBars(),
                    limitS,
                    MOST_TOKENS);
            return generation(options, trained, sampler.continued(given, sampling), drawnBy);
          });
    };
  }

  private Generation generation(
      GenerateOptions options,
      TrainedModel<TokenModel> trained,
      TokenGeneration made,
      long drawnBy) {
    TokenModel model = trained.model();
    Double tempo = options.slices.tempo();
    Score decoded = model.scheme().decode(made.ids());
    Score score = tempo == null ? decoded : new Feel(tempo, Feel.USUAL.swing()).played(decoded);
    int count = score.notes().size();
    double promptS = seconds(model, Arrays.copyOf(made.ids(), made.prompt()));
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("seed", drawnBy);
    provenance.put("bars", Double.isInfinite(limitBars()) ? null : (int) limitBars());
    provenance.put("seconds", seconds);
    options.slices.addTo(provenance);
    if (metre != null) {
      provenance.put("metre", metre);
    }
    if (!instruments.isEmpty()) {
      provenance.put("instruments", programs());
    }
    options.addDrawTo(provenance);
    provenance.put("prompt", prompt);
    provenance.put("prompt_bars", promptBars);
    provenance.putAll(trained.facts());
    provenance.put("prompt_tokens", made.prompt());
    provenance.put("tokens", made.ids());
    provenance.put("notes", count);
    provenance.put("ended", made.hasEnded());
    provenance.put("masked_mass", made.maskedMass());
    provenance.put("masked_mass_by_family", made.maskedByFamily());
    return new Generation(
        new Generation.Piece(score, false),
        name ->
            PianoRollPicture.png(
                options.title(name, count, "token", drawnBy), roll(score, promptS)),
        provenance,
        count == 0
            ? ": the model has no note for what was asked."
            : String.format(
                Locale.ROOT,
                ": the grammar took %.2f %% of what the model would have drawn.",
                100 * made.maskedMass()));
  }

  private double limitBars() {
    if (bars != null) {
      return bars;
    }
    double usual = seconds == null ? USUAL_BARS : Double.POSITIVE_INFINITY;
    return mostBars == null ? usual : mostBars;
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
}
