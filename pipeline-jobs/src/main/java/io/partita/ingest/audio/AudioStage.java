package io.partita.ingest.audio;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.RejectedMember;
import io.partita.audio.file.AudioReader;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.StagePlan;
import io.partita.ingest.StagedPartition;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputSlice;
import io.partita.lake.run.IngestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
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

  private final IngestRun run;
  private final InputPlan input;
  private final FileSystem fs;

  /**
   * @param known whose spectrograms need not be made
   */
  AudioStage(IngestRun run, KnownTracks known) throws IOException {
    this.run = run;
    this.input = run.input();
    this.fs = PlainFiles.of(run.stage(), run.conf());
    new StagePlan(input.slices().size(), known.version()).orInterrupted(run.stage(), fs);
  }

  /** How much of an input of this size a task reads. */
  static long sliceBytes(long totalBytes) {
    return Math.max(SMALLEST_SLICE_BYTES, Math.min(LARGEST_SLICE_BYTES, totalBytes / SLICES));
  }

  /** Has decoders start while Spark does, where its tasks run in this JVM. */
  static void prepare(InputPlan input) {
    if (new SparkConf().get("spark.master", "local").startsWith("local")) {
      AudioReader.prepare(
          Math.min(input.slices().size(), Runtime.getRuntime().availableProcessors()));
    }
  }

  /** What the tasks that are finished by now have left. */
  FinishedPartitions finished() throws IOException {
    return FinishedPartitions.of(run.stage(), fs);
  }

  /** A task's files, to be written here on the driver. */
  StagedPartition partition(int partition) {
    return new StagedPartition(StagedPartition.Settings.of(run), partition, 0, run.conf());
  }

  /**
   * Decodes the input; slices that an interrupted run finished are kept.
   *
   * @param firstPartition the number of the first slice's partition
   * @throws UserException when no file is wanted: more likely the wrong input than an empty one
   */
  void decode(AudioPartition.Task task, int firstPartition) throws IOException {
    List<NumberedSlice> slices = slices(firstPartition);
    Set<Integer> done = finished().partitions();
    List<NumberedSlice> left =
        slices.stream().filter(slice -> !done.contains(slice.partition())).toList();
    if (left.size() < slices.size()) {
      System.err.printf(
          Locale.ROOT,
          "Resuming: %d of %d parts are done.%n",
          slices.size() - left.size(),
          slices.size());
    }
    if (!left.isEmpty()) {
      run.progress().next("Decoding", input::sizeBytes, "MiB", 1 << 20, IngestCounters.BYTES_READ);
      decode(left, task);
    }
    PartitionReport sum = finished().sum();
    if (sum.memberCount() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          String.format(
              Locale.ROOT,
              "--input %s: there is nothing to decode: %,d files are no audio by their names, %,d"
                  + " belong to other subsets, %,d are not in the metadata.",
              input.sources().stream().map(InputPlan.Source::path).toList(),
              sum.counted("other_files"),
              sum.counted("audio_of_other_subsets"),
              sum.counted("audio_without_metadata")));
    }
  }

  /** A slice with its place among the partitions and, of a source's last one, what broke behind. */
  private record NumberedSlice(int partition, InputSlice input, RejectedMember damage)
      implements java.io.Serializable {}

  private List<NumberedSlice> slices(int firstPartition) {
    Map<Integer, Integer> lastOfSource = new TreeMap<>();
    for (int i = 0; i < input.slices().size(); i++) {
      lastOfSource.put(input.slices().get(i).source(), i);
    }
    List<NumberedSlice> slices = new ArrayList<>();
    for (int i = 0; i < input.slices().size(); i++) {
      InputSlice slice = input.slices().get(i);
      boolean isLast = lastOfSource.get(slice.source()) == i;
      slices.add(
          new NumberedSlice(
              firstPartition + i, slice, isLast ? input.damage().get(slice.source()) : null));
    }
    return slices;
  }

  private void decode(List<NumberedSlice> slices, AudioPartition.Task task) {
    SparkContext spark = run.spark().sparkContext();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    IngestCounters counters = IngestCounters.register(spark);
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    StagedPartition.Settings settings = StagedPartition.Settings.of(run);
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
