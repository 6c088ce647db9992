package io.partita.kind.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.Measuring;
import io.partita.model.evaluate.SameExamples;
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
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code model evaluate} does with a token model: figures of the model and of simple guesses
 * on the same ids, those of whole pieces as they are. Everything is computed on the processor, on
 * the workers; neither they nor the driver hold the whole split.
 */
record TokenEvaluation(EvaluationRun run, TrainedModel<TokenModel> model)
    implements Measuring<TokenModel, TokenDocuments> {
  @Override
  public TokenDocuments read(String dataset, TrainedModel<TokenModel> by) throws IOException {
    run.lake().runId(dataset, LakeTable.TOKENS);
    return TokenDocuments.of(run.tables(), dataset, by.model().scheme(), FileChoice.of(by));
  }

  @Override
  public Map<String, Long> bySplit(TokenDocuments documents) {
    return documents.filesBySplit();
  }

  @Override
  public ContentHashes contents(TokenDocuments documents) {
    return documents.contents(run.split());
  }

  @Override
  public BaselineScores baselines(TokenDocuments documents, TokenDocuments learnt, Measured ours)
      throws IOException {
    ModelCard.Provenance provenance = model.card().provenance();
    return TokenBaselines.scores(
        run.session(),
        learnt == null ? null : pieces(learnt, provenance.trainSplit()),
        learnt == null ? null : learnt.byContent(provenance.validationSplit()),
        documents.byContent(run.split()),
        model.model().grammar().size(),
        notesByFile(documents),
        column(ours.scores(), TokenNetwork.NATS));
  }

  private double[] notesByFile(TokenDocuments documents) {
    TokenGrammar grammar = model.model().grammar();
    return documents
        .byContent(run.split())
        .map(piece -> IntStream.of(piece.example()).filter(grammar::isNote).count())
        .collect()
        .stream()
        .mapToDouble(Long::doubleValue)
        .toArray();
  }

  @Override
  public EvaluatedSplit split(
      TokenDocuments documents, TokenDocuments learnt, Measured ours, Leaks leaks) {
    return new EvaluatedSplit(
        run.split(),
        run.dataset(),
        TokenDocuments.CONTENT,
        String.format(
            Locale.ROOT,
            "%,d tokens of the scheme %s",
            ours.scores().sum().count(),
            model.model().scheme().label()),
        String.format(Locale.ROOT, ", %,d notes", (Long) ours.details().get(FamilyScore.NOTES)),
        "pieces",
        documents.suspects(run.split()),
        learnt == null
            ? null
            : SameExamples.count(
                pieces(documents, run.split()),
                pieces(learnt, model.card().provenance().trainSplit())),
        leaks);
  }

  private static JavaRDD<int[]> pieces(TokenDocuments of, String split) {
    return of.byContent(split).map(FileExample::example);
  }

  @Override
  public Measured measured(
      TrainedModel<TokenModel> of, TokenDocuments documents, TokenDocuments learnt)
      throws IOException {
    TokenModel tokens = of.model();
    ComputationGraph weights = of.weights();
    FileScores scores =
        Scoring.byFile(
            run.spark(),
            tokens.network(),
            weights,
            documents.byContent(run.split()),
            FamilyScore.COLUMNS,
            (network, batch) -> FamilyScore.of(tokens, network, batch));
    if (scores.files().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s of %s has no tokens of scheme %s."
              .formatted(run.split(), run.dataset(), tokens.scheme().label()));
    }
    BitsPerNote bits =
        BitsPerNote.of(column(scores, TokenNetwork.NATS), column(scores, FamilyScore.NOTES));
    Map<String, Double> figures = new LinkedHashMap<>(tokens.network().figures(scores.sum()));
    figures.put(BitsPerNote.NAME, bits.mean());
    Map<String, Object> details = bits.json(BitsPerNote.NAME);
    details.remove(BitsPerNote.NAME);
    details.put(FamilyScore.NOTES, (long) notes(scores));
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
    Examples<int[]> sample = run.sample(of, split -> examples(pieces(learnt, split)), count);
    return sample == null
        ? null
        : new Measured.Training(
            sample.count(), network.figures(Scoring.of(run.spark(), network, weights, sample)));
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
