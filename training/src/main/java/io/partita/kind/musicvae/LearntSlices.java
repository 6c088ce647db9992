package io.partita.kind.musicvae;

import io.partita.StoredName;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * How a model's training chose its slices.
 *
 * @param model its network
 * @param cap slices of a file at most, chosen by the seed; null for all
 * @param choice of its files
 */
record LearntSlices(MusicVae model, Integer cap, long seed, FileChoice choice) {
  static LearntSlices of(TrainedModel<MusicVae> trained) {
    return new LearntSlices(
        trained.model(),
        number(trained, "--cap") instanceof Number most ? most.intValue() : null,
        number(trained, "--seed") instanceof Number number ? number.longValue() : 0,
        FileChoice.of(trained));
  }

  private static Object number(TrainedModel<?> trained, String option) {
    return trained.card().provenance().options().get(StoredName.of(option));
  }

  /** All slices of those files, whatever the training took of them. */
  LearntSlices uncapped() {
    return new LearntSlices(model, null, 0, choice);
  }

  /** Fails as {@link SliceExamples#require} does. */
  void require(Lake lake, String dataset) throws IOException {
    SliceExamples.require(lake, dataset, model.form(), model.bars());
  }

  /** Reads them from a data set that has them. */
  SliceExamples of(SparkSession session, Lake lake, String dataset) throws Exception {
    return LakeReader.query(
        session,
        lake,
        () -> true,
        tables -> SliceExamples.of(tables, dataset, model, cap, seed, choice));
  }
}
