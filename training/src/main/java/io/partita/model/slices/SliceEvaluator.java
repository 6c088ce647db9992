package io.partita.model.slices;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.job.KindJobs;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What {@code model evaluate} does with models of slices: it measures them on a split's slices,
 * beside what simple models make of the same slices ({@link SliceBaselines}), counted on the very
 * slices that the model was trained on.
 */
public interface SliceEvaluator<E, M extends SliceModel<E>> extends Evaluator<M> {
  /**
   * A figure of a model, and what a release of it is held to.
   *
   * @param value null where it was not measured
   * @param isLeast whether the value must be the bound at least; else it must be that at most
   */
  record Held(String figure, Double value, double bound, boolean isLeast) {
    public static Held atMost(String figure, Map<String, Object> figures, double bound) {
      return new Held(figure, number(figures, figure), bound, false);
    }

    public static Held atLeast(String figure, Map<String, Object> figures, double bound) {
      return new Held(figure, number(figures, figure), bound, true);
    }

    private static Double number(Map<String, Object> figures, String name) {
      return figures.get(name) instanceof Number number ? number.doubleValue() : null;
    }
  }

  /** What evaluates a model's slices. */
  @SuppressWarnings("unchecked") // jobs of a kind are for its models
  static <E, M extends SliceModel<E>> SliceEvaluator<E, M> of(TrainedModel<M> model) {
    return KindJobs.of(model, SliceEvaluator.class)
        .map(job -> (SliceEvaluator<E, M>) job)
        .findFirst()
        .orElseThrow();
  }

  /** How well a release must predict a split; nothing where models of the kind are not held. */
  default List<Held> release(EvaluateOptions options, TrainedModel<M> model) throws Exception {
    return List.of();
  }

  /** Measures a model. */
  Measured measured(SliceScoring<E, M> scoring) throws IOException;

  /**
   * What simple models make of the split's slices.
   *
   * @param model that is measured
   * @param train slices that it was trained on; none where they are unknown
   * @param validation slices that it was validated on; may be none
   * @param byFile the split's slices, those of a file one after the other
   */
  BaselineScores baselines(
      JavaSparkContext spark,
      M model,
      Examples<E> train,
      Examples<E> validation,
      JavaRDD<FileExample<E>> byFile);

  /** What else the object for programs says of how models were measured. */
  default Map<String, Object> choices() {
    return Map.of();
  }

  @Override
  default LakeTable table(M model) {
    return LakeTable.MIDI_SOURCES;
  }

  @Override
  default void check(Lake lake, String dataset, TrainedModel<M> model) throws IOException {
    LearntSlices.of(model).require(lake, dataset);
  }

  @Override
  default SliceEvaluation<E, M> measuring(EvaluationRun run, TrainedModel<M> model) {
    return new SliceEvaluation<>(this, run, model);
  }
}
