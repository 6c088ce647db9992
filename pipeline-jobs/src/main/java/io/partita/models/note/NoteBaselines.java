package io.partita.models.note;

import io.partita.model.note.NoteKind;
import io.partita.symbolic.NgramScore;
import io.partita.symbolic.PitchVocabulary;
import io.partita.symbolic.WittenBell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What n-gram models make of the notes that a network is to predict. */
final class NoteBaselines {
  private NoteBaselines() {}

  /**
   * Counts the n-grams of some lines and scores them on others. Of lines with a beginning and an
   * end exactly what a network predicts is counted: histories reach into the beginning, which is
   * itself never counted.
   *
   * @param train whole lines, as {@link NoteExamples#sequences}
   * @param held likewise
   * @param from the first position of each line to predict
   * @return a score for each of {@link NoteKind#BASELINES}; sums are added in the lines' order
   */
  static List<NgramScore> score(
      JavaSparkContext spark,
      JavaRDD<int[]> train,
      JavaRDD<int[]> held,
      PitchVocabulary vocabulary,
      int from) {
    int counted = vocabulary.hasEnds() ? from : 0;
    WittenBell ngrams =
        train.treeAggregate(
            new WittenBell(NoteKind.BASELINES.size(), vocabulary.predictedSize()),
            (model, line) -> add(model, line, counted),
            WittenBell::plus);
    Broadcast<WittenBell> model = spark.broadcast(ngrams);
    List<List<NgramScore>> parts =
        held.mapPartitions(lines -> List.of(score(model.value(), lines, from)).iterator())
            .collect();
    model.destroy();
    return parts.stream().reduce(none(), NoteBaselines::plus);
  }

  private static WittenBell add(WittenBell model, int[] line, int from) {
    model.add(line, from);
    return model;
  }

  private static List<NgramScore> score(WittenBell model, Iterator<int[]> lines, int from) {
    List<NgramScore> scores = none();
    while (lines.hasNext()) {
      int[] line = lines.next();
      List<NgramScore> ofLine = new ArrayList<>();
      for (int order = 1; order <= model.order(); order++) {
        ofLine.add(model.score(order, line, from));
      }
      scores = plus(scores, ofLine);
    }
    return scores;
  }

  private static List<NgramScore> none() {
    return Collections.nCopies(NoteKind.BASELINES.size(), NgramScore.NONE);
  }

  private static List<NgramScore> plus(List<NgramScore> some, List<NgramScore> others) {
    NgramScore[] sums = new NgramScore[some.size()];
    Arrays.setAll(sums, i -> some.get(i).plus(others.get(i)));
    return Arrays.asList(sums);
  }
}
