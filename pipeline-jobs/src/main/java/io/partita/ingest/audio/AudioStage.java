package io.partita.ingest.audio;

import io.partita.UserException;
import io.partita.archive.RejectedMember;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.StagedPartition;
import io.partita.input.InputPlan;
import io.partita.input.InputSlice;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The first half of every ingest of audio: one task for each slice of the input, which decodes and
 * writes; nothing is shuffled. Slices follow from the input alone, so that the same input gives the
 * same files on any cluster.
 */
final class AudioStage {
  /** Input that a task reads: about a minute of work for compressed audio. */
  private static final long LARGEST_SLICE_BYTES = 128L << 20;

  private static final long SMALLEST_SLICE_BYTES = 1L << 20;

  /** A small input is cut into so many slices, to keep as many cores busy. */
  private static final int SLICES = 32;

  private final SparkSession spark;
  private final Path stage;
  private final FileSystem fs;
  private final RunIdentity identity;

  AudioStage(SparkSession spark, Path stage, RunIdentity identity) throws IOException {
    this.spark = spark;
    this.stage = stage;
    this.fs = stage.getFileSystem(spark.sparkContext().hadoopConfiguration());
    this.identity = identity;
  }

  /** How much of an input of this size a task reads. */
  static long sliceBytes(long totalBytes) {
    return Math.max(SMALLEST_SLICE_BYTES, Math.min(LARGEST_SLICE_BYTES, totalBytes / SLICES));
  }

  /** What the tasks that are finished by now have left. */
  FinishedPartitions finished() throws IOException {
    return FinishedPartitions.of(stage, fs);
  }

  /** A task's files, to be written here on the driver. */
  StagedPartition partition(InputPlan input, int partition) {
    return new StagedPartition(
        settings(input), partition, 0, spark.sparkContext().hadoopConfiguration());
  }

  StagedPartition.Settings settings(InputPlan input) {
    return StagedPartition.Settings.of(stage, input, identity);
  }

  /**
   * Decodes the input; slices that an interrupted run finished are kept.
   *
   * @param firstPartition the number of the first slice's partition
   * @throws UserException when no file is wanted: more likely the wrong input than an empty one
   */
  void decode(
      String option,
      InputPlan input,
      AudioPartition.Task task,
      int firstPartition,
      Progress progress)
      throws IOException {
    List<Slice> slices = slices(input, firstPartition);
    Set<Integer> done = finished().partitions();
    List<Slice> left = slices.stream().filter(slice -> !done.contains(slice.partition())).toList();
    if (left.size() < slices.size()) {
      System.err.printf(
          "Resuming: %d of %d parts are done.%n", slices.size() - left.size(), slices.size());
    }
    if (!left.isEmpty()) {
      progress.next("Decoding", input::sizeBytes, "MiB", 1 << 20, IngestCounters.BYTES_READ);
      run(input, left, task);
    }
    PartitionReport sum = finished().sum();
    if (sum.memberCount() == 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s %s: there is nothing to decode: %,d files are no audio by their names, %,d belong"
                  + " to other subsets, %,d are not in the metadata.",
              option,
              input.sources().stream().map(InputPlan.Source::path).toList(),
              sum.counted("other_files"),
              sum.counted("audio_of_other_subsets"),
              sum.counted("audio_without_metadata")));
    }
  }

  /** A slice with its place among the partitions and, of a source's last one, what broke behind. */
  private record Slice(int partition, InputSlice input, RejectedMember damage)
      implements java.io.Serializable {}

  private static List<Slice> slices(InputPlan input, int firstPartition) {
    Map<Integer, Integer> lastOfSource = new TreeMap<>();
    for (int i = 0; i < input.slices().size(); i++) {
      lastOfSource.put(input.slices().get(i).source(), i);
    }
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < input.slices().size(); i++) {
      InputSlice slice = input.slices().get(i);
      boolean isLast = lastOfSource.get(slice.source()) == i;
      slices.add(
          new Slice(firstPartition + i, slice, isLast ? input.damage().get(slice.source()) : null));
    }
    return slices;
  }

  private void run(InputPlan input, List<Slice> slices, AudioPartition.Task task) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    IngestCounters counters = IngestCounters.register(spark.sparkContext());
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    StagedPartition.Settings settings = settings(input);
    context
        .parallelize(slices, slices.size())
        .foreach(
            slice -> {
              StagedPartition staged =
                  new StagedPartition(
                      settings,
                      slice.partition(),
                      TaskContext.get().taskAttemptId(),
                      conf.value().value());
              new AudioPartition(task, staged, counters, conf.value().value())
                  .write(slice.input(), slice.damage());
            });
  }
}
