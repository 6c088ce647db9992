package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.PartitionReport;
import io.partita.lake.EarlierRows;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetRows;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Audio files that an earlier run of the same recipe decoded: where one still has its bytes, its
 * spectrogram is kept.
 */
final class KnownTracks {
  private final IngestRun run;
  private final Optional<EarlierRows> earlier;
  private final Found found = new Found(new HashMap<>());

  /**
   * A file's rows.
   *
   * @param faults its rows of the quarantine, as it was decoded as far as it goes
   */
  record Track(Row row, List<Row> faults) implements Serializable {
    String id() {
      return row.getAs("track_id");
    }

    String sha256() {
      return row.getAs("sha256");
    }
  }

  /** What tasks are told: the files by source and path. */
  record Found(Map<List<String>, Track> tracks) implements Serializable {
    /** The file of this name and identity, whose bytes are still to be compared. */
    Optional<Track> find(String source, String path, String trackId, long sizeBytes) {
      return Optional.ofNullable(tracks.get(List.of(source, path)))
          .filter(track -> track.row().<Long>getAs("size_bytes") == sizeBytes)
          .filter(track -> track.id().equals(trackId));
    }
  }

  private KnownTracks(IngestRun run, Optional<EarlierRows> earlier) {
    this.run = run;
    this.earlier = earlier;
  }

  /** Looks for them. */
  static KnownTracks of(IngestRun run) throws IOException {
    Optional<EarlierRows> earlier =
        run.earlier(List.of(MEL), List.of(AUDIO_TRACKS, QUARANTINE), EarlierRows.Part.ALL);
    KnownTracks known = new KnownTracks(run, earlier);
    if (earlier.isPresent()) {
      known.read(earlier.get());
    }
    return known;
  }

  private void read(EarlierRows rows) {
    for (Row row : rows(rows, AUDIO_TRACKS).collectAsList()) {
      found.tracks().put(name(row), new Track(row, new ArrayList<>()));
    }
    // Of a member that was rejected there is no track.
    for (Row fault : rows(rows, QUARANTINE).where("size_bytes IS NULL").collectAsList()) {
      Track track = found.tracks().get(name(fault));
      if (track != null) {
        track.faults().add(fault);
      }
    }
  }

  private Dataset<Row> rows(EarlierRows rows, LakeTable table) {
    String[] files = rows.files(table).stream().map(Path::toString).toArray(String[]::new);
    return run.spark().read().schema(table.schema()).parquet(files);
  }

  private static List<String> name(Row row) {
    return List.of(row.getAs("source"), row.getAs("path"));
  }

  /** The version that has them; 0 for none. */
  int version() {
    return earlier.map(EarlierRows::version).orElse(0);
  }

  /** What tasks are told. */
  Broadcast<Found> broadcast() {
    return JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(found);
  }

  /**
   * Keeps the spectrograms of files that were found again, and counts them.
   *
   * @param finished whose rows of audio_tracks tell which
   * @param folder of these
   */
  void keep(FinishedPartitions finished, String folder, PartitionReport figures)
      throws IOException {
    if (earlier.isEmpty()) {
      return;
    }
    Set<String> gone = new TreeSet<>();
    found.tracks().values().forEach(track -> gone.add(track.id()));
    int all = gone.size();
    for (String file : finished.files(folder)) {
      ParquetRows.forEach(
          new Path(file),
          run.conf(),
          Set.of("source", "path", "track_id", "sha256", "n_decode_errors"),
          row -> {
            Track track =
                found.tracks().get(List.of(row.getString("source", 0), row.getString("path", 0)));
            if (track != null
                && track.id().equals(row.getString("track_id", 0))
                && track.sha256().equals(row.getString("sha256", 0))
                && track.row().<Integer>getAs("n_decode_errors")
                    == row.getInteger("n_decode_errors", 0)) {
              gone.remove(track.id());
            }
          });
    }
    run.keep(earlier.get(), MEL, gone);
    figures.count("mel_frames", earlier.get().counted("mel_frames", MEL, "", "n_frames", gone));
    figures.count("known_tracks", all - gone.size());
  }
}
