package io.partita.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.archive.ArchiveLimits;
import io.partita.fuzz.FuzzRun.Failure;
import io.partita.midi.TwoReaders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Reads mutated files for as long as it is asked to: {@code ./mvnw -pl sample-data -am verify
 * -Pe2e}, with
 *
 * <ul>
 *   <li>{@code -Dfuzz.minutes=0.5} how long, by the clock
 *   <li>{@code -Dfuzz.inputs=N} how many, for as long as they take
 *   <li>{@code -Dfuzz.seed=1} another seed, other inputs
 *   <li>{@code -Dfuzz.from=0} the first index
 *   <li>{@code -Dfuzz.formats=mp3,flac} only these, by the endings of their file names
 *   <li>{@code -Dfuzz.file=F} just this file, as a failing run has saved it
 * </ul>
 */
@Tag("e2e")
class FuzzTest {
  private static final Path SAVED = Path.of("target", "fuzz");

  @Test
  @DisabledIfSystemProperty(named = "fuzz.file", matches = ".+")
  void everyInputEndsInValuesOrFaults() throws Exception {
    long seed = Long.getLong("fuzz.seed", 1);
    long from = Long.getLong("fuzz.from", 0);
    FuzzSeeds seeds = seeds();
    seeds.warmUp();
    FuzzInputs inputs = new FuzzInputs(seeds, formats(), seed);
    Files.createDirectories(SAVED);
    MappedByteBuffer current = currentIndex();
    FuzzRun run =
        new FuzzRun(
            index -> {
              current.putLong(0, index);
              return inputs.input(index);
            },
            Pipeline::read,
            FuzzRun.MOST_CPU_NANOS);
    long start = System.nanoTime();
    run.run(from, goesOn(from, start, 1));
    double seconds = (System.nanoTime() - start) / 1e9;
    String report = run.report().text(seed, seconds);
    System.out.print(report);
    Files.writeString(SAVED.resolve("report.txt"), report);

    List<String> failures = new ArrayList<>();
    for (Failure failure : run.failures()) {
      failures.add(save(failure, seed));
    }
    failures.forEach(System.out::println);
    assertThat(failures).as("inputs that end otherwise").isEmpty();
    assertThat(run.report().inputs()).as("inputs tried").isPositive();
  }

  /** A crash is not all that can go wrong: what is read must also be what stands there. */
  @Test
  @DisabledIfSystemProperty(named = "fuzz.file", matches = ".+")
  void everyMidiFileIsReadAsThePlainReaderReadsIt() throws Exception {
    assumeTrue(formats().contains(FuzzFormat.MIDI), "No MIDI among the formats");
    long seed = Long.getLong("fuzz.seed", 1);
    long from = Long.getLong("fuzz.from", 0);
    FuzzInputs inputs = new FuzzInputs(seeds(), EnumSet.of(FuzzFormat.MIDI), seed);
    Files.createDirectories(SAVED);
    LongPredicate goesOn = goesOn(from, System.nanoTime(), 1.0 / 6);
    List<String> failures = new ArrayList<>();
    long index = from;
    while (goesOn.test(index) && failures.size() < 20) {
      FuzzInput input = inputs.input(index);
      try {
        TwoReaders.compare(input.bytes());
      } catch (AssertionError | RuntimeException e) {
        failures.add(save(new Failure(index, input, "is read in two ways", e), seed));
      }
      index++;
    }
    failures.forEach(System.out::println);
    System.out.printf(Locale.ROOT, "Compared %,d readings of MIDI files%n", index - from);
    assertThat(failures).as("inputs that two readers read differently").isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "fuzz.file", matches = ".+")
  void theGivenFileEndsInValuesOrFaults() throws Exception {
    Path file = Path.of(System.getProperty("fuzz.file"));
    FuzzFormat format = FuzzFormat.ofName(file.getFileName().toString());
    byte[] bytes = Files.readAllBytes(file);
    for (ArchiveLimits limits : List.of(FuzzInput.LOW_LIMITS, ArchiveLimits.defaults())) {
      System.out.println(Pipeline.read(new FuzzInput(format, bytes, limits)));
    }
    if (format == FuzzFormat.MIDI) {
      TwoReaders.compare(bytes);
    }
  }

  /** Eight bytes of a file, which outlive a crash of the process in native code. */
  private static MappedByteBuffer currentIndex() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            SAVED.resolve("current"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }

  private static Set<FuzzFormat> formats() {
    String list = System.getProperty("fuzz.formats", "");
    return list.isEmpty() ? EnumSet.allOf(FuzzFormat.class) : FuzzFormat.ofExtensions(list);
  }

  private static FuzzSeeds seeds() throws IOException {
    Path data = Path.of(System.getProperty("partita.shared", "shared"), "data");
    if (Files.isDirectory(data)) {
      return FuzzSeeds.generatedAnd(data);
    }
    System.out.println("No real files in " + data + ": mutating generated ones only");
    return FuzzSeeds.generated();
  }

  /** Until the number or a share of the time that was given. */
  private static LongPredicate goesOn(long from, long start, double share) {
    long inputs = Long.getLong("fuzz.inputs", Long.MAX_VALUE);
    double minutes =
        inputs == Long.MAX_VALUE
            ? Double.parseDouble(System.getProperty("fuzz.minutes", "0.5"))
            : Double.POSITIVE_INFINITY;
    double nanos = share * minutes * TimeUnit.MINUTES.toNanos(1);
    return index -> index - from < inputs && System.nanoTime() - start < nanos;
  }

  /** Keeps the input, and says what is wrong with it and how to read it again. */
  private static String save(Failure failure, long seed) throws IOException {
    FuzzInput input = failure.input();
    Path file = SAVED.resolve(hash(input.bytes()) + "." + input.format().extension());
    Files.write(file, input.bytes());
    StringWriter text = new StringWriter();
    text.append(
        String.format(
            Locale.ROOT,
            "%s %s%n  again: ./mvnw -pl sample-data -am verify -Pe2e -Dfuzz.seed=%d"
                + " -Dfuzz.from=%d -Dfuzz.inputs=1%n  or: -Dfuzz.file=%s%n",
            input.format(),
            failure.what(),
            seed,
            failure.index(),
            file.toAbsolutePath()));
    if (failure.cause() != null) {
      failure.cause().printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
