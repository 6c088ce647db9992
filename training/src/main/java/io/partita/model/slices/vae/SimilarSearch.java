package io.partita.model.slices.vae;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.table.LakeTable;
import io.partita.model.latent.Finder;
import io.partita.model.latent.LakeLatents;
import io.partita.model.latent.LatentColumns;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.FormTables;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceForm;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A search for slices by their latents.
 *
 * @param model whose latents are compared
 * @param file the file of the wanted slice
 */
record SimilarSearch(TrainedModel<? extends SliceVae> model, SliceFile file, CutFile.Slice wanted)
    implements Finder.Search {
  /** Those that every form has; {@link FormTables#place} follows. */
  private static final List<String> COLUMNS =
      List.of("slice_hash", DATASET, "source", "path", "midi_md5", "bars", "split", "mu", "piece");

  private static final int PIECE = COLUMNS.size() - 1;

  @Override
  public Map<String, Object> query() {
    return file.origin(wanted);
  }

  /** The slices that are most like the wanted one, those with equal steps as one match. */
  @Override
  public SimilarMatches nearest(LakeLatents latents, int most) throws IOException {
    float[] mu = model.model().encode(model.weights(), List.of(wanted.labels())).mu()[0];
    SliceForm form = model.model().form();
    int instruments = form.instrumentColumns().size();
    List<String> columns = new ArrayList<>(COLUMNS);
    columns.addAll(form.instrumentColumns());
    columns.add(form.startColumn());
    List<SimilarSlice> nearest =
        latents
            .in(FormTables.latents(form))
            .select(FormTables.columns(columns))
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), slice(row, instruments, mu)))
            .reduceByKey(SimilarSlice::and)
            .values()
            .takeOrdered(most);
    return SimilarMatches.of(form, wanted, nearest, steps(form, latents.tables(), nearest));
  }

  private static SimilarSlice slice(Row row, int instruments, float[] wanted) {
    SlicePlace place =
        new SlicePlace(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getInt(5),
            row.getInt(PIECE),
            IntStream.range(0, instruments).mapToObj(k -> row.getInt(PIECE + 1 + k)).toList(),
            ((Number) row.get(PIECE + 1 + instruments)).longValue(),
            row.getString(6));
    return SimilarSlice.of(row.getString(0), place, LatentColumns.vector(row, "mu"), wanted);
  }

  /** The steps by their hashes. */
  private static Map<String, int[]> steps(
      SliceForm form, Map<LakeTable, Dataset<Row>> tables, List<SimilarSlice> nearest) {
    List<String> columns = new ArrayList<>(List.of("slice_hash"));
    columns.addAll(form.columns());
    Object[] hashes = nearest.stream().map(SimilarSlice::sliceHash).toArray();
    Map<String, int[]> steps = new HashMap<>();
    for (Row row :
        tables
            .get(FormTables.slices(form))
            .where(col("slice_hash").isin(hashes))
            .select(FormTables.columns(columns))
            .dropDuplicates("slice_hash")
            .collectAsList()) {
      steps.put(row.getString(0), FormTables.labels(form, row, 1));
    }
    return steps;
  }
}
