package io.partita.musicxml;

import java.util.ArrayList;
import java.util.List;

/** One measure of one part. */
final class Measure {
  final List<NoteEvent> notes = new ArrayList<>();
  final List<Mark> marks = new ArrayList<>();

  /** In units; where the next measure begins. */
  long length;
}
