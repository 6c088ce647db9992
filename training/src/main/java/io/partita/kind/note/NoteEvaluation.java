package io.partita.kind.note;

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
import io.partita.model.examples.Scoring;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code model evaluate} does with a note model: figures of the model and of n-gram models of
 * the same notes.
 *
 * <p>The n-gram models are interpolated Witten–Bell, counted on the whole note lines of the data
 * that the model was trained on, with the model's classes; they predict exactly the notes that the
 * model predicts, from all notes before them in the file. Everything is computed on the processor,
 * on the workers; neither they nor the driver hold the whole split.
 */
record NoteEvaluation(EvaluationRun run, TrainedModel<NoteModel> model)
    implements Measuring<NoteModel, NoteLines> {
  @Override
  public NoteLines read(String dataset, TrainedModel<NoteModel> by) throws IOException {
    run.lake().runId(dataset, LakeTable.NOTES);
    return NoteLines.of(run.tables(), dataset, by.model().line(), FileChoice.of(by));
  }

  @Override
  public Map<String, Long> bySplit(NoteLines lines) {
    return lines.filesBySplit();
  }

  @Override
  public ContentHashes contents(NoteLines lines) {
    return NoteExamples.contents(
        lines, run.split(), model.model().vocabulary(), model.model().network());
  }

  @Override
  public BaselineScores baselines(NoteLines lines, NoteLines learnt, Measured ours) {
    ModelCard.Provenance provenance = model.card().provenance();
    return NoteBaselines.scores(
        run.spark(),
        learnt == null
            ? null
            : classes(learnt, provenance.trainSplit(), model.model()).map(FileExample::example),
        learnt == null ? null : classes(learnt, provenance.validationSplit(), model.model()),
        classes(lines, run.split(), model.model()),
        model.model().vocabulary(),
        NoteExamples.firstPredicted(model.model().network()));
  }

  @Override
  public EvaluatedSplit split(NoteLines lines, NoteLines learnt, Measured ours, Leaks leaks) {
    return new EvaluatedSplit(
        run.split(),
        run.dataset(),
        NoteLines.CONTENT,
        String.format(
            Locale.ROOT,
            "%,d notes of the line %s",
            ours.scores().sum().count(),
            model.model().line()),
        String.format(Locale.ROOT, ", %,d of them of unknown pitch", unknown(lines, model.model())),
        "lines",
        lines.suspects(run.split()),
        learnt == null
            ? null
            : SameExamples.count(
                lines.pitches(run.split()).filter(line -> line.length > 0),
                learnt.pitches(model.card().provenance().trainSplit())),
        leaks);
  }

  @Override
  public Measured measured(TrainedModel<NoteModel> of, NoteLines lines, NoteLines learnt)
      throws IOException {
    NoteModel notes = of.model();
    NoteLstm network = notes.network();
    ComputationGraph weights = of.weights();
    Examples<int[]> examples = NoteExamples.of(lines, run.split(), notes.vocabulary(), network);
    if (examples.count() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s of %s has no note to predict. %s"
              .formatted(run.split(), run.dataset(), examples.whatWasLeftOut().strip()));
    }
    FileScores scores =
        Scoring.byFile(
            run.spark(),
            network,
            weights,
            NoteExamples.byContent(lines, run.split(), notes.vocabulary(), network),
            NoteLstm.MEANS,
            network::scores);
    Map<String, Double> figures = new LinkedHashMap<>();
    network
        .figures(scores.sum())
        .forEach(
            (figure, value) -> {
              figures.put(figure, value);
              if (figure.equals(NoteKind.NATS)) {
                figures.put("perplexity", Math.exp(value));
              }
            });
    return new Measured(
        of,
        scores,
        figures,
        Map.of("unknown", unknown(lines, notes)),
        "",
        learnt == null ? null : training(of, weights, learnt, examples.count()));
  }

  /** As many examples of training, evenly spread. */
  private Measured.Training training(
      TrainedModel<NoteModel> of, ComputationGraph weights, NoteLines learnt, long count) {
    NoteLstm network = of.model().network();
    Examples<int[]> sample =
        run.sample(
            of, split -> NoteExamples.of(learnt, split, of.model().vocabulary(), network), count);
    return sample == null
        ? null
        : new Measured.Training(
            sample.count(), network.figures(Scoring.of(run.spark(), network, weights, sample)));
  }

  private static JavaRDD<FileExample<int[]>> classes(
      NoteLines lines, String split, NoteModel read) {
    return NoteExamples.sequences(lines, split, read.vocabulary(), read.network());
  }

  /** How many of the predicted notes have a pitch that the model never saw. */
  private long unknown(NoteLines lines, NoteModel notes) {
    int unknownClass = notes.vocabulary().unknownClass();
    int from = NoteExamples.firstPredicted(notes.network());
    return classes(lines, run.split(), notes)
        .aggregate(
            0L,
            (count, line) -> {
              long more = 0;
              for (int i = from; i < line.example().length; i++) {
                more += line.example()[i] == unknownClass ? 1 : 0;
              }
              return count + more;
            },
            Long::sum);
  }
}
