package io.partita.kind.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.run.FoldOption;
import io.partita.model.slices.FormTables;
import io.partita.model.train.TrainedModel;
import io.partita.split.Split;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** MIDI files with slices that a model was not trained on, as far as the lake holds their bytes. */
final class HeldOutSlices {
  private static final String MD5 = "midi_md5";

  private HeldOutSlices() {}

  /**
   * Contents of the split test, or of validation where that is empty: those with the first hashes.
   */
  static List<HeldOutFile> of(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<MusicVae> trained, int most) {
    String dataset = trained.card().provenance().dataset();
    Dataset<Row> slices =
        tables
            .get(FormTables.slices(trained.model().form()))
            .where(col(DATASET).equalTo(dataset))
            .where(col("bars").equalTo(trained.model().bars()));
    Dataset<Row> dealt = FoldOption.deal(slices, FoldOption.of(trained), tables, dataset);
    Dataset<Row> known = Suspects.of(tables, dataset).without(dealt);
    Dataset<Row> bytes =
        tables.get(MIDI_BYTES).where(col(DATASET).equalTo(dataset)).select(MD5, "bytes");
    List<HeldOutFile> test = in(Split.TEST.label(), known, bytes, most);
    return test.isEmpty() ? in(Split.VALIDATION.label(), known, bytes, most) : test;
  }

  private static List<HeldOutFile> in(
      String split, Dataset<Row> slices, Dataset<Row> bytes, int most) {
    return slices
        .where(col("split").equalTo(split))
        .groupBy(MD5)
        .agg(min("source"), min("path"))
        .sort(MD5)
        .limit(most)
        .join(bytes, MD5)
        .sort(MD5)
        .collectAsList()
        .stream()
        .map(
            row ->
                new HeldOutFile(
                    row.getString(1), row.getString(2), split, null, (byte[]) row.get(3)))
        .toList();
  }
}
