package io.partita.model.slices;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.partita.StoredName;
import io.partita.form.SliceCut;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.run.FileChoice;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import io.partita.split.Split;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How a model's training chose its slices.
 *
 * @param cut which slices they are
 * @param cap slices of a file at most, chosen by the seed; null for all
 * @param choice of its files
 */
public record LearntSlices(SliceCut<int[]> cut, Integer cap, long seed, FileChoice choice) {
  private static final String MIDI_MD5 = "midi_md5";

  public static LearntSlices of(TrainedModel<? extends SliceModel> trained) {
    return new LearntSlices(
        trained.model().sliceCut(),
        number(trained, "--cap") instanceof Number most ? most.intValue() : null,
        number(trained, "--seed") instanceof Number number ? number.longValue() : 0,
        FileChoice.of(trained));
  }

  private static Object number(TrainedModel<?> trained, String option) {
    return trained.card().provenance().options().get(StoredName.of(option));
  }

  /** All slices of those files, whatever the training took of them. */
  public LearntSlices uncapped() {
    return new LearntSlices(cut, null, 0, choice);
  }

  /** Fails as {@link SliceExamples#require} does. */
  public void require(Lake lake, String dataset) throws IOException {
    SliceExamples.require(lake, dataset, cut.form(), cut.bars());
  }

  /** Reads them from a data set that has them. */
  public SliceExamples of(SparkSession session, Lake lake, String dataset) throws Exception {
    return LakeReader.query(
        session,
        lake,
        () -> true,
        tables -> SliceExamples.of(tables, dataset, cut, cap, seed, choice));
  }

  /**
   * MIDI files with slices that a model was not trained on, as far as the lake holds their bytes:
   * contents of the split test, or of validation where that is empty: those with the first hashes.
   */
  public static List<HeldOutFile> heldOut(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<? extends SliceModel> trained, int most) {
    SliceCut<?> cut = trained.model().sliceCut();
    String dataset = trained.card().provenance().dataset();
    Dataset<Row> slices =
        tables
            .get(cut.form().slices())
            .where(col(DATASET).equalTo(dataset))
            .where(col("bars").equalTo(cut.bars()));
    Dataset<Row> dealt = FoldOption.deal(slices, FoldOption.of(trained), tables, dataset);
    Dataset<Row> known = Suspects.of(tables, dataset).without(dealt);
    Dataset<Row> bytes =
        tables.get(MIDI_BYTES).where(col(DATASET).equalTo(dataset)).select(MIDI_MD5, "bytes");
    List<HeldOutFile> test = filesIn(Split.TEST.label(), known, bytes, most);
    return test.isEmpty() ? filesIn(Split.VALIDATION.label(), known, bytes, most) : test;
  }

  private static List<HeldOutFile> filesIn(
      String split, Dataset<Row> slices, Dataset<Row> bytes, int most) {
    return slices
        .where(col("split").equalTo(split))
        .groupBy(MIDI_MD5)
        .agg(min("source"), min("path"))
        .sort(MIDI_MD5)
        .limit(most)
        .join(bytes, MIDI_MD5)
        .sort(MIDI_MD5)
        .collectAsList()
        .stream()
        .map(
            row ->
                new HeldOutFile(
                    row.getString(1), row.getString(2), split, null, (byte[]) row.get(3)))
        .toList();
  }
}
