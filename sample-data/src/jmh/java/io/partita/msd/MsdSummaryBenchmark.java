package io.partita.msd;

import io.partita.sample.MsdWriter;
import io.partita.archive.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seconds to read the summary of a million songs in 512 MB: all of them, and those of a thousand
 * ids. The file is written once to the folder {@code partita.scratch} (the system's temporary
 * folder unless set) and stays there; benchmarks/read_summary.py reads the same file with h5py.
 *
 * <pre>./mvnw -q -pl sample-data -am -Psample-benchmark verify -DskipTests \
 *     -Djmh.args='MsdSummaryBenchmark -jvmArgsPrepend -Dpartita.scratch=<folder>'</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class MsdSummaryBenchmark {
  private static final int ROWS = 1_000_000;

  @Param({"1", "2"})
  public int threads;

  private LocalFile file;

  /** Writes the file unless it is there. */
  @Setup
  public void writeSummary() throws IOException {
    Path folder =
        Path.of(System.getProperty("partita.scratch", System.getProperty("java.io.tmpdir")));
    Path summary = folder.resolve("msd_summary_1000000.h5");
    if (!Files.exists(summary)) {
      Path unfinished = folder.resolve("msd_summary_1000000.h5.part");
      MsdWriter.writeSummary(unfinished, ROWS, MsdSamples.songs(ROWS), rows -> {});
      Files.move(unfinished, summary);
    }
    file = new LocalFile(summary);
  }

  @Benchmark
  public double allSongs() throws Exception {
    return sumOfDurations(trackId -> true);
  }

  @Benchmark
  public double oneInAThousand() throws Exception {
    return sumOfDurations(trackId -> trackId.hashCode() % 1_000 == 0);
  }

  private double sumOfDurations(Predicate<String> wanted) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (MsdSummaryReader reader = MsdSummaryReader.open(file)) {
      List<Future<Double>> sums = new ArrayList<>();
      for (RowRange range : reader.ranges(8 * threads)) {
        sums.add(executor.submit(() -> sumOfDurations(reader.songs(range, wanted))));
      }
      double sum = 0;
      for (Future<Double> part : sums) {
        sum += part.get();
      }
      return sum;
    } finally {
      executor.shutdownNow();
    }
  }

  private static double sumOfDurations(SongCursor cursor) throws Exception {
    try (cursor) {
      double sum = 0;
      while (cursor.hasNext()) {
        sum += cursor.next().analysis().durationS();
      }
      return sum;
    }
  }
}
