package io.partita.score;

import static java.util.Collections.unmodifiableMap;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often each kind of {@link MidiWarning} occurred in a file, and where first.
 *
 * @param counts occurrences by kind, in the order of the enum; kinds that did not occur are absent
 * @param firstByteOffset place at which each of these kinds was first met, in bytes from the file's
 *     start
 */
public record MidiWarnings(
    Map<MidiWarning, Integer> counts, Map<MidiWarning, Integer> firstByteOffset) {

  /** Nothing tolerated, nothing repaired. */
  public static final MidiWarnings NONE = new MidiWarnings(Map.of(), Map.of());

  /** Whether any of the warnings changed or guessed data. */
  public boolean isRepaired() {
    return counts.keySet().stream().anyMatch(MidiWarning::isRepair);
  }

  /** Occurrences of one kind, 0 where there were none. */
  public int count(MidiWarning warning) {
    return counts.getOrDefault(warning, 0);
  }

  /** The warnings of two steps of reading the same file. */
  public MidiWarnings plus(MidiWarnings later) {
    if (later.counts.isEmpty()) {
      return this;
    }
    Tally sum = new Tally();
    counts.forEach((kind, count) -> sum.add(kind, count, firstByteOffset.get(kind)));
    later.counts.forEach((kind, count) -> sum.add(kind, count, later.firstByteOffset.get(kind)));
    return sum.toWarnings();
  }

  /** The count per kind while a file is read; nothing is allocated until something happens. */
  public static final class Tally {
    private Map<MidiWarning, Integer> counts = Map.of();
    private Map<MidiWarning, Integer> firstByteOffset = Map.of();

    public void add(MidiWarning warning, int byteOffset) {
      add(warning, 1, byteOffset);
    }

    private void add(MidiWarning warning, int count, int byteOffset) {
      if (counts.isEmpty()) {
        counts = new EnumMap<>(MidiWarning.class);
        firstByteOffset = new EnumMap<>(MidiWarning.class);
      }
      counts.merge(warning, count, Integer::sum);
      firstByteOffset.putIfAbsent(warning, byteOffset);
    }

    public boolean has(MidiWarning warning) {
      return counts.containsKey(warning);
    }

    /** Where a kind that occurred was first met. */
    public int firstByteOffset(MidiWarning warning) {
      return firstByteOffset.get(warning);
    }

    public MidiWarnings toWarnings() {
      return counts.isEmpty()
          ? NONE
          : new MidiWarnings(unmodifiableMap(counts), unmodifiableMap(firstByteOffset));
    }
  }
}
