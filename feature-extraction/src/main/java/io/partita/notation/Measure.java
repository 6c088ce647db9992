package io.partita.notation;

import java.util.ArrayList;
import java.util.List;

/** One measure of one part; its reader fills it. */
public final class Measure {
  public final List<NoteEvent> notes = new ArrayList<>();
  public final List<Mark> marks = new ArrayList<>();
  public final Signs signs = new Signs();

  /** In units; where the next measure begins. */
  public long length;

  /** Whether a bar line is after it; false where a repeat or an ending inside a bar splits it. */
  public boolean isBarEnd = true;
}
