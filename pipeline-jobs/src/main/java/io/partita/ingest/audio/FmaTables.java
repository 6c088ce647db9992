package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.FMA_TRACKS;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.catalog.CatalogFault;
import io.partita.fma.FmaSubset;
import io.partita.fma.FmaTable;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.StagedPartition;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** What {@link IngestFma} stages beside the audio: the metadata's tables, and what is missing. */
final class FmaTables {
  private static final int MISSING = FmaTable.values().length;

  /** Partitions below this number are those of this class. */
  static final int COUNT = MISSING + 1;

  private final IngestRun run;
  private final AudioStage stage;
  private final FmaMetadata metadata;

  FmaTables(IngestRun run, AudioStage stage, FmaMetadata metadata) {
    this.run = run;
    this.stage = stage;
    this.metadata = metadata;
  }

  /** Reads the metadata, one task for each CSV file. */
  void readMetadata() throws IOException {
    Set<Integer> done = stage.finished().partitions();
    List<FmaTable> left =
        metadata.files().keySet().stream()
            .filter(table -> !done.contains(partition(table)))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    StagedPartition.Settings settings = StagedPartition.Settings.of(run);
    FmaMetadata read = metadata;
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(run.spark().sparkContext().hadoopConfiguration()));
    context
        .parallelize(left, left.size())
        .foreach(
            table -> {
              Configuration own = conf.value().value();
              StagedPartition staged =
                  new StagedPartition(
                      settings, partition(table), TaskContext.get().taskAttemptId(), own);
              new FmaPartition(read, staged, own).write(table);
            });
  }

  private static int partition(FmaTable table) {
    return List.of(FmaTable.values()).indexOf(table);
  }

  /** What the metadata say that decoding needs. */
  Map<Integer, FmaCatalog.Track> tracks() throws IOException {
    Map<Integer, FmaCatalog.Track> tracks = new HashMap<>();
    for (Row row : read(FMA_TRACKS, "track_id", "genre_top", "split", "subset")) {
      String subset = row.getAs("subset");
      tracks.put(
          row.getAs("track_id"),
          new FmaCatalog.Track(
              row.getAs("genre_top"),
              row.getAs("split"),
              subset == null ? null : FmaSubset.labelled(subset).orElse(null)));
    }
    return tracks;
  }

  /** Tracks of the subset whose audio is not there, neither sound nor broken. */
  void listMissing(Map<Integer, FmaCatalog.Track> tracks, FmaSubset wanted) throws IOException {
    if (stage.finished().partitions().contains(MISSING)) {
      return;
    }
    Set<Integer> there = new HashSet<>();
    for (LakeTable table : List.of(AUDIO_TRACKS, QUARANTINE)) {
      for (Row row : read(table, "path")) {
        FmaCatalog.trackNumber(row.getAs("path")).ifPresent(there::add);
      }
    }
    try (StagedPartition staged = stage.partition(MISSING)) {
      QuarantineFile quarantine = new QuarantineFile(staged);
      for (int track : new TreeSet<>(tracks.keySet())) {
        FmaSubset subset = tracks.get(track).subset();
        if (wanted.includes(subset) && !there.contains(track)) {
          staged.report().count("missing_audio", 1);
          quarantine.note(
              metadata.source().name(),
              FmaCatalog.path(track),
              CatalogFault.MISSING_AUDIO,
              0,
              "Track "
                  + track
                  + " of tracks.csv"
                  + (subset == null ? "" : ", subset " + subset.label() + ",")
                  + " has no audio in the input");
        }
      }
      staged.finish();
    }
  }

  /** Tracks in each split. */
  Map<String, Long> splits() throws IOException {
    Map<String, Long> splits = new TreeMap<>();
    for (Row row : read(AUDIO_TRACKS, "split")) {
      String split = row.getAs("split");
      if (split != null) {
        splits.merge(split, 1L, Long::sum);
      }
    }
    return splits;
  }

  /** Columns of what is staged of a table by now. */
  private List<Row> read(LakeTable table, String first, String... more) throws IOException {
    FinishedPartitions finished = stage.finished();
    List<String> files = finished.files(table.tableName());
    return files.isEmpty()
        ? List.of()
        : run.spark()
            .read()
            .schema(table.schema())
            .parquet(files.toArray(String[]::new))
            .select(first, more)
            .collectAsList();
  }
}
