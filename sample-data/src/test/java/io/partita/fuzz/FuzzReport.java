package io.partita.fuzz;

import io.partita.Fault;
import io.partita.fuzz.Pipeline.Ending;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of the inputs so far. */
final class FuzzReport {
  private final Map<FuzzFormat, Counts> counts = new EnumMap<>(FuzzFormat.class);
  private long inputs;

  /** Of one format. */
  private static final class Counts {
    private long inputs;
    private long clean;
    private long values;
    private long cpuNanos;
    private long slowestNanos;
    private long slowestIndex;
    private double largestRatio;
    private long largestIndex;
    private final Map<String, Long> faults = new TreeMap<>();
  }

  FuzzReport() {
    for (FuzzFormat format : FuzzFormat.values()) {
      counts.put(format, new Counts());
    }
  }

  /**
   * Counts an input that ended as it should.
   *
   * @param ratio bytes allocated beyond the format's constant for each byte that was read
   */
  void add(long index, FuzzFormat format, Ending ending, long cpuNanos, double ratio) {
    Counts of = counts.get(format);
    inputs++;
    of.inputs++;
    of.values += ending.values();
    of.clean += ending.faults().isEmpty() ? 1 : 0;
    for (Fault fault : ending.faults()) {
      of.faults.merge(fault.name(), 1L, Long::sum);
    }
    of.cpuNanos += cpuNanos;
    if (cpuNanos > of.slowestNanos) {
      of.slowestNanos = cpuNanos;
      of.slowestIndex = index;
    }
    if (ratio > of.largestRatio) {
      of.largestRatio = ratio;
      of.largestIndex = index;
    }
  }

  long inputs() {
    return inputs;
  }

  /** A table of the formats, and a line of faults for each. */
  String text(long seed, double seconds) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Fuzzed %,d inputs in %,.0f s, %,.0f/s, seed %d",
        inputs,
        seconds,
        inputs / seconds,
        seed);
    line(
        text,
        "%-7s %10s %12s %10s %12s %9s %12s %9s %12s",
        "format",
        "inputs",
        "no fault",
        "values",
        "mean CPU ms",
        "max ms",
        "(index)",
        "max alloc",
        "(index)");
    counts.forEach(
        (format, of) ->
            line(
                text,
                "%-7s %,10d %,12d %,10d %12.3f %9.0f %12d %8.1fx %12d",
                format,
                of.inputs,
                of.clean,
                of.values,
                of.cpuNanos / 1e6 / Math.max(1, of.inputs),
                of.slowestNanos / 1e6,
                of.slowestIndex,
                of.largestRatio,
                of.largestIndex));
    counts.forEach((format, of) -> line(text, "%-7s %s", format, of.faults));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
