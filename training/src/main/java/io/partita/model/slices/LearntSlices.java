package io.partita.model.slices;

import io.partita.StoredName;
import io.partita.form.SliceCut;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * How a model's training chose its slices.
 *
 * @param cut which slices they are
 * @param cap slices of a file at most, chosen by the seed; null for all
 * @param choice of its files
 * @param <E> an example
 */
public record LearntSlices<E>(SliceCut<E> cut, Integer cap, long seed, FileChoice choice) {
  public static <E> LearntSlices<E> of(TrainedModel<? extends SliceModel<E>> trained) {
    return new LearntSlices<>(
        trained.model().sliceCut(),
        number(trained, "--cap") instanceof Number most ? most.intValue() : null,
        number(trained, "--seed") instanceof Number number ? number.longValue() : 0,
        FileChoice.of(trained));
  }

  private static Object number(TrainedModel<?> trained, String option) {
    return trained.card().provenance().options().get(StoredName.of(option));
  }

  /** All slices of those files, whatever the training took of them. */
  public LearntSlices<E> uncapped() {
    return new LearntSlices<>(cut, null, 0, choice);
  }

  /** Fails as {@link SliceExamples#require} does. */
  public void require(Lake lake, String dataset) throws IOException {
    SliceExamples.require(lake, dataset, cut.form(), cut.bars());
  }

  /** Reads them from a data set that has them. */
  public SliceExamples<E> of(SparkSession session, Lake lake, String dataset) throws Exception {
    return LakeReader.query(
        session, lake, tables -> SliceExamples.of(tables, dataset, cut, cap, seed, choice));
  }
}
