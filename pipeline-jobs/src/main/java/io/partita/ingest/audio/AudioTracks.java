package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static org.apache.spark.sql.functions.col;

import io.partita.ingest.FinishedPartitions;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.TableFile;
import io.partita.split.Split;
import io.partita.split.StratifiedSplit;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The second half of {@link IngestAudio}: the table audio_tracks, whose splits need all files. */
final class AudioTracks {
  private final IngestRun run;
  private final Dataset<Row> raw;

  /**
   * @param finished with rows of audio_tracks that have no split
   */
  AudioTracks(IngestRun run, FinishedPartitions finished) {
    this.run = run;
    String[] files = finished.files(AudioPartition.RAW_TRACKS).toArray(String[]::new);
    this.raw =
        files.length == 0
            ? run.spark().createDataFrame(List.of(), AUDIO_TRACKS.schema())
            : run.spark().read().schema(AUDIO_TRACKS.schema()).parquet(files);
  }

  /**
   * Stages the table.
   *
   * @param drawing to which no file was added yet
   * @return files in each split
   */
  Map<String, Long> write(StratifiedSplit drawing) throws IOException {
    raw.select("label", "sha256", "path")
        .toLocalIterator()
        .forEachRemaining(
            row ->
                drawing.add(
                    Objects.requireNonNullElse(row.getAs("label"), ""),
                    row.getAs("sha256"),
                    withoutEnding(row.getAs("path"))));
    Map<String, Split> splits = drawing.assign();
    Map<String, Long> counts = new TreeMap<>();
    Path file =
        new Path(
            run.staged(AUDIO_TRACKS), "part-00000-" + run.identity().attempt() + ".zstd.parquet");
    int sha256 = AUDIO_TRACKS.schema().fieldIndex("sha256");
    try (TableFile<Row> tracks =
        TableFile.ofRows(file, AUDIO_TRACKS, run.identity().provenance(), run.conf())) {
      Iterator<Row> rows = raw.sort(col("source"), col("path")).toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        String split = splits.get(row.getString(sha256)).label();
        tracks.write(with(row, split));
        counts.merge(split, 1L, Long::sum);
      }
    }
    return counts;
  }

  private static Row with(Row row, String split) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    values[AUDIO_TRACKS.schema().fieldIndex("split")] = split;
    return RowFactory.create(values);
  }

  private static String withoutEnding(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }
}
