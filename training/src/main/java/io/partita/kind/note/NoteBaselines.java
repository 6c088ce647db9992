package io.partita.kind.note;

import io.partita.model.Baselines;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.NgramOrder;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.symbolic.NgramScore;
import io.partita.symbolic.PitchVocabulary;
import io.partita.symbolic.WittenBell;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What n-gram models make of the notes that a network is to predict. */
final class NoteBaselines {
  private static final List<String> FIGURES = List.of(NoteKind.NATS, NoteLstm.TOP1);

  private static final List<BaselineFigure> ALL =
      NoteKind.NGRAMS.stream()
          .flatMap(name -> FIGURES.stream().map(figure -> new BaselineFigure(name, figure)))
          .toList();

  private NoteBaselines() {}

  /**
   * Counts the n-grams of some lines and scores them on others. Of lines with a beginning and an
   * end exactly what a network predicts is counted: histories reach into the beginning, which is
   * itself never counted.
   *
   * @param train whole lines, as {@link NoteExamples#sequences}; null where there are none, and
   *     nothing is known
   * @param validation whole lines of the validation split beside them; null where train is
   * @param held whole lines that are measured
   * @param from the first position of each line to predict
   * @return figures of each of {@link NoteKind#NGRAMS}, and before them of the order with the
   *     lowest loss on validation, as {@link Baselines#NGRAM}; sums are added in the lines' order
   */
  static BaselineScores scores(
      JavaSparkContext spark,
      JavaRDD<int[]> train,
      JavaRDD<FileExample<int[]>> validation,
      JavaRDD<FileExample<int[]>> held,
      PitchVocabulary vocabulary,
      int from) {
    JavaRDD<FileExample<int[]>> predicted = held.filter(line -> line.example().length > from);
    if (train == null) {
      FileScores none =
          FileScores.of(List.of(), predicted.map(line -> sums(line, from, new double[0])));
      return new BaselineScores(ALL, none, Map.of()).withBest(Baselines.NGRAM, FIGURES, null);
    }
    int counted = vocabulary.hasEnds() ? from : 0;
    WittenBell ngrams =
        train.treeAggregate(
            new WittenBell(NoteKind.NGRAMS.size(), vocabulary.predictedSize()),
            (model, line) -> add(model, line, counted),
            WittenBell::plus);
    Broadcast<WittenBell> model = spark.broadcast(ngrams);
    FileScores scores =
        FileScores.of(
            ALL.stream().map(BaselineFigure::column).toList(),
            predicted.map(line -> sums(line, from, sums(model.value(), line.example(), from))));
    String best = bestOrder(model, validation, from);
    model.destroy();
    return new BaselineScores(ALL, scores, Map.of()).withBest(Baselines.NGRAM, FIGURES, best);
  }

  /** Null where validation has no prediction. */
  private static String bestOrder(
      Broadcast<WittenBell> model, JavaRDD<FileExample<int[]>> validation, int from) {
    FileScores scores =
        FileScores.of(
            ALL.stream().map(BaselineFigure::column).toList(),
            validation
                .filter(line -> line.example().length > from)
                .map(line -> sums(line, from, sums(model.value(), line.example(), from))));
    return NgramOrder.best(NoteKind.NGRAMS, NoteKind.NATS, scores);
  }

  private static WittenBell add(WittenBell model, int[] line, int from) {
    model.add(line, from);
    return model;
  }

  private static FileSums sums(FileExample<int[]> line, int from, double[] sums) {
    return new FileSums(line.file(), line.example().length - from, sums);
  }

  private static double[] sums(WittenBell model, int[] line, int from) {
    double[] sums = new double[ALL.size()];
    for (int order = 1; order <= model.order(); order++) {
      NgramScore score = model.score(order, line, from);
      sums[2 * order - 2] = score.nats();
      sums[2 * order - 1] = score.top1();
    }
    return sums;
  }
}
