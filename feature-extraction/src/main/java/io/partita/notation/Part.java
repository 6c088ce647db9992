package io.partita.notation;

import java.util.List;

/** A part or voice that was read: the tracks of its staves, one after the other. */
public interface Part {
  /** The name of its tracks; empty without one. */
  String name();

  /** The channel of its pedal, 0 to 15. */
  int channel();

  /** How many staves it has, at least 1. */
  int staves();

  List<Measure> measures();
}
