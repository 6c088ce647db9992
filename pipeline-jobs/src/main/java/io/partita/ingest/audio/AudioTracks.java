package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;

import io.partita.ingest.FinishedPartitions;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.TableFile;
import io.partita.split.Split;
import io.partita.split.StratifiedSplit;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The second half of {@link IngestAudio}: the table audio_tracks, whose splits need all files. The
 * partitions left its rows in order, each in a file, and they are merged on the driver.
 */
final class AudioTracks {
  private static final Comparator<Part> BY_SOURCE_AND_PATH =
      Comparator.comparing((Part part) -> part.text("source"))
          .thenComparing(part -> part.text("path"))
          .thenComparing(part -> part.number);

  private final IngestRun run;
  private final List<String> files;

  /**
   * @param finished with rows of audio_tracks that have no split
   */
  AudioTracks(IngestRun run, FinishedPartitions finished) {
    this.run = run;
    this.files = finished.files(AudioPartition.RAW_TRACKS);
  }

  /**
   * Stages the table.
   *
   * @param drawing to which no file was added yet
   * @return files in each split
   */
  Map<String, Long> write(StratifiedSplit drawing) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (String file : files) {
      Part part = new Part(new Path(file), run.conf(), parts.size());
      part.draw(drawing);
      parts.add(part);
    }
    Map<String, Split> splits = drawing.assign();
    Map<String, Long> counts = new TreeMap<>();
    Path file =
        new Path(
            run.staged(AUDIO_TRACKS), "part-00000-" + run.identity().attempt() + ".zstd.parquet");
    PriorityQueue<Part> left = new PriorityQueue<>(BY_SOURCE_AND_PATH);
    left.addAll(parts);
    try (TableFile<Group> tracks =
        TableFile.ofCopies(
            file,
            AUDIO_TRACKS,
            run.identity().provenance(),
            track -> Map.of("split", split(track, splits)),
            run.conf())) {
      while (!left.isEmpty()) {
        Part least = left.poll();
        tracks.write(least.row);
        counts.merge(split(least.row, splits), 1L, Long::sum);
        if (least.next()) {
          left.add(least);
        }
      }
    } finally {
      for (Part part : parts) {
        part.close();
      }
    }
    return counts;
  }

  private static String split(Group track, Map<String, Split> splits) {
    return splits.get(track.getString("sha256", 0)).label();
  }

  /** The rows of one partition, which are read twice; open from its first row's turn on. */
  private static final class Part implements Closeable {
    private final Path file;
    private final Configuration conf;
    private final int number;
    private ParquetRows rows;
    private Group row;

    Part(Path file, Configuration conf, int number) {
      this.file = file;
      this.conf = conf;
      this.number = number;
    }

    /** Adds all files to a drawing; the first one is this part's row afterwards. */
    void draw(StratifiedSplit drawing) throws IOException {
      ParquetRows.forEach(
          file,
          conf,
          track -> {
            row = row == null ? track : row;
            boolean hasLabel = track.getFieldRepetitionCount("label") > 0;
            String path = track.getString("path", 0);
            drawing.add(
                hasLabel ? track.getString("label", 0) : "",
                track.getString("sha256", 0),
                path.substring(0, path.lastIndexOf('.')));
          });
    }

    /** Goes on to the next row, if there is one. */
    boolean next() throws IOException {
      if (rows == null) {
        rows = new ParquetRows(file, conf);
        rows.next();
      }
      Optional<Group> next = rows.next();
      row = next.orElse(null);
      return next.isPresent();
    }

    UTF8String text(String column) {
      return UTF8String.fromString(row.getString(column, 0));
    }

    @Override
    public void close() throws IOException {
      if (rows != null) {
        rows.close();
      }
    }
  }
}
