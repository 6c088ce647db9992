package io.partita.objective;

import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.EncodeReport;
import io.partita.model.latent.EncodedBy;
import io.partita.model.latent.EncodedTable;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LatentVectors;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A form whose latent vectors are kept, in a lake or a file, to be decoded and looked for. */
public interface LatentTable<M extends LatentModel<E>, E>
    extends LatentForm<M, E>, EncodedTable<M> {
  /**
   * An example of a lake.
   *
   * @param row that begins with the values of {@link Source#keys}
   * @param file that it is from, for messages
   */
  record Keyed<E>(Row row, String file, E example) implements Serializable {}

  /**
   * The examples of a data set.
   *
   * @param keys columns of the table of latents that say which examples they are
   * @param order of the rows in a file
   * @param unit what they are called, in the plural
   * @param count at least one
   * @param report of a run that encoded them
   */
  record Source<E>(
      JavaRDD<Keyed<E>> examples,
      List<String> keys,
      List<String> order,
      String unit,
      long count,
      ReportMaker report) {}

  /** Makes the report of a run. */
  interface ReportMaker {
    EncodeReport of(DerivedRun run, EncodedBy by);
  }

  /**
   * What was found.
   *
   * @param fields of a JSON object
   * @param line what a table for people says of it behind number and cosine
   * @param example decoded when asked for, where the lake has it only as a latent vector
   */
  record Match<E>(Map<String, Object> fields, String line, Supplier<E> example) {}

  /**
   * How a lake is searched.
   *
   * @param group columns of the table of latents: of rows that are equal in them one is a match
   * @param areEqual whether such rows are of equal examples, of which the first place is named;
   *     else the nearest one is the match
   * @param place columns of the table that say where a match is, those that rows are ordered by
   *     first
   */
  record Search(List<String> group, boolean areEqual, List<String> place) {}

  /**
   * What encode writes of the posteriors of a file; all of them, unless its options say otherwise.
   *
   * @throws io.partita.UserException where the model lacks what that needs
   */
  default LatentVectors vectors(TrainedModel<M> trained, Posterior posterior) throws IOException {
    return new LatentVectors(posterior.mu(), posterior.sigma(), 0);
  }

  /**
   * z of what encode wrote.
   *
   * @param seed of what is drawn, if anything is
   * @throws io.partita.UserException where the model has no such z
   */
  default float[][] z(TrainedModel<M> trained, LatentVectors vectors, long seed)
      throws IOException {
    return vectors.mu();
  }

  @Override
  default LakeTable table() {
    return LakeTable.LATENTS;
  }

  /** The table whose rows are encoded. */
  LakeTable of(M model);

  /** The rate of what is decoded; nothing where that is notes. */
  default OptionalInt rateHz(M model) {
    return OptionalInt.empty();
  }

  /**
   * All examples of a file that do not overlap.
   *
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  Excerpt<E> all(GivenFile file, M model) throws IOException;

  /**
   * The examples of a data set.
   *
   * @param tables of the lake, with the files that are encoded
   * @throws io.partita.UserException where there are none
   */
  Source<E> examples(DerivedRun run, M model, Map<LakeTable, Dataset<Row>> tables)
      throws IOException;

  Search search(M model);

  /** The head of {@link Match#line}. */
  String head(M model);

  /**
   * What the lake has of what was found.
   *
   * @param nearest first
   * @param tables of the lake
   */
  List<Match<E>> matches(
      TrainedModel<M> trained,
      Excerpt<E> wanted,
      List<SimilarLatent> nearest,
      Map<LakeTable, Dataset<Row>> tables);
}
