package io.partita.kind.note;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.NOTES;
import static org.apache.spark.sql.functions.col;

import io.partita.AtInput;
import io.partita.lake.table.LakeTable;
import io.partita.model.examples.FileExample;
import io.partita.model.run.FileChoice;
import io.partita.model.run.SplitFiles;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.NoteLine;
import java.io.Serializable;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The note lines of a data set: one for each content with notes, in the order of their MD5s
 * whatever the number of cores. They are read once and then kept on the workers' disks.
 */
final class NoteLines {
  private final LineRule rule;
  private final SplitFiles files;
  private final JavaRDD<Line> lines;

  /** The columns that tell contents apart. */
  public static final List<String> CONTENT = List.of("midi_md5");

  /** The line of one content. */
  @SuppressWarnings("ArrayRecordComponent") // lines are never compared
  private record Line(String md5, String split, int[] pitches) implements Serializable {}

  private NoteLines(LineRule rule, SplitFiles files, JavaRDD<Line> lines) {
    this.rule = rule;
    this.files = files;
    this.lines = lines;
  }

  /**
   * @param rule which notes of a file are its line
   * @param choice of its files
   */
  public static NoteLines of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, LineRule rule, FileChoice choice) {
    SplitFiles files = SplitFiles.of(tables, dataset, choice);
    JavaRDD<Line> lines =
        tables
            .get(NOTES)
            .where(col(DATASET).equalTo(dataset))
            .select(
                "midi_md5", "note_idx", "track", "channel", "pitch", "onset_tick", "offset_tick")
            .join(files.rows(), "midi_md5")
            // All notes of a content come to one partition, and the partitions are in order.
            .repartitionByRange(col("midi_md5"))
            .sortWithinPartitions("midi_md5", "note_idx")
            .select("midi_md5", "split", "track", "channel", "pitch", "onset_tick", "offset_tick")
            .toJavaRDD()
            .mapPartitions(rows -> (Iterator<Line>) new LineByContent(rule, rows))
            .persist(StorageLevel.DISK_ONLY());
    return new NoteLines(rule, files, lines);
  }

  /** Which notes of a file are its line. */
  public LineRule rule() {
    return rule;
  }

  /** The splits of the data set, with their contents that take part. */
  public Map<String, Long> filesBySplit() {
    return files.bySplit();
  }

  public long files(String split) {
    return files.count(split);
  }

  /** Of contents that weigh as one in a training. */
  Map<String, String> clusters() {
    return files.clusters();
  }

  /** Adds the contents of a split that were left out, by the reason. */
  public void addLeftOut(String split, Map<String, Long> leftOut) {
    files.addLeftOut(split, leftOut);
  }

  /** Contents of a split that were left out as suspect. */
  public long suspects(String split) {
    return files.suspects(split);
  }

  /** The pitches of each line of a split, in order; of a file without such notes an empty line. */
  public JavaRDD<int[]> pitches(String split) {
    return byContent(split).map(FileExample::example);
  }

  /** The same, each with its {@link #CONTENT}. */
  public JavaRDD<FileExample<int[]>> byContent(String split) {
    String wanted = files.fold().split(split);
    return lines
        .filter(line -> line.split().equals(wanted))
        .map(line -> new FileExample<>(List.of(line.md5()), line.pitches()));
  }

  /**
   * The pitches that a split's lines have.
   *
   * @return empty where they have none
   */
  public List<Integer> pitchesSeen(String split) {
    BitSet seen =
        pitches(split)
            .treeAggregate(
                new BitSet(),
                (pitches, line) -> {
                  for (int pitch : line) {
                    pitches.set(pitch);
                  }
                  return pitches;
                },
                (some, others) -> {
                  some.or(others);
                  return some;
                });
    return seen.stream().boxed().toList();
  }

  /**
   * Rows of (midi_md5, split, track, channel, pitch, onset_tick, offset_tick), content after
   * content, to lines.
   */
  private static final class LineByContent implements Iterator<Line> {
    private final LineRule rule;
    private final Iterator<Row> rows;
    private Row next;

    LineByContent(LineRule rule, Iterator<Row> rows) {
      this.rule = rule;
      this.rows = rows;
      this.next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Line next() {
      if (next == null) {
        throw new NoSuchElementException("There are no more contents");
      }
      String md5 = next.getAs("midi_md5");
      return AtInput.callUnchecked("content " + md5, () -> line(md5));
    }

    private Line line(String md5) {
      String split = next.getAs("split");
      NoteLine line = NoteLine.by(rule);
      while (next != null && next.getAs("midi_md5").equals(md5)) {
        line.add(
            next.getAs("track"),
            next.getAs("channel"),
            next.getAs("pitch"),
            next.getAs("onset_tick"),
            next.getAs("offset_tick"));
        next = rows.hasNext() ? rows.next() : null;
      }
      return new Line(md5, split, line.pitches());
    }
  }
}
