package io.partita.kind.hosted.latent;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MODEL_LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.lake.table.LakeTable;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of the table model_latents, each with the file that it is of. */
public final class LatentRows {
  private LatentRows() {}

  /** Those of a data set: the table's columns, and path and sha256 of audio_tracks. */
  public static Dataset<Row> of(Map<LakeTable, Dataset<Row>> tables, String dataset) {
    Dataset<Row> files =
        tables
            .get(AUDIO_TRACKS)
            .where(col(DATASET).equalTo(dataset))
            .select("track_id", "source", "path", "sha256");
    return tables
        .get(MODEL_LATENTS)
        .where(col(DATASET).equalTo(dataset))
        .join(files, new String[] {"track_id"}, "left");
  }

  /**
   * The latents of a row, as encode would have written them of the file alone.
   *
   * @throws MalformedInputException a {@link io.partita.model.latent.LatentFault} or a {@link
   *     io.partita.kind.hosted.CallFault}
   */
  public static RecordingLatents latents(Row row) throws MalformedInputException {
    LatentOrigin origin =
        new LatentOrigin(
            row.getAs("model"),
            row.getAs("model_sha256"),
            row.<Integer>getAs("sample_rate_hz"),
            row.<Integer>getAs("ratio"),
            (int) Math.min(Integer.MAX_VALUE, row.<Long>getAs("n_samples")),
            row.getAs("path"),
            row.getAs("sha256"),
            row.getAs("seed"),
            0,
            null);
    return RecordingLatents.of(
        row.getAs("z"), row.<Integer>getAs("n_dims"), row.<Integer>getAs("n_frames"), origin);
  }
}
