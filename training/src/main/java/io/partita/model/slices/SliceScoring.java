package io.partita.model.slices;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.NetworkBatches;
import io.partita.model.examples.Scoring;
import io.partita.model.train.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model and the slices that it is measured on.
 *
 * @param weights of the model
 * @param held slices of the split
 * @param byFile the same with their files, those of a file one after the other
 * @param train all training slices; none where they are unknown
 * @param learnt as many training slices; null where they are unknown or what is measured
 */
public record SliceScoring<E, M extends SliceModel<E>>(
    JavaSparkContext spark,
    TrainedModel<M> of,
    ComputationGraph weights,
    Examples<E> held,
    JavaRDD<FileExample<E>> byFile,
    Examples<E> train,
    Examples<E> learnt) {
  /** The model without its weights. */
  public M model() {
    return of.model();
  }

  /**
   * Scores the split.
   *
   * @param figures of the scorer
   */
  public FileScores scores(List<String> figures, NetworkBatches.Work<E, ExampleScores> scorer) {
    return Scoring.byFile(spark, model(), weights, byFile, figures, scorer);
  }

  /**
   * Scores the training slices; null without any.
   *
   * @param figures of a score
   */
  public Measured.Training training(
      NetworkBatches.Work<E, PredictionSums> scorer,
      Function<PredictionSums, Map<String, Double>> figures) {
    return learnt == null
        ? null
        : new Measured.Training(
            learnt.count(), figures.apply(Scoring.of(spark, model(), weights, learnt, scorer)));
  }

  /**
   * Histories that are not a slice's own, to see how much a model looks at what was played: for
   * each slice the one half of all slices further on; for a single slice one of class 0 alone.
   *
   * @param slices classes of the steps, of one length
   */
  public static List<int[]> otherHistories(List<int[]> slices) {
    List<int[]> others = new ArrayList<>(slices);
    Collections.rotate(others, slices.size() / 2);
    if (slices.size() == 1) {
      others.set(0, new int[slices.get(0).length]);
    }
    return others;
  }

  /** What the model makes of each batch of the split's slices, in their order. */
  public <R> List<R> each(NetworkBatches.Work<E, R> work) {
    return Scoring.each(spark, model(), weights, held, work);
  }
}
