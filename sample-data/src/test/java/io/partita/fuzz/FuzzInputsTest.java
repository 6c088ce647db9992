package io.partita.fuzz;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.Archives;
import io.partita.fuzz.FuzzRun.Failure;
import io.partita.fuzz.Pipeline.Ending;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A short run in the plain suite, and what the long one relies on. */
class FuzzInputsTest {
  private static final long SECOND_NANOS = 1_000_000_000;

  private static final Set<FuzzFormat> ALL = EnumSet.allOf(FuzzFormat.class);

  private static FuzzSeeds seeds;

  @BeforeAll
  static void generate() throws IOException {
    seeds = FuzzSeeds.generated();
    seeds.warmUp();
  }

  @Test
  void everySeedEndsAsItShould() throws Exception {
    for (FuzzFormat format : FuzzFormat.values()) {
      assertThat(seeds.of(format)).isNotEmpty();
    }
    byte[] zip = seeds.of(FuzzFormat.ZIP).get(0);
    assertThat(Pipeline.read(new FuzzInput(FuzzFormat.ZIP, zip, FuzzInput.LOW_LIMITS)).values())
        .isPositive();
  }

  @Test
  void someInputsEndInValuesOrFaults() throws Exception {
    FuzzRun run =
        new FuzzRun(new FuzzInputs(seeds, ALL, 7)::input, Pipeline::read, FuzzRun.MOST_CPU_NANOS);
    run.run(0, index -> index < 1000);
    assertThat(run.failures()).extracting(FuzzRun.Failure::what).isEmpty();
    assertThat(run.report().inputs()).isEqualTo(1000);
    assertThat(run.report().text(7, 1)).contains("Fuzzed 1,000 inputs", "MIDI", "HDF5");
  }

  @Test
  void anInputFollowsFromSeedAndIndex() throws Exception {
    FuzzInputs again = new FuzzInputs(FuzzSeeds.generated(), ALL, 7);
    FuzzInputs otherSeed = new FuzzInputs(seeds, ALL, 8);
    FuzzInputs inputs = new FuzzInputs(seeds, ALL, 7);
    int equal = 0;
    for (long index = 0; index < 200; index++) {
      assertThat(inputs.input(index).bytes()).isEqualTo(again.input(index).bytes());
      equal += Arrays.equals(inputs.input(index).bytes(), otherSeed.input(index).bytes()) ? 1 : 0;
    }
    assertThat(equal).isZero();
  }

  @Test
  void anExceptionOfAnotherTypeIsAFailure() throws Exception {
    Failure failure =
        onlyFailure(
            input -> {
              throw new IllegalStateException("bug");
            },
            SECOND_NANOS);
    assertThatText(failure.what()).names("java.lang.IllegalStateException: bug");
  }

  @Test
  void anAllocationByAFalseLengthIsAFailure() throws Exception {
    Failure failure =
        onlyFailure(input -> new Ending(new byte[64 << 20].length, List.of(), 0, 0), SECOND_NANOS);
    assertThatText(failure.what()).containsPattern("\\b67,1\\d\\d,\\d{3}\\b");
  }

  @Test
  void anInputThatDoesNotEndIsAFailure() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    Failure failure =
        onlyFailure(
            input -> {
              while (!released.get()) {
                Thread.onSpinWait();
              }
              return new Ending(0, List.of(), 0, 0);
            },
            SECOND_NANOS / 50);
    released.set(true);
    assertThatText(failure.what()).names("100 ms");
    assertThat(failure.cause().getStackTrace()).isNotEmpty();
  }

  @Test
  void anInputThatCannotBeMadeStopsTheRun() {
    FuzzRun run =
        new FuzzRun(
            index -> {
              throw new IllegalArgumentException("bug");
            },
            Pipeline::read,
            SECOND_NANOS);
    assertThatThrown(IllegalStateException.class, () -> run.run(3, index -> true)).names(3);
  }

  private static Failure onlyFailure(FuzzRun.Reader reader, long mostCpuNanos)
      throws InterruptedException {
    FuzzRun run = new FuzzRun(new FuzzInputs(seeds, ALL, 7)::input, reader, mostCpuNanos);
    run.run(0, index -> index < 1);
    assertThat(run.failures()).hasSize(1);
    return run.failures().get(0);
  }

  @Test
  void findsWhatIsInflatable() {
    byte[] zeros = new byte[100_000];
    assertThat(Inflatable.bytes(Archives.gzip(zeros))).isEqualTo(100_000);
    assertThat(Inflatable.bytes(zeros)).isZero();
  }
}
