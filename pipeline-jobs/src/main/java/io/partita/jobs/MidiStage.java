package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.RejectedMember;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The first half of an ingest: members through a shuffle that brings equal contents together in MD5
 * order, then one task for each range of MD5s that parses and writes. Archives are read once, by
 * one task for a tar and by many for a zip or folder.
 */
final class MidiStage {
  /** Input bytes, as stored, that become one partition and so one file of each table. */
  private static final long PARTITION_BYTES = 16L << 20;

  private static final String PLAN = "plan.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Path stage;
  private final FileSystem fs;
  private final RunIdentity identity;
  private final MidiOptions options;
  private final Map<Integer, PartitionReport> finished = new TreeMap<>();

  /** What must not change between an interrupted run and the one that resumes it. */
  record Plan(int partitions) {}

  MidiStage(SparkSession spark, Path stage, RunIdentity identity, MidiOptions options)
      throws IOException {
    this.spark = spark;
    this.stage = stage;
    this.fs = stage.getFileSystem(spark.sparkContext().hadoopConfiguration());
    this.identity = identity;
    this.options = options;
  }

  /** Fills the stage; partitions that an interrupted run finished are kept. */
  PartitionReport readAndParse(
      InputPlan input, Predicate<String> isMidi, CatalogSource catalog, Progress progress)
      throws IOException {
    int partitions = partitions(input);
    readReports();
    if (finished.size() < partitions) {
      if (!finished.isEmpty()) {
        System.err.printf("Resuming: %d of %d parts are done.%n", finished.size(), partitions);
      }
      parse(input, partitions, isMidi, catalog, progress);
      finished.clear();
      readReports();
    }
    removeOrphans();
    PartitionReport sum = PartitionReport.empty(-1);
    finished.values().forEach(sum::add);
    return sum;
  }

  /** The staged files of a folder, in partition order. */
  List<String> files(String folder) {
    return finished.values().stream()
        .filter(report -> report.files().containsKey(folder))
        .map(report -> new Path(stage, folder + "/" + report.files().get(folder)).toString())
        .toList();
  }

  private void parse(
      InputPlan input,
      int partitions,
      Predicate<String> isMidi,
      CatalogSource catalog,
      Progress progress) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    IngestCounters counters = IngestCounters.register(spark.sparkContext());
    var conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    ArchiveLimits limits = options.limits();
    List<String> sourceNames = input.sources().stream().map(InputPlan.Source::name).toList();
    MidiPartition.Settings settings =
        new MidiPartition.Settings(
            stage.toString(), sourceNames, options.schemes(), !options.noBytes, identity);
    ContentKey.Ranges ranges = new ContentKey.Ranges(partitions);
    Set<Integer> done = new HashSet<>(finished.keySet());
    Predicate<String> isDone =
        (Predicate<String> & java.io.Serializable)
            md5 -> done.contains(ranges.getPartition(new ContentKey(md5, 0, 0)));
    Predicate<String> isCatalog = catalog.isMember();

    progress.step("Reading", input.sizeBytes(), "MB", 1 << 20, "bytes read");
    progress.then("Parsing", counters.membersRead()::value, "files", 1, "members done");
    JavaPairRDD<ContentKey, Arrival> members =
        context
            .parallelize(input.slices(), input.slices().size())
            .mapPartitionsToPair(
                slices ->
                    new MemberStream(
                        slices.next(),
                        conf.value().value(),
                        limits,
                        isMidi,
                        isCatalog,
                        isDone,
                        counters))
            .union(context.parallelizePairs(damage(input), 1));
    members
        .repartitionAndSortWithinPartitions(ranges)
        .mapPartitionsWithIndex(
            (partition, rows) -> {
              if (!done.contains(partition)) {
                TaskContext task = TaskContext.get();
                String attempt = identityOf(settings) + "-" + task.taskAttemptId();
                new MidiPartition(settings, partition, attempt, conf.value().value(), counters)
                    .write(rows);
              }
              return List.<Integer>of().iterator();
            },
            false)
        .count();
  }

  private static String identityOf(MidiPartition.Settings settings) {
    return settings.identity().attempt();
  }

  private static List<Tuple2<ContentKey, Arrival>> damage(InputPlan input) {
    List<Tuple2<ContentKey, Arrival>> rows = new ArrayList<>();
    for (Map.Entry<Integer, RejectedMember> entry : input.damage().entrySet()) {
      rows.add(
          new Tuple2<>(
              new ContentKey(
                  ContentKey.NO_CONTENT, entry.getKey(), entry.getValue().ordinal()),
              Arrival.Rejected.of(entry.getValue())));
    }
    return rows;
  }

  /** By the input's size alone, so that the same input gives the same files on any cluster. */
  private int partitions(InputPlan input) throws IOException {
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

  private void readReports() throws IOException {
    Path folder = new Path(stage, StagedPartition.REPORTS);
    if (!fs.exists(folder)) {
      return;
    }
    for (FileStatus status : fs.listStatus(folder)) {
      if (!status.getPath().getName().startsWith(".")) {
        try (InputStream in = fs.open(status.getPath())) {
          PartitionReport report = JSON.readValue(in, PartitionReport.class);
          finished.put(report.partition(), report);
        }
      }
    }
  }

  /** Files of failed attempts: a table's folder must hold what counts and nothing else. */
  private void removeOrphans() throws IOException {
    Set<Path> wanted = new HashSet<>();
    Set<Path> folders = new HashSet<>();
    for (PartitionReport report : finished.values()) {
      for (Map.Entry<String, String> file : report.files().entrySet()) {
        Path folder = new Path(stage, file.getKey());
        folders.add(folder);
        wanted.add(new Path(folder, file.getValue()));
      }
    }
    for (Path folder : folders) {
      for (FileStatus status : fs.listStatus(folder)) {
        if (!wanted.contains(fs.makeQualified(status.getPath()))
            && !wanted.contains(status.getPath())) {
          fs.delete(status.getPath(), false);
        }
      }
    }
  }
}
