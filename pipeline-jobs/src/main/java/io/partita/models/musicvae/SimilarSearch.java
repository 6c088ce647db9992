package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.drum.DrumSlice;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.latent.Finder;
import io.partita.models.latent.LakeLatents;
import io.partita.models.latent.LatentColumns;
import io.partita.slices.SliceTables;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A search for slices by their latents.
 *
 * @param model whose latents are compared
 * @param drums the file of the wanted slice
 */
record SimilarSearch(TrainedModel<MusicVae> model, DrumFile drums, DrumSlice wanted)
    implements Finder.Search {
  private static final String[] COLUMNS = {
    "slice_hash",
    DATASET,
    "source",
    "path",
    "midi_md5",
    "bars",
    "piece",
    "start_step",
    "split",
    "mu"
  };

  @Override
  public Map<String, Object> query() {
    return drums.origin(wanted);
  }

  /** The slices that are most like the wanted one, those with equal steps as one match. */
  @Override
  public SimilarMatches nearest(LakeLatents latents, int most) throws IOException {
    float[] mu = model.model().encode(model.weights(), List.of(wanted.steps())).mu()[0];
    List<SimilarSlice> nearest =
        latents
            .in(LATENTS)
            .select(TableShare.columns(COLUMNS))
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), slice(row, mu)))
            .reduceByKey(SimilarSlice::and)
            .values()
            .takeOrdered(most);
    return SimilarMatches.of(wanted, nearest, steps(latents.tables(), nearest));
  }

  private static SimilarSlice slice(Row row, float[] wanted) {
    SlicePlace place =
        new SlicePlace(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getInt(5),
            row.getInt(6),
            row.getLong(7),
            row.getString(8));
    return SimilarSlice.of(row.getString(0), place, LatentColumns.vector(row.getList(9)), wanted);
  }

  /** The steps by their hashes. */
  private static Map<String, int[]> steps(
      Map<LakeTable, Dataset<Row>> tables, List<SimilarSlice> nearest) {
    Object[] hashes = nearest.stream().map(SimilarSlice::sliceHash).toArray();
    Map<String, int[]> steps = new HashMap<>();
    for (Row row :
        tables
            .get(DRUM_SLICES)
            .where(col("slice_hash").isin(hashes))
            .select("slice_hash", "steps")
            .dropDuplicates("slice_hash")
            .collectAsList()) {
      steps.put(row.getString(0), SliceTables.steps(row.getList(1)));
    }
    return steps;
  }
}
