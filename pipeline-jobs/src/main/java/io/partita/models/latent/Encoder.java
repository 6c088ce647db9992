package io.partita.models.latent;

import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.models.KindJob;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.Map;

/** What {@code encode} does with models of one kind. */
public interface Encoder<M> extends KindJob<M> {
  /**
   * The table of a model's latents, in which those of several models lie beside each other.
   *
   * @param model whose latents they are
   */
  LakeTable table(M model);

  /**
   * The runs that made the tables of a data set that are read.
   *
   * @param model that encodes
   * @throws io.partita.UserException where one is missing; it says what to do
   */
  Map<LakeTable, TableRun> source(Lake lake, String dataset, M model) throws IOException;

  /** Adds the options of this kind. */
  default void addTo(RunOptions run) {}

  /**
   * Stages the latents of a data set in a started run, which computes as {@link
   * io.partita.models.Processor} says, and ends the stage {@code encode}.
   *
   * @param by what the report says of the model
   */
  EncodeReport run(DerivedRun run, TrainedModel<M> trained, EncodedBy by) throws IOException;
}
