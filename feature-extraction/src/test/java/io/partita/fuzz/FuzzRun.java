package io.partita.fuzz;

import com.sun.management.ThreadMXBean;
import io.partita.fuzz.Pipeline.Ending;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Reads inputs one after the other and watches what each costs: the CPU time and the allocation of
 * its own thread, which do not depend on what else the machine does.
 */
final class FuzzRun {
  /** More than a hundred times what the slowest seed needs. */
  private static final long MOST_CPU_NANOS = 2_000_000_000L;

  /** When an input is given up that does not end: what it does then is worth to be known. */
  private static final long HANG_CPU_NANOS = 5 * MOST_CPU_NANOS;

  private static final int MOST_FAILURES = 20;
  private static final long WATCH_MILLIS = 200;

  /** What an inflated byte may cost: it is read into an array that grows by copying. */
  private static final int INFLATED_MULTIPLE = 4;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final FuzzInputs inputs;
  private final FuzzReport report = new FuzzReport();
  private final List<Failure> failures = new ArrayList<>();
  private volatile long current;
  private volatile long currentStartNanos;

  /** An input that did not end as it should. */
  record Failure(long index, FuzzInput input, String what, Throwable cause) {}

  FuzzRun(FuzzInputs inputs) {
    this.inputs = inputs;
  }

  /** Reads the inputs from {@code first} on while {@code goesOn} says so of their index. */
  void run(long first, LongPredicate goesOn) throws InterruptedException {
    Thread reader = new Thread(() -> readAll(first, goesOn), "fuzz");
    reader.setDaemon(true);
    reader.start();
    while (reader.isAlive()) {
      reader.join(WATCH_MILLIS);
      long started = currentStartNanos;
      long used = threads.getThreadCpuTime(reader.getId()) - started;
      if (reader.isAlive() && used > HANG_CPU_NANOS && currentStartNanos == started) {
        failures.add(hang(reader));
        return;
      }
    }
  }

  FuzzReport report() {
    return report;
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  private Failure hang(Thread reader) {
    Throwable where = new Throwable("It was here:");
    where.setStackTrace(reader.getStackTrace());
    String what = "does not end within %,d ms of CPU".formatted(HANG_CPU_NANOS / 1_000_000);
    return new Failure(current, inputs.input(current), what, where);
  }

  private void readAll(long first, LongPredicate goesOn) {
    for (long index = first; goesOn.test(index) && failures.size() < MOST_FAILURES; index++) {
      FuzzInput input = inputs.input(index);
      current = index;
      currentStartNanos = threads.getCurrentThreadCpuTime();
      read(index, input);
    }
    currentStartNanos = Long.MAX_VALUE;
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void read(long index, FuzzInput input) {
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long cpuBefore = threads.getCurrentThreadCpuTime();
    try {
      Ending ending = Pipeline.read(input);
      long cpuNanos = threads.getCurrentThreadCpuTime() - cpuBefore;
      long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
      report.add(index, input.format(), ending, cpuNanos, ratio(input, ending, allocated));
      if (cpuNanos > MOST_CPU_NANOS) {
        fail(index, input, "takes %,d ms of CPU".formatted(cpuNanos / 1_000_000), null);
      }
      if (allocated > mostBytes(input, ending)) {
        fail(index, input, "allocates %,d bytes".formatted(allocated), null);
      }
    } catch (Throwable e) { // an Error is a finding too
      fail(index, input, "ends in " + e, e);
    }
  }

  private void fail(long index, FuzzInput input, String what, Throwable cause) {
    String size = " (an input of %,d bytes)".formatted(input.bytes().length);
    failures.add(new Failure(index, input, what + size, cause));
  }

  private static double ratio(FuzzInput input, Ending ending, long allocated) {
    long beyond = allocated - input.format().constantBytes();
    return Math.max(0, beyond) / (double) Math.max(1, input.bytes().length + ending.memberBytes());
  }

  /** The allocation that an input is entitled to. What it inflates is looked at only if it must. */
  private static long mostBytes(FuzzInput input, Ending ending) {
    FuzzFormat format = input.format();
    long most =
        format.constantBytes()
            + format.multiple() * input.bytes().length
            + INFLATED_MULTIPLE * ending.memberBytes()
            + FuzzFormat.MIDI.multiple() * ending.midiBytes();
    return most + INFLATED_MULTIPLE * Inflatable.bytes(input.bytes());
  }
}
