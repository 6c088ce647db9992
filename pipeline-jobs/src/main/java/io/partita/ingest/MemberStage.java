package io.partita.ingest;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.RejectedMember;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.TextFilter;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The members of an input on their way into the lake: through a shuffle that brings equal contents
 * together in MD5 order, then one task for each range of MD5s. Archives are read once, by one task
 * for a tar and by many for a zip or folder.
 */
public final class MemberStage {
  /** Input bytes, as stored, that become one partition and so one file of each table. */
  private static final long PARTITION_BYTES = 16L << 20;

  private final IngestRun run;
  private final InputPlan input;
  private final Path stage;
  private final FileSystem fs;
  private final IngestCounters counters;
  private final Broadcast<SerializableConfiguration> conf;
  private final int partitions;
  private final JavaPairRDD<ContentKey, Arrival> members;
  private FinishedPartitions finished;

  /**
   * Contents whose rows are there already.
   *
   * @param version of the data set that has them; 0 for none
   * @param inputBytes of the runs that made them
   * @param isKnown by MD5
   */
  public record Known(int version, long inputBytes, TextFilter isKnown) {
    public static final Known NONE = new Known(0, 0, md5 -> false);
  }

  /** Members whose paths are wanted; nothing is read yet. */
  public MemberStage(IngestRun run, TextFilter isWanted) throws IOException {
    this(run, isWanted, List::of, path -> false, Known.NONE);
  }

  /**
   * The same for members that are taken apart, and a catalog that may be one of them.
   *
   * @param known contents of which only the members arrive, without bytes
   */
  public MemberStage(
      IngestRun run, TextFilter isWanted, Pieces pieces, TextFilter isCatalog, Known known)
      throws IOException {
    this.run = run;
    this.input = run.input();
    this.stage = run.stage();
    this.fs = PlainFiles.of(stage, run.conf());
    this.partitions = partitions(known);
    this.finished = FinishedPartitions.of(stage, fs);
    SparkContext spark = run.spark().sparkContext();
    this.counters = IngestCounters.register(spark);
    this.conf =
        JavaSparkContext.fromSparkContext(spark)
            .broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.members = members(isWanted, pieces, isCatalog, known.isKnown());
    int done = finished.partitions().size();
    if (done > 0 && done < partitions) {
      System.err.printf(Locale.ROOT, "Resuming: %d of %d parts are done.%n", done, partitions);
    }
  }

  /**
   * Fills the stage; partitions that an interrupted run finished are kept.
   *
   * @throws UserException when no member is wanted: more likely the wrong input than an empty one
   */
  public PartitionReport parse(PartitionWriter.Factory writers) throws IOException {
    Set<Integer> done = finished.partitions();
    if (done.size() < partitions) {
      run.progress().next("Reading", input::sizeBytes, "MiB", 1 << 20, IngestCounters.BYTES_READ);
      run.progress()
          .next("Parsing", counters.membersRead()::value, "files", 1, IngestCounters.MEMBERS_DONE);
      eachPartition(done, writers);
      finished = FinishedPartitions.of(stage, fs);
    }
    PartitionReport sum = finished.sum();
    requireMembers(sum);
    return sum;
  }

  /** The staged files of a folder, in partition order. */
  public List<String> files(String folder) {
    return finished.files(folder);
  }

  private void requireMembers(PartitionReport sum) {
    if (sum.memberCount() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          String.format(
              Locale.ROOT,
              "--input %s: none of its %,d files has a name that this command reads.",
              input.sources().stream().map(InputPlan.Source::path).toList(),
              sum.counted("other_files")));
    }
  }

  private JavaPairRDD<ContentKey, Arrival> members(
      TextFilter isWanted, Pieces pieces, TextFilter isCatalog, TextFilter isKnown) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    ArchiveLimits limits = run.rules().limits();
    ContentKey.Ranges ranges = new ContentKey.Ranges(partitions);
    Set<Integer> done = finished.partitions();
    TextFilter isDone = md5 -> done.contains(ranges.getPartition(new ContentKey(md5, 0, 0)));
    Broadcast<SerializableConfiguration> hadoop = conf;
    IngestCounters counts = counters;
    return context
        .parallelize(input.slices(), input.slices().size())
        .mapPartitionsToPair(
            slices ->
                new MemberStream(
                    slices.next(),
                    hadoop.value().value(),
                    limits,
                    isWanted,
                    pieces,
                    isCatalog,
                    isDone,
                    isKnown,
                    counts))
        .union(context.parallelizePairs(damage(), 1))
        .repartitionAndSortWithinPartitions(ranges);
  }

  private void eachPartition(Set<Integer> done, PartitionWriter.Factory writers) {
    StagedPartition.Settings settings = StagedPartition.Settings.of(run);
    Broadcast<SerializableConfiguration> hadoop = conf;
    IngestCounters counts = counters;
    members
        .mapPartitionsWithIndex(
            (partition, rows) -> {
              if (!done.contains(partition)) {
                StagedPartition staged =
                    new StagedPartition(
                        settings,
                        partition,
                        TaskContext.get().taskAttemptId(),
                        hadoop.value().value());
                writers.create(staged, counts).write(rows);
              }
              return List.<Integer>of().iterator();
            },
            false)
        .count();
  }

  private List<Tuple2<ContentKey, Arrival>> damage() {
    List<Tuple2<ContentKey, Arrival>> rows = new ArrayList<>();
    for (Map.Entry<Integer, RejectedMember> entry : input.damage().entrySet()) {
      rows.add(
          new Tuple2<>(
              new ContentKey(ContentKey.NO_CONTENT, entry.getKey(), entry.getValue().ordinal()),
              Arrival.Rejected.of(entry.getValue())));
    }
    return rows;
  }

  /**
   * By the input's size alone, and of what is known, so that the same input gives the same files on
   * any cluster.
   */
  private int partitions(Known known) throws IOException {
    long newBytes = Math.max(0, input.sizeBytes() - known.inputBytes());
    int bySize = (int) Math.max(4, Math.min(100_000, newBytes / PARTITION_BYTES));
    return new StagePlan(bySize, known.version()).orInterrupted(stage, fs).partitions();
  }

  /** See {@link FinishedPartitions#tidy}. */
  public void tidy(LakeTable... tables) throws IOException {
    for (LakeTable table : tables) {
      finished.tidy(table, run.identity());
    }
  }

  /**
   * The same of a folder that may be empty.
   *
   * @return whether it is not
   */
  public boolean isTidied(String folder) throws IOException {
    return finished.isTidied(folder);
  }

  /** The same for one folder of the stage, see {@link FinishedPartitions#tidy}. */
  public void tidy(String part, LakeTable table) throws IOException {
    finished.tidy(part, table, run.identity());
  }
}
