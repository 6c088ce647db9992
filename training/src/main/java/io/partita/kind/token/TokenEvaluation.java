package io.partita.kind.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.evaluate.TrainingData;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.examples.Scoring;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import io.partita.token.grammar.TokenGrammar;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code model evaluate} does with a token model: figures of the model and of simple guesses
 * on the same ids, those of whole pieces as they are. Everything is computed on the processor, on
 * the workers; neither they nor the driver hold the whole split.
 */
record TokenEvaluation(
    EvaluateOptions options,
    TrainedModel<TokenModel> model,
    TrainedModel<TokenModel> against,
    String dataset,
    Map<LakeTable, Dataset<Row>> tables,
    SparkSession session,
    Lake lake) {
  /**
   * @param against a model that predicts the same tokens, or null
   */
  static Evaluation run(
      EvaluateOptions options, TrainedModel<TokenModel> model, TrainedModel<TokenModel> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, LakeTable.TOKENS);
    try (SparkSession session = options.session(lake, dataset)) {
      return LakeReader.query(
          session,
          lake,
          tables ->
              new TokenEvaluation(options, model, against, dataset, tables, session, lake)
                  .evaluation());
    }
  }

  private Evaluation evaluation() throws IOException {
    TokenDocuments documents = documents(dataset, model);
    options.requireSplit(dataset, documents.filesBySplit());
    Leaks leaks =
        Leaks.of(
            options,
            ModelCard.LearntFiles.MD5,
            documents.contents(options.split()),
            model,
            against);
    TokenDocuments learnt = training(model, documents);
    Measured ours = measured(model, documents, learnt);
    double[] notes = notesByFile(documents);
    Measured theirs =
        against == null ? null : measured(against, documents, training(against, documents));
    String trained = model.card().provenance().trainSplit();
    JavaRDD<FileExample<int[]>> held = documents.byContent(options.split());
    BaselineScores baselines =
        TokenBaselines.scores(
            session,
            learnt == null ? null : pieces(learnt, trained),
            learnt == null ? null : learnt.byContent(model.card().provenance().validationSplit()),
            held,
            model.model().grammar().size(),
            notes,
            column(ours.scores(), TokenNetwork.NATS));
    EvaluatedSplit split =
        new EvaluatedSplit(
            options.split(),
            dataset,
            TokenDocuments.CONTENT,
            String.format(
                Locale.ROOT,
                "%,d tokens of the scheme %s",
                ours.scores().sum().count(),
                model.model().scheme().label()),
            String.format(Locale.ROOT, ", %,.0f notes", Arrays.stream(notes).sum()),
            "pieces",
            documents.suspects(options.split()),
            learnt == null
                ? null
                : SameExamples.count(held.map(FileExample::example), pieces(learnt, trained)),
            leaks);
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), Map.of());
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  private TrainingData beside() {
    return new TrainingData(dataset, options.split());
  }

  private TokenDocuments documents(String of, TrainedModel<TokenModel> by) {
    return TokenDocuments.of(tables, of, by.model().scheme(), FileChoice.of(by));
  }

  private static JavaRDD<int[]> pieces(TokenDocuments of, String split) {
    return of.byContent(split).map(FileExample::example);
  }

  private double[] notesByFile(TokenDocuments documents) {
    TokenGrammar grammar = model.model().grammar();
    return documents
        .byContent(options.split())
        .map(piece -> IntStream.of(piece.example()).filter(grammar::isNote).count())
        .collect()
        .stream()
        .mapToDouble(Long::doubleValue)
        .toArray();
  }

  /**
   * The pieces that a model was trained on; null, with a word, where the lake has none of them.
   *
   * @param measured those of the data set that is evaluated on
   */
  private TokenDocuments training(TrainedModel<TokenModel> of, TokenDocuments measured)
      throws IOException {
    return beside()
        .of(
            of,
            FileChoice.of(of).equals(FileChoice.of(model)),
            measured,
            trained -> {
              lake.runId(trained, LakeTable.TOKENS);
              return documents(trained, of);
            });
  }

  private Measured measured(
      TrainedModel<TokenModel> of, TokenDocuments documents, TokenDocuments learnt)
      throws IOException {
    TokenModel tokens = of.model();
    ComputationGraph weights = of.weights();
    FileScores scores =
        Scoring.byFile(
            spark(),
            tokens.network(),
            weights,
            documents.byContent(options.split()),
            FamilyScore.COLUMNS,
            (network, batch) -> FamilyScore.of(tokens, network, batch));
    if (scores.files().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s of %s has no tokens of scheme %s."
              .formatted(options.split(), dataset, tokens.scheme().label()));
    }
    BitsPerNote bits =
        BitsPerNote.of(column(scores, TokenNetwork.NATS), column(scores, FamilyScore.NOTES));
    Map<String, Double> figures = new LinkedHashMap<>(tokens.network().figures(scores.sum()));
    figures.put(BitsPerNote.NAME, bits.mean());
    Map<String, Object> details = bits.json(BitsPerNote.NAME);
    details.remove(BitsPerNote.NAME);
    details.put("notes", (long) notes(scores));
    Map<String, Object> families =
        FamilyScore.byFamily(tokens.grammar(), scores.others(), notes(scores));
    details.put("families", families);
    return new Measured(
        of,
        means(scores),
        figures,
        details,
        FamilyText.of(bits, families),
        learnt == null ? null : training(of, weights, learnt, scores.files().size()));
  }

  /** As many pieces of training, evenly spread. */
  private Measured.Training training(
      TrainedModel<TokenModel> of, ComputationGraph weights, TokenDocuments learnt, long count) {
    TokenNetwork network = of.model().network();
    Examples<int[]> sample = beside().sample(of, split -> examples(pieces(learnt, split)), count);
    return sample == null
        ? null
        : new Measured.Training(
            sample.count(), network.figures(Scoring.of(spark(), network, weights, sample)));
  }

  private static Examples<int[]> examples(JavaRDD<int[]> pieces) {
    return Examples.of(pieces, pieces.count(), Map.of());
  }

  private static double[] column(FileScores scores, String name) {
    int column = scores.figures().indexOf(name);
    return scores.files().stream().mapToDouble(of -> of.sums()[column]).toArray();
  }

  private static double notes(FileScores scores) {
    return Arrays.stream(column(scores, FamilyScore.NOTES)).sum();
  }

  /** Those that are means over predictions. */
  private static FileScores means(FileScores scores) {
    int count = TokenNetwork.MEANS.size();
    return new FileScores(
        TokenNetwork.MEANS,
        scores.files().stream()
            .map(of -> new FileSums(of.file(), of.count(), Arrays.copyOf(of.sums(), count)))
            .toList(),
        scores.others());
  }
}
