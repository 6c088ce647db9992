package io.partita.token.miditok;

import java.util.Arrays;

/**
 * Step 2: a file's music on the grid of the tokens, 8 or 16 ticks a quarter.
 *
 * <p>Notes lie one after another, part by part; {@link #partEnd} says where each part ends. The
 * places where an offset from one index is taken for an index itself are those of the original.
 */
final class Preparation {
  private final MetaEvents metas;
  private final FileNotes read;
  private final int division;
  private final int ticksPerQuarter;
  private final double scale;
  private final Metres metres;
  private final Sections sections;
  private Tempos tempos;
  private long[] notes;
  private final int[] partProgram;
  private final int[] partEnd;
  private int truncations;

  /**
   * @param division ticks a quarter of the file
   */
  Preparation(MetaEvents metas, FileNotes read, int division, Kind kind) {
    this.metas = metas;
    this.read = read;
    this.division = division;
    this.ticksPerQuarter = kind.hasMetres() ? ticksPerQuarter(metas) : Lengths.EIGHTHS;
    this.scale = (double) ticksPerQuarter / division;
    this.metres = new Metres(ticksPerQuarter);
    this.partProgram = new int[read.programCount()];
    this.partEnd = new int[read.programCount()];
    rescaleMetres(kind.hasMetres());
    metres.delayToBarLines();
    this.sections = Sections.of(metres);
    this.tempos = new Tempos();
    for (MetaEvents.At tempo : metas.tempos()) {
      tempos.add((int) rescaled(tempo.tick()), Tempos.nearest(tempo.value()));
    }
    takeNotes();
    if (sections.areMixed()) {
      snap();
    }
    if (kind.hasDurations()) {
      quantiseDurations();
    }
    tempos = tempos.settled();
  }

  private static int ticksPerQuarter(MetaEvents metas) {
    boolean eighths =
        metas.metres().stream().anyMatch(metre -> Metres.denominator(metre.value()) == 8);
    return eighths ? 2 * Lengths.EIGHTHS : Lengths.EIGHTHS;
  }

  private void rescaleMetres(boolean theFiles) {
    if (!theFiles || metas.metres().isEmpty() || metas.metres().get(0).tick() > 0) {
      metres.add(0, Metres.FOUR_FOUR);
    }
    for (MetaEvents.At metre : theFiles ? metas.metres() : java.util.List.<MetaEvents.At>of()) {
      boolean same = division == ticksPerQuarter;
      metres.add((int) (same ? metre.tick() : (long) (scale * metre.tick())), metre.value());
    }
  }

  private long rescaled(long tick) {
    return division == ticksPerQuarter ? tick : Math.round(scale * tick);
  }

  private long rescaledDuration(long ticks) {
    return division == ticksPerQuarter ? ticks : Math.max(1, Math.round(scale * ticks));
  }

  /** The notes of a part that several parts became are sorted; a lone part keeps its order. */
  private void takeNotes() {
    int[] place = new int[FileNotes.PARTS];
    for (int i = 0; i < partProgram.length; i++) {
      partProgram[i] = read.programAt(i);
      place[partProgram[i]] = i;
    }
    for (int i = 0; i < read.size(); i++) {
      partEnd[place[read.program(i)]] += isKept(i) ? 1 : 0;
    }
    int[] next = new int[partEnd.length];
    for (int i = 1; i < partEnd.length; i++) {
      next[i] = partEnd[i - 1];
      partEnd[i] += partEnd[i - 1];
    }
    notes = new long[partEnd.length == 0 ? 0 : partEnd[partEnd.length - 1]];
    for (int i = 0; i < read.size(); i++) {
      if (isKept(i)) {
        notes[next[place[read.program(i)]]++] =
            PackedNote.of(
                rescaled(read.onset(i)),
                rescaledDuration(read.duration(i)),
                read.pitch(i),
                read.velocity(i));
      }
    }
    for (int i = 0; i < partEnd.length; i++) {
      if (read.isShared(partProgram[i])) {
        Arrays.sort(notes, firstOf(i), partEnd[i]);
      }
    }
  }

  /** Closed, and of a pitch that there is. */
  private boolean isKept(int note) {
    int pitch = read.pitch(note);
    boolean drums = read.program(note) == FileNotes.DRUMS;
    return read.isClosed(note)
        && pitch >= (drums ? TokenType.LOWEST_DRUM : TokenType.LOWEST_PITCH)
        && pitch <= (drums ? TokenType.HIGHEST_DRUM : TokenType.HIGHEST_PITCH);
  }

  private int firstOf(int part) {
    return part == 0 ? 0 : partEnd[part - 1];
  }

  private void snap() {
    int[] last = new int[sections.size()];
    for (int part = 0; part < partEnd.length; part++) {
      int base = firstOf(part);
      int count = partEnd[part] - base;
      int from = 0;
      for (int k = 0; k < last.length; k++) {
        last[k] = k + 1 == last.length ? count : offset(base + from, base + count, k);
        from = last[k];
      }
      int first = 0;
      for (int k = 0; k < last.length; k++) {
        for (int i = first; sections.isCoarse(k) && i < last[k]; i++) {
          long note = notes[base + i];
          notes[base + i] = PackedNote.withOnset(note, Sections.even(PackedNote.onset(note)));
        }
        first = last[k];
      }
    }
    tempos.snap(sections);
  }

  /** How far behind {@code from} the first note is that a section ends before; 0 if none is. */
  private int offset(int from, int end, int section) {
    for (int i = from; i < end; i++) {
      if (PackedNote.onset(notes[i]) >= sections.end(section)) {
        return i - from;
      }
    }
    return 0;
  }

  private void quantiseDurations() {
    for (int part = 0; part < partEnd.length; part++) {
      int first = firstOf(part);
      int end = partEnd[part];
      for (int k = 0; k < sections.size() && first < end; k++) {
        boolean last =
            k + 1 == sections.size() || sections.end(k) > PackedNote.onset(notes[end - 1]);
        int stop = last ? end : first + offset(first, end, k);
        quantiseDurations(first, stop, sections.beat(k));
        first = stop;
      }
    }
  }

  private void quantiseDurations(int first, int stop, int beat) {
    for (int i = first; i < stop; i++) {
      int duration = PackedNote.duration(notes[i]);
      truncations += duration > Lengths.MAX_BEATS * beat ? 1 : 0;
      int entry = Lengths.nearest(duration, beat);
      notes[i] = PackedNote.withDuration(notes[i], Lengths.ticks(entry, beat));
    }
  }

  int ticksPerQuarter() {
    return ticksPerQuarter;
  }

  Metres metres() {
    return metres;
  }

  Sections sections() {
    return sections;
  }

  Tempos tempos() {
    return tempos;
  }

  /** Packed. */
  long[] notes() {
    return notes;
  }

  int partCount() {
    return partEnd.length;
  }

  /** 0 to 127, or {@link FileNotes#DRUMS}. */
  int program(int part) {
    return partProgram[part];
  }

  /** One past the part's last note. */
  int partEnd(int part) {
    return partEnd[part];
  }

  /** Durations of more than 12 beats. */
  int truncations() {
    return truncations;
  }
}
