package io.partita.ingest.msd;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.MsdRows;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.RowRange;
import io.partita.msd.SongCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** The Million Song summary as rows, read in place by ranges, wanted tracks only. */
public final class MsdSongs {
  /** Fewer are not worth a task, which reads the index of all chunks before its first row. */
  private static final int ROWS_PER_TASK = 20_000;

  private MsdSongs() {}

  /**
   * @throws UserException when the file is no Million Song summary
   */
  public static void check(String path, Configuration conf) throws IOException {
    try (MsdSummaryReader summary = open(path, conf)) {
      summary.rows();
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "--metadata " + path + " is not a usable Million Song summary: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * Rows of {@link LakeTable#TRACKS} by track id, about 1 KB each.
   *
   * @param tracks the tracks to look for, with their {@code n_midi}
   * @throws UserException when the file is damaged behind its first look
   */
  public static Map<String, Row> read(SparkSession spark, String path, Map<String, Integer> tracks)
      throws IOException {
    List<RowRange> ranges;
    try (MsdSummaryReader summary = open(path, spark.sparkContext().hadoopConfiguration())) {
      int cores = spark.sparkContext().defaultParallelism();
      ranges = summary.ranges(Math.min(cores, 1 + summary.rows() / ROWS_PER_TASK));
    } catch (MalformedInputException e) {
      throw damaged(path, e);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Map<String, Integer>> wanted = context.broadcast(new HashMap<>(tracks));
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    Map<String, Row> songs = new HashMap<>();
    context
        .parallelize(ranges, Math.max(1, ranges.size()))
        .mapPartitions(
            own -> {
              Rows rows = new Rows(path, conf.value().value(), own, wanted.value());
              TaskContext.get()
                  .addTaskCompletionListener((TaskCompletionListener) task -> rows.close());
              return rows;
            })
        .collect()
        .forEach(row -> songs.putIfAbsent(LakeTable.TRACKS.value(row, "track_id"), row));
    return songs;
  }

  private static MsdSummaryReader open(String path, Configuration conf)
      throws IOException, MalformedInputException {
    return MsdSummaryReader.open(InputPath.file("--metadata", path, conf).open(conf));
  }

  private static UserException damaged(String path, MalformedInputException e) {
    return new UserException(
        Mistake.MALFORMED_FILE, "--metadata " + path + " is damaged: " + e.getMessage() + ".", e);
  }

  /** The songs of some ranges, pulled one at a time. */
  private static final class Rows implements Iterator<Row> {
    private final String path;
    private final MsdSummaryReader summary;
    private final Iterator<RowRange> ranges;
    private final Map<String, Integer> wanted;
    private SongCursor songs;

    Rows(String path, Configuration conf, Iterator<RowRange> ranges, Map<String, Integer> wanted)
        throws IOException {
      this.path = path;
      this.ranges = ranges;
      this.wanted = wanted;
      this.summary = AtInput.call(path, () -> summary(conf));
    }

    private MsdSummaryReader summary(Configuration conf) throws IOException {
      try {
        return open(path, conf);
      } catch (MalformedInputException e) {
        throw damaged(path, e);
      }
    }

    @Override
    public boolean hasNext() {
      return AtInput.callUnchecked(path, this::isMore);
    }

    private boolean isMore() throws IOException {
      try {
        while (songs == null || !songs.hasNext()) {
          if (!ranges.hasNext()) {
            return false;
          }
          if (songs != null) {
            songs.close();
          }
          songs = summary.songs(ranges.next(), wanted::containsKey);
        }
        return true;
      } catch (MalformedInputException e) {
        throw damaged(path, e);
      }
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return AtInput.callUnchecked(path, this::song);
    }

    private Row song() throws IOException {
      try {
        MsdSong song = songs.next();
        return MsdRows.trackRow(song.trackId(), song, wanted.get(song.trackId()));
      } catch (MalformedInputException e) {
        throw damaged(path, e);
      }
    }

    void close() {
      try {
        if (songs != null) {
          songs.close();
        }
        summary.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot close " + path, e);
      }
    }
  }
}
