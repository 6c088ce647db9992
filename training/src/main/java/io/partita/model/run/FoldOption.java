package io.partita.model.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.partita.Mistake;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.train.TrainedModel;
import io.partita.split.Fold;
import io.partita.split.Split;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import picocli.CommandLine.Option;

/**
 * Which fold of a cross-validation is held out, in a training and in what is done with its model.
 */
public final class FoldOption {
  public static final String NAME = "--fold";

  private static final String GROUP = "split_group";
  private static final String MD5 = "midi_md5";

  @Option(
      names = NAME,
      paramLabel = "K/N",
      description =
          "Cross-validation: validate on fold K of N, as 1/5 (default: ${DEFAULT-VALUE}).")
  private String text = Fold.NONE.toString();

  /**
   * The fold that was asked for.
   *
   * @throws UserException where that is none
   */
  public Fold fold() {
    try {
      return Fold.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, NAME + ": " + e.getMessage() + ".", e);
    }
  }

  /**
   * The fold that a model was not trained on.
   *
   * @throws UserException where its card says what is none
   */
  public static Fold of(TrainedModel<?> model) {
    Object kept = model.card().provenance().options().get(StoredName.of(NAME));
    try {
      return kept == null ? Fold.NONE : Fold.parse(kept.toString());
    } catch (IllegalArgumentException e) {
      throw model.folder().damaged(e.getMessage(), e);
    }
  }

  /**
   * Fails where one of two models may have learnt what the other is measured on.
   *
   * @param split to measure both on
   */
  public static void requireOne(TrainedModel<?> model, TrainedModel<?> against, String split) {
    Fold fold = of(model);
    Fold other = of(against);
    if (!fold.equals(other) && !split.equals(Split.TEST.label())) {
      throw new UserException(
          Mistake.NOT_COMPARABLE,
          "Models %s (--fold %s) and %s (--fold %s) were trained on each other's validation:"
                  .formatted(model.folder().name(), fold, against.folder().name(), other)
              + " compare them on --split test.");
    }
  }

  /**
   * Rows with a split, dealt again.
   *
   * @param rows of contents, with the columns split and split_group
   */
  public static Dataset<Row> deal(Dataset<Row> rows, Fold fold) {
    UDF2<String, String, String> splitOf = fold::splitOf;
    return fold.isDealt()
        ? rows.withColumn(
            "split", udf(splitOf, DataTypes.StringType).apply(col("split"), col(GROUP)))
        : rows;
  }

  /**
   * Rows with a split, dealt again.
   *
   * @param rows of files, with the columns split and midi_md5
   */
  public static Dataset<Row> deal(
      Dataset<Row> rows, Fold fold, Map<LakeTable, Dataset<Row>> tables, String dataset) {
    if (!fold.isDealt()) {
      return rows;
    }
    Dataset<Row> groups =
        tables
            .get(LakeTable.MIDI_FILES)
            .where(col(LakeTable.DATASET).equalTo(dataset))
            .select(MD5, GROUP);
    return deal(rows.join(groups, new String[] {MD5}, "left"), fold).drop(GROUP);
  }
}
