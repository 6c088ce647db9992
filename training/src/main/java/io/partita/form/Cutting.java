package io.partita.form;

import io.partita.drum.DrumMap;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How files are cut.
 *
 * @param bars of a slice
 * @param map of drums; General MIDI's of other forms
 * @param flags options without a value that a form has, as {@code --pad}
 */
public record Cutting(int bars, DrumMap map, Set<String> flags) implements Serializable {
  public Cutting {
    flags = Set.copyOf(flags);
  }

  public Cutting(int bars, DrumMap map) {
    this(bars, map, Set.of());
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The options that decide the slices, those of the usual ones left out: older runs lack them. */
  public Map<String, Object> decisive() {
    Map<String, Object> decisive = new LinkedHashMap<>();
    if (map != DrumMap.GM) {
      decisive.put(DrumMapOption.NAME, map.label());
    }
    flags.forEach(flag -> decisive.put(flag, true));
    return decisive;
  }
}
