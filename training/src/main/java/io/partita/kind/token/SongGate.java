package io.partita.kind.token;

import static java.util.stream.Collectors.toCollection;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.ClassDraw;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.examples.FileExample;
import io.partita.model.gate.Gate;
import io.partita.model.gate.GateLine;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import io.partita.symbolic.NoteSequences;
import io.partita.symbolic.SongFigures;
import io.partita.token.TokenScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a model of songs must show before it is released: what the songs that it draws are like
 * beside as many beginnings of real ones, within the 95 % interval of these over files; that it has
 * learnt its scheme; and that it copies no more of what it learnt than other real songs have in
 * common with that. Models and temperatures are chosen on the split validation; test is read once.
 */
record SongGate(TokenKind kind) implements Gate<TokenModel> {
  private static final int SONGS = 64;
  private static final int BARS = 16;
  private static final int IN_A_ROW = 8;
  private static final double MOST_MASKED = 0.002;
  private static final int MOST_TOKENS = 20_000;

  /** A figure of songs: the sum of one number by that of another. */
  private record Figure(
      String name, ToDoubleFunction<SongFigures> of, ToDoubleFunction<SongFigures> by) {
    private static Figure mean(String name, ToDoubleFunction<SongFigures> of) {
      return new Figure(name, of, song -> 1);
    }

    private Bootstrap.Ratio ratio(List<SongFigures> songs) {
      return Bootstrap.Ratio.of(songs, of, by);
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("notes_per_bar", SongFigures::notes, SongFigures::bars),
          Figure.mean("velocity_spread", SongFigures::velocitySpread),
          new Figure("polyphony", SongFigures::noteTicks, SongFigures::soundingTicks),
          Figure.mean("pitch_class_entropy", SongFigures::pitchClassEntropy),
          new Figure("empty_bars", SongFigures::emptyBars, SongFigures::bars),
          Figure.mean("bars", SongFigures::bars));

  @Override
  public String gate() {
    return "songs";
  }

  @Override
  public List<Object> options() {
    return List.of();
  }

  @Override
  public Answer answer(
      TrainedModel<TokenModel> model,
      String lakeFolder,
      String dataset,
      String split,
      Double temperature)
      throws Exception {
    EvaluateOptions options = EvaluateOptions.of(model.folder().name(), lakeFolder, dataset, split);
    Lake lake = options.lake.open();
    String chosen = options.dataset(model, lake, LakeTable.TOKENS);
    double drawnAt = temperature == null ? 1 : temperature;
    List<TokenGeneration> drawn = drawn(model, drawnAt);
    List<GateLine> lines = new ArrayList<>();
    try (SparkSession session = options.session(lake, chosen, model)) {
      LakeReader.query(
          session,
          lake,
          tables -> {
            TokenScheme scheme = model.model().scheme();
            FileChoice choice = FileChoice.of(model);
            String learnt = model.card().provenance().dataset();
            TokenDocuments held = TokenDocuments.of(tables, chosen, scheme, choice);
            TokenDocuments trained =
                learnt.equals(chosen) ? held : TokenDocuments.of(tables, learnt, scheme, choice);
            lines.addAll(
                lines(
                    model.model(),
                    drawn,
                    held.byContent(split),
                    trained.byContent(model.card().provenance().trainSplit())));
            return lines;
          });
    }
    Map<String, Object> fields = new LinkedHashMap<>(Evaluation.origin(model));
    fields.put("gate", gate());
    fields.put("dataset", chosen);
    fields.put("split", split);
    fields.put("songs", SONGS);
    fields.put("bars", BARS);
    fields.put("temperature", drawnAt);
    fields.put("checks", lines);
    fields.put("failed", GateLine.failed(lines));
    return new Answer(lines, fields);
  }

  private static List<TokenGeneration> drawn(TrainedModel<TokenModel> model, double temperature) {
    ComputationGraph weights = model.weights();
    TokenSampler sampler = new TokenSampler(model.model(), weights);
    ClassDraw draw = new ClassDraw(temperature, Integer.MAX_VALUE, 1);
    List<TokenGeneration> drawn = new ArrayList<>();
    for (int seed = 1; seed <= SONGS; seed++) {
      drawn.add(
          sampler.continued(
              new int[0],
              TokenSampling.of(draw, seed, BARS, Double.POSITIVE_INFINITY, MOST_TOKENS)));
    }
    return drawn;
  }

  private static List<GateLine> lines(
      TokenModel model,
      List<TokenGeneration> drawn,
      JavaRDD<FileExample<int[]>> held,
      JavaRDD<FileExample<int[]>> learnt) {
    TokenScheme scheme = model.scheme();
    List<Score> made = drawn.stream().map(song -> scheme.decode(song.ids())).toList();
    List<Score> real =
        held.take(SONGS).stream()
            .map(FileExample::example)
            .map(ids -> scheme.decode(TokenPrompt.first(model, within(ids), BARS)))
            .filter(score -> !score.notes().isEmpty())
            .toList();
    if (real.size() < 2) {
      throw new UserException(
          Mistake.NO_DATA, "A gate of songs needs at least two files of the split.");
    }
    List<GateLine> lines = new ArrayList<>(likeness(made, real));
    double masked = drawn.stream().mapToDouble(TokenGeneration::maskedMass).average().orElseThrow();
    lines.add(GateLine.atMost("masked_mass", masked, MOST_MASKED));
    lines.add(copies(scheme, made, real, learnt));
    return lines;
  }

  private static List<GateLine> likeness(List<Score> made, List<Score> real) {
    List<SongFigures> drawn = figures(made);
    List<SongFigures> played = figures(real);
    double[][] resampled =
        Bootstrap.resampled(FIGURES.stream().map(figure -> figure.ratio(played)).toList());
    List<GateLine> lines = new ArrayList<>();
    for (int i = 0; i < FIGURES.size(); i++) {
      Figure figure = FIGURES.get(i);
      ComparedFigure compared =
          new ComparedFigure(
              figure.name(), figure.ratio(drawn).value(), figure.ratio(played).value(), 0);
      lines.add(GateLine.near(compared, null, Bootstrap.interval(resampled[i])));
    }
    return lines;
  }

  private static List<SongFigures> figures(List<Score> songs) {
    return songs.stream()
        .filter(song -> !song.notes().isEmpty())
        .map(song -> SongFigures.of(song, BARS))
        .toList();
  }

  /** The share of notes in a row that are in a song of the training, too. */
  private static GateLine copies(
      TokenScheme scheme, List<Score> made, List<Score> real, JavaRDD<FileExample<int[]>> learnt) {
    List<long[]> drawn = made.stream().map(song -> rows(song).toArray()).toList();
    List<long[]> played = real.stream().map(song -> rows(song).toArray()).toList();
    Set<Long> asked =
        Stream.concat(drawn.stream(), played.stream())
            .flatMap(rows -> LongStream.of(rows).boxed())
            .collect(toCollection(HashSet::new));
    Broadcast<Set<Long>> wanted =
        JavaSparkContext.fromSparkContext(learnt.context()).broadcast(asked);
    Set<Long> known =
        new HashSet<>(
            learnt
                .flatMap(
                    piece ->
                        rows(scheme.decode(within(piece.example())))
                            .filter(wanted.value()::contains)
                            .boxed()
                            .iterator())
                .distinct()
                .collect());
    Bootstrap.Ratio ofReal = share(played, known);
    Bootstrap.Ratio ofMade = share(drawn, known);
    return GateLine.notMore(
        "eight_notes_of_training",
        ofMade.value(),
        null,
        ofReal.value(),
        Bootstrap.interval(Bootstrap.resampled(List.of(ofReal))[0]));
  }

  /** How many of the rows of songs are known. */
  private static Bootstrap.Ratio share(List<long[]> songs, Set<Long> known) {
    return Bootstrap.Ratio.of(
        songs, song -> LongStream.of(song).filter(known::contains).count(), song -> song.length);
  }

  private static LongStream rows(Score song) {
    return NoteSequences.of(song, IN_A_ROW);
  }

  private static int[] within(int[] document) {
    return Arrays.copyOfRange(document, 1, document.length - 1);
  }
}
