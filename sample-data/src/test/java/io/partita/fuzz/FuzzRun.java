package io.partita.fuzz;

import com.sun.management.ThreadMXBean;
import io.partita.fuzz.Pipeline.Ending;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Reads inputs one after the other and watches what each costs: the CPU time and the allocation of
 * its own thread, which do not depend on what else the machine does.
 */
final class FuzzRun {
  /** More than a hundred times what the slowest seed needs. */
  static final long MOST_CPU_NANOS = 2_000_000_000L;

  /** When an input is given up that does not end: what it does then is worth to be known. */
  private static final int HANG_MULTIPLE = 5;

  private static final int MOST_FAILURES = 20;
  private static final long WATCH_MILLIS = 200;

  /**
   * What an inflated byte may cost. The array it is read into grows fourfold whenever it is full: 4
   * + 1 + 1/4 + … just after that, and 1 for the copy of the right size.
   */
  private static final int INFLATED_MULTIPLE = 7;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LongFunction<FuzzInput> inputs;
  private final Reader reader;
  private final long mostCpuNanos;
  private final FuzzReport report = new FuzzReport();
  private final List<Failure> failures = new ArrayList<>();
  private volatile RuntimeException broken;
  private volatile long current;
  private volatile long currentStartNanos;

  /** An input that did not end as it should. */
  record Failure(long index, FuzzInput input, String what, Throwable cause) {}

  /** What the reading of an input took, and what of it was too much. */
  private record Cost(Ending ending, long cpuNanos, long allocated, List<String> faults) {}

  /** What an input is given to. */
  interface Reader {
    Ending read(FuzzInput input) throws IOException;
  }

  /**
   * @param mostCpuNanos what an input may take; one that takes five times as long is given up
   */
  FuzzRun(LongFunction<FuzzInput> inputs, Reader reader, long mostCpuNanos) {
    this.inputs = inputs;
    this.reader = reader;
    this.mostCpuNanos = mostCpuNanos;
  }

  /**
   * Reads the inputs from {@code first} on while {@code goesOn} says so of their index.
   *
   * @throws IllegalStateException if an input cannot be made, which is a bug of the run itself
   */
  void run(long first, LongPredicate goesOn) throws InterruptedException {
    Thread thread = new Thread(() -> readAll(first, goesOn), "fuzz");
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(WATCH_MILLIS);
      long started = currentStartNanos;
      long used = threads.getThreadCpuTime(thread.getId()) - started;
      if (thread.isAlive() && used > HANG_MULTIPLE * mostCpuNanos && currentStartNanos == started) {
        failures.add(hang(thread));
        return;
      }
    }
    if (broken != null) {
      throw new IllegalStateException("Cannot make input " + current, broken);
    }
  }

  FuzzReport report() {
    return report;
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  private Failure hang(Thread thread) {
    Throwable where = new Throwable("It was here:");
    where.setStackTrace(thread.getStackTrace());
    String what =
        "does not end within %,d ms of CPU".formatted(HANG_MULTIPLE * mostCpuNanos / 1_000_000);
    return new Failure(current, inputs.apply(current), what, where);
  }

  private void readAll(long first, LongPredicate goesOn) {
    for (long index = first; goesOn.test(index) && failures.size() < MOST_FAILURES; index++) {
      current = index;
      FuzzInput input = make(index);
      if (input == null) {
        break;
      }
      currentStartNanos = threads.getCurrentThreadCpuTime();
      read(index, input);
    }
    currentStartNanos = Long.MAX_VALUE;
  }

  private FuzzInput make(long index) {
    try {
      return inputs.apply(index);
    } catch (RuntimeException e) { // else the thread would just end, and all seem well
      broken = e;
      return null;
    }
  }

  private void read(long index, FuzzInput input) {
    try {
      Cost cost = cost(input);
      if (!cost.faults().isEmpty()) { // the first reading also loads the reader's classes
        cost = cost(input);
      }
      report.add(
          index,
          input.format(),
          cost.ending(),
          cost.cpuNanos(),
          ratio(input, cost.ending(), cost.allocated()));
      cost.faults().forEach(fault -> fail(index, input, fault, null));
    } catch (Throwable e) { // an Error is a finding too
      fail(index, input, "ends in " + e, e);
    }
  }

  private Cost cost(FuzzInput input) throws IOException {
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long cpuBefore = threads.getCurrentThreadCpuTime();
    Ending ending = reader.read(input);
    long cpuNanos = threads.getCurrentThreadCpuTime() - cpuBefore;
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    List<String> faults = new ArrayList<>();
    if (cpuNanos > mostCpuNanos) {
      faults.add("takes %,d ms of CPU".formatted(cpuNanos / 1_000_000));
    }
    if (allocated > mostBytes(input, ending)
        && allocated > mostBytes(input, ending) + mostInflatedBytes(input)) {
      faults.add("allocates %,d bytes".formatted(allocated));
    }
    return new Cost(ending, cpuNanos, allocated, faults);
  }

  private void fail(long index, FuzzInput input, String what, Throwable cause) {
    String size = " (an input of %,d bytes)".formatted(input.bytes().length);
    failures.add(new Failure(index, input, what + size, cause));
  }

  private static double ratio(FuzzInput input, Ending ending, long allocated) {
    long beyond = allocated - input.format().constantBytes();
    return Math.max(0, beyond) / (double) Math.max(1, input.bytes().length + ending.memberBytes());
  }

  /** The allocation that an input is entitled to by its size and that of its members. */
  private static long mostBytes(FuzzInput input, Ending ending) {
    FuzzFormat format = input.format();
    return format.constantBytes()
        + format.multiple() * input.bytes().length
        + INFLATED_MULTIPLE * ending.memberBytes()
        + FuzzFormat.MIDI.multiple() * ending.midiBytes();
  }

  /**
   * And by what was inflated: slow to tell, so asked only if it must be. What is inflated in a
   * tar.gz is a tar, and entitled as one.
   */
  private static long mostInflatedBytes(FuzzInput input) {
    long multiple =
        input.format() == FuzzFormat.TAR_GZ ? FuzzFormat.TAR.multiple() : INFLATED_MULTIPLE;
    return multiple * Inflatable.bytes(input.bytes());
  }
}
