package io.partita.midi;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often each kind of {@link MidiWarning} occurred in a file, and where first.
 *
 * @param counts occurrences by kind, in the order of the enum; kinds that did not occur are absent
 * @param firstByteOffset where each of these kinds was first met, in bytes from the file's start
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

  /** The count per kind while a file is read; cheap as long as nothing happens. */
  static final class Tally {
    private static final MidiWarning[] KINDS = MidiWarning.values();
    private int[] counts;
    private int[] firstByteOffset;

    void add(MidiWarning warning, int byteOffset) {
      if (counts == null) {
        counts = new int[KINDS.length];
        firstByteOffset = new int[KINDS.length];
      }
      if (counts[warning.ordinal()]++ == 0) {
        firstByteOffset[warning.ordinal()] = byteOffset;
      }
    }

    void addAll(MidiWarnings warnings) {
      warnings
          .counts()
          .forEach(
              (warning, count) -> {
                add(warning, warnings.firstByteOffset().get(warning));
                counts[warning.ordinal()] += count - 1;
              });
    }

    MidiWarnings toWarnings() {
      if (counts == null) {
        return NONE;
      }
      Map<MidiWarning, Integer> byKind = new EnumMap<>(MidiWarning.class);
      Map<MidiWarning, Integer> offsets = new EnumMap<>(MidiWarning.class);
      for (MidiWarning warning : KINDS) {
        if (counts[warning.ordinal()] > 0) {
          byKind.put(warning, counts[warning.ordinal()]);
          offsets.put(warning, firstByteOffset[warning.ordinal()]);
        }
      }
      return new MidiWarnings(byKind, offsets);
    }
  }
}
