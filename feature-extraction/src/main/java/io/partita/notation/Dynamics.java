package io.partita.notation;

import java.util.Map;

/** How loud written dynamics are. */
public final class Dynamics {
  /** The velocity of notes before the first dynamics: mezzo-forte. */
  public static final int DEFAULT_VELOCITY = 80;

  /** Sixteen steps of velocity from one level to the next, mf at 80, as notation programs do. */
  private static final Map<String, Integer> VELOCITIES =
      Map.ofEntries(
          Map.entry("pppp", 8),
          Map.entry("ppp", 16),
          Map.entry("pp", 33),
          Map.entry("p", 49),
          Map.entry("mp", 64),
          Map.entry("mf", 80),
          Map.entry("f", 96),
          Map.entry("ff", 112),
          Map.entry("fff", 126),
          Map.entry("ffff", 127));

  private Dynamics() {}

  /** The velocity of a dynamic mark, as {@code mf}; 0 of what is an accent, or is unknown. */
  public static int velocity(String dynamic) {
    return VELOCITIES.getOrDefault(dynamic, 0);
  }
}
