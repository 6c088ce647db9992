package io.partita.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.RejectedMember;
import io.partita.input.InputPlan;
import io.partita.input.TextFilter;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.PlainFiles;
import io.partita.run.IngestRun;
import io.partita.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The first half of every ingest: members through a shuffle that brings equal contents together in
 * MD5 order, then one task for each range of MD5s that parses and writes. Archives are read once,
 * by one task for a tar and by many for a zip or folder.
 */
public final class MemberStage {
  /** Input bytes, as stored, that become one partition and so one file of each table. */
  private static final long PARTITION_BYTES = 16L << 20;

  private static final String PLAN = "plan.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final IngestRun run;
  private final InputPlan input;
  private final Path stage;
  private final FileSystem fs;
  private FinishedPartitions finished;

  /** What must not change between an interrupted run and the one that resumes it. */
  record Plan(int partitions) {}

  public MemberStage(IngestRun run) throws IOException {
    this.run = run;
    this.input = run.input();
    this.stage = run.stage();
    this.fs = PlainFiles.of(stage, run.conf());
  }

  /**
   * Fills the stage; partitions that an interrupted run finished are kept.
   *
   * @throws UserException when no member is wanted: more likely the wrong input than an empty one
   */
  public PartitionReport readAndParse(TextFilter isWanted, PartitionWriter.Factory writers)
      throws IOException {
    return readAndParse(isWanted, path -> false, writers);
  }

  /** The same for an input whose catalog may be one of its members. */
  public PartitionReport readAndParse(
      TextFilter isWanted, TextFilter isCatalog, PartitionWriter.Factory writers)
      throws IOException {
    int partitions = partitions();
    finished = FinishedPartitions.of(stage, fs);
    int done = finished.partitions().size();
    if (done < partitions) {
      if (done > 0) {
        System.err.printf("Resuming: %d of %d parts are done.%n", done, partitions);
      }
      parse(partitions, isWanted, isCatalog, writers);
      finished = FinishedPartitions.of(stage, fs);
    }
    PartitionReport sum = finished.sum();
    if (sum.memberCount() == 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "--input %s: none of its %,d files has a name that this command reads.",
              input.sources().stream().map(InputPlan.Source::path).toList(),
              sum.counted("other_files")));
    }
    return sum;
  }

  /** The staged files of a folder, in partition order. */
  public List<String> files(String folder) {
    return finished.files(folder);
  }

  private void parse(
      int partitions, TextFilter isWanted, TextFilter isCatalog, PartitionWriter.Factory writers) {
    SparkContext spark = run.spark().sparkContext();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    IngestCounters counters = IngestCounters.register(spark);
    var conf = context.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    ArchiveLimits limits = run.common().limits();
    StagedPartition.Settings settings = StagedPartition.Settings.of(run);
    ContentKey.Ranges ranges = new ContentKey.Ranges(partitions);
    Set<Integer> done = finished.partitions();
    TextFilter isDone = md5 -> done.contains(ranges.getPartition(new ContentKey(md5, 0, 0)));

    Progress progress = run.progress();
    progress.next("Reading", input::sizeBytes, "MiB", 1 << 20, IngestCounters.BYTES_READ);
    progress.next(
        "Parsing", counters.membersRead()::value, "files", 1, IngestCounters.MEMBERS_DONE);
    JavaPairRDD<ContentKey, Arrival> members =
        context
            .parallelize(input.slices(), input.slices().size())
            .mapPartitionsToPair(
                slices ->
                    new MemberStream(
                        slices.next(),
                        conf.value().value(),
                        limits,
                        isWanted,
                        isCatalog,
                        isDone,
                        counters))
            .union(context.parallelizePairs(damage(), 1));
    members
        .repartitionAndSortWithinPartitions(ranges)
        .mapPartitionsWithIndex(
            (partition, rows) -> {
              if (!done.contains(partition)) {
                StagedPartition staged =
                    new StagedPartition(
                        settings,
                        partition,
                        TaskContext.get().taskAttemptId(),
                        conf.value().value());
                writers.create(staged, counters).write(rows);
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

  /** By the input's size alone, so that the same input gives the same files on any cluster. */
  private int partitions() throws IOException {
    Path plan = new Path(stage, PLAN);
    if (fs.exists(plan)) {
      try (InputStream in = fs.open(plan)) {
        return JSON.readValue(in, Plan.class).partitions();
      }
    }
    int partitions = (int) Math.max(4, Math.min(100_000, input.sizeBytes() / PARTITION_BYTES));
    try (OutputStream out = fs.create(plan, true)) {
      JSON.writeValue(out, new Plan(partitions));
    }
    return partitions;
  }

  /** See {@link FinishedPartitions#tidy}. */
  public void tidy(LakeTable... tables) throws IOException {
    for (LakeTable table : tables) {
      finished.tidy(table, run.identity());
    }
  }
}
