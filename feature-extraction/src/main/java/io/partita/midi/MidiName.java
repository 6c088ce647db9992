package io.partita.midi;

import java.util.List;
import java.util.Locale;

/** Names of MIDI files. */
public final class MidiName {
  private static final List<String> ENDINGS = List.of(".mid", ".midi", ".rmi", ".kar");

  private MidiName() {}

  /** Whether a name or path ends as those of MIDI files do, in any case of letters. */
  public static boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
