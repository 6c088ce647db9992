package io.partita.kind.note;

import static io.partita.option.OptionRange.require;

import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.job.Length;
import io.partita.model.train.TrainedModel;
import io.partita.picture.PianoRollPicture;
import io.partita.picture.RollNote;
import io.partita.score.Score;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.NoteLine;
import io.partita.synth.Synth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code generate} does with a note model, and the options that only note models have. */
final class GenerateNotes implements Generator<NoteModel> {
  private static final int MAX_NOTES = 100_000;

  @Option(
      names = "--notes",
      paramLabel = "N",
      description =
          "Largest number of notes of a generation, without the prompt (default:"
              + " ${DEFAULT-VALUE}).")
  private int notes = 200;

  @Option(names = "--no-end", description = "Never sample the end of the piece.")
  private boolean noEnd;

  @ArgGroup private Start start = new Start();

  /** Where the prompt comes from. */
  static final class Start {
    @Option(
        names = "--start",
        paramLabel = "FILE.mid",
        description = "MIDI file to continue, from the line that the model was trained on.")
    private String file;

    @Option(
        names = "--start-seed",
        paramLabel = "N",
        description = "Seed that selects one prompt of the training data for all generations.")
    private Long seed;
  }

  @Option(
      names = "--program",
      paramLabel = "P",
      description =
          "General MIDI program, 0 to 127, or drum kit (default: what suits the model's line).")
  private Integer program;

  @Option(
      names = "--note-seconds",
      paramLabel = "S",
      description = "Duration of each note in seconds (default: ${DEFAULT-VALUE}).")
  private double noteSeconds = 0.3;

  @Option(names = "--with-prompt", description = "Play the prompt before the generated notes.")
  private boolean withPrompt;

  @Override
  public void check() {
    require(notes >= 1 && notes <= MAX_NOTES, "--notes must be 1 to " + MAX_NOTES, notes);
    require(
        program == null || (program >= 0 && program <= 127), "--program must be 0 to 127", program);
    require(
        noteSeconds >= 0.001 && noteSeconds <= 16,
        "--note-seconds must be 0.001 to 16",
        noteSeconds);
    double durationS = (notes + (withPrompt ? NoteLine.MAX_NOTES : 0)) * noteSeconds;
    require(
        durationS <= Synth.MAX_DURATION_S,
        "--notes of --note-seconds must not last longer than " + Synth.MAX_DURATION_S + " s",
        durationS + " s");
  }

  @Override
  public ModelKind<NoteModel> kind() {
    return NoteKind.KIND;
  }

  @Override
  public String product(NoteModel model) {
    return "notes";
  }

  @Override
  public void last(double seconds) {
    notes = Math.max(1, (int) (seconds / noteSeconds));
    noEnd = true;
  }

  @Override
  public Set<Length.Unit> lengths() {
    return Set.of(Length.Unit.NOTES);
  }

  @Override
  public void end(Length length) {
    notes = (int) length.count();
  }

  @Override
  public String input() {
    return start.file;
  }

  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<NoteModel> trained)
      throws IOException {
    Prompt given = start.file == null ? null : Prompt.ofFile(trained.model(), start.file);
    return weights ->
        Generations.of(
            number -> {
              long drawnBy = options.seed + number;
              Prompt prompt = given != null ? given : prompt(trained, drawnBy);
              return generation(options, trained, weights, prompt, drawnBy);
            });
  }

  private Generation generation(
      GenerateOptions options,
      TrainedModel<NoteModel> trained,
      ComputationGraph weights,
      Prompt prompt,
      long drawnBy) {
    NoteModel model = trained.model();
    int[] before = pitches(model, prompt.classes());
    NoteSampling sampling = model.sampling(options.draw(), drawnBy, noEnd);
    NoteSampler sampler = new NoteSampler(model.network(), weights);
    int[] pitches = pitches(model, sampler.continued(prompt.classes(), notes, sampling));
    boolean hasEnded = pitches.length < notes;
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("seed", drawnBy);
    provenance.put("notes", notes);
    provenance.put("no_end", noEnd);
    options.addDrawTo(provenance);
    provenance.put("prompt_source", prompt.source());
    provenance.putAll(trained.facts());
    provenance.put("program", program(model.line()));
    provenance.put("note_seconds", noteSeconds);
    provenance.put("with_prompt", withPrompt);
    provenance.put("prompt_pitches", before);
    provenance.put("pitches", pitches);
    provenance.put("ended", hasEnded);
    Score score = score(model.line(), withPrompt ? joined(before, pitches) : pitches);
    return new Generation(
        new Generation.Piece(score, false),
        name ->
            PianoRollPicture.png(
                options.title(name, pitches.length, "note", drawnBy), roll(before, pitches)),
        provenance,
        hasEnded
            ? String.format(
                Locale.ROOT, " ended by itself after %,d notes; --no-end goes on.", pitches.length)
            : "");
  }

  private Prompt prompt(TrainedModel<NoteModel> trained, long drawnBy) {
    if (start.seed != null) {
      return Prompt.kept(trained, start.seed);
    }
    return trained.model().vocabulary().hasEnds()
        ? Prompt.beginning(trained.model())
        : Prompt.kept(trained, drawnBy);
  }

  /** Those of the classes that are pitches. */
  private static int[] pitches(NoteModel model, int[] classes) {
    return IntStream.of(classes)
        .filter(model.vocabulary()::isPitch)
        .map(model.vocabulary()::decode)
        .toArray();
  }

  private Score score(LineRule line, int[] played) {
    return line.isPercussion()
        ? NoteLine.drumScore(played, program(line), noteSeconds)
        : NoteLine.score(played, program(line), noteSeconds);
  }

  private int program(LineRule line) {
    return program == null ? line.program() : program;
  }

  private List<RollNote> roll(int[] prompt, int[] pitches) {
    int[] all = joined(prompt, pitches);
    List<RollNote> roll = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      roll.add(new RollNote(i * noteSeconds, (i + 1) * noteSeconds, all[i], i < prompt.length));
    }
    return roll;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
