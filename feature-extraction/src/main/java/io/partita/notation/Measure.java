package io.partita.notation;

import java.util.ArrayList;
import java.util.List;

/** One measure of one part; its reader fills it. */
public final class Measure {
  public final List<NoteEvent> notes = new ArrayList<>();
  public final List<Mark> marks = new ArrayList<>();
  public final Signs signs = new Signs();

  /** Whether it is the rest of a bar that the measure before it begins. */
  public boolean goesOn;

  /** In units; where the next measure begins. */
  public long length;
}
