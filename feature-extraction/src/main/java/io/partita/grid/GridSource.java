package io.partita.grid;

import io.partita.Labelled;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What says where the sixteenths and bars of a file are. */
public enum GridSource implements Labelled {
  /** Its ticks, tempos and time signatures, as the published MusicVAE pipeline has it. */
  DECLARED,
  /** Its notes alone, see {@link NoteGrid}. */
  NOTES;

  /** The source of a label; empty for an unknown label. */
  public static Optional<GridSource> of(String label) {
    return Arrays.stream(values()).filter(source -> source.label().equals(label)).findFirst();
  }

  /** All labels, as {@code declared, notes}. */
  public static String labels() {
    return Arrays.stream(values()).map(GridSource::label).collect(Collectors.joining(", "));
  }
}
