package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumPerformance;
import io.partita.score.Meter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The drum notes of a score in the cells of its bars of 4/4. */
final class DrumBars {
  private static final int QUARTERS_OF_BAR = 4;
  private static final double MICROS_PER_MINUTE = 60e6;

  /** A drum at a step of the bar that starts at a tick. */
  record Cell(long bar, int step, int drum) {}

  /**
   * A note in its cell.
   *
   * @param gridTick where its step is; between ticks in odd divisions
   * @param offset how many steps it comes before that
   */
  record Placed(Note note, Cell cell, double gridTick, float offset) {}

  private final Score score;
  private final DrumMap map;
  private final Meter meter;
  private final int ticksPerQuarter;
  private final List<Placed> placed = new ArrayList<>();
  private final List<Note> others = new ArrayList<>();
  private final Map<Cell, Placed> loudest = new HashMap<>();
  private final TreeMap<Long, List<Placed>> byBar = new TreeMap<>();
  private int left;

  /**
   * @param score whose division is in quarters
   */
  DrumBars(Score score, DrumMap map) {
    this.score = score;
    this.map = map;
    this.meter = Meter.of(score).orElseThrow();
    this.ticksPerQuarter = score.division().ticksPerQuarter();
    for (Note note : score.notes()) {
      Placed inCell = note.isDrum() ? placed(note) : null;
      if (inCell == null) {
        others.add(note);
        left += note.isDrum() ? 1 : 0;
      } else {
        placed.add(inCell);
        loudest.merge(
            inCell.cell(),
            inCell,
            (one, other) -> other.note().velocity() > one.note().velocity() ? other : one);
      }
    }
    loudest
        .values()
        .forEach(
            note -> byBar.computeIfAbsent(note.cell().bar(), none -> new ArrayList<>()).add(note));
  }

  /** Null in a bar of another metre, or where its pitch has no class. */
  private Placed placed(Note note) {
    DrumClass drum = map.classOf(note.pitch()).orElse(null);
    double quarters = meter.quartersIntoBar(note.onsetTick());
    long bar = note.onsetTick() - Math.round(quarters * ticksPerQuarter);
    double onset = quarters * DrumGrid.STEPS_PER_QUARTER;
    int step = (int) Math.floor(onset + 0.5);
    float offset = (float) (step - onset);
    double gridTick = gridTick(bar, step);
    if (step == DrumGrid.STEPS_PER_BAR) { // early in the next bar
      bar += barTicks();
      step = 0;
    }
    boolean isCommon = meter.barLineFrom(bar + 1) - bar == barTicks();
    return drum == null || !isCommon
        ? null
        : new Placed(note, new Cell(bar, step, drum.number()), gridTick, offset);
  }

  private long barTicks() {
    return QUARTERS_OF_BAR * (long) ticksPerQuarter;
  }

  double ticksPerStep() {
    return (double) ticksPerQuarter / DrumGrid.STEPS_PER_QUARTER;
  }

  /** Where a step of the bar that starts at a tick is. */
  double gridTick(long bar, int step) {
    return bar + (double) step * ticksPerQuarter / DrumGrid.STEPS_PER_QUARTER;
  }

  /** Notes with a cell, in the order of the score. */
  List<Placed> placed() {
    return placed;
  }

  /** The loudest note of each cell that has one. */
  Map<Cell, Placed> loudest() {
    return loudest;
  }

  /** Drum notes without a cell: in bars of other metres, or of no class. */
  int left() {
    return left;
  }

  /** Ticks where bars with notes in cells start, ascending. */
  List<Long> bars() {
    return List.copyOf(byBar.keySet());
  }

  /** The tempo that a bar begins at, quarters a minute; 120 where the score says none. */
  double qpm(long bar) {
    return MICROS_PER_MINUTE / score.tempoMap().microsPerQuarterAt(bar);
  }

  /** The slice that ends with a bar. */
  DrumPerformance slice(long bar, int steps) {
    DrumPerformance.Builder slice = new DrumPerformance.Builder(steps);
    for (int step = 0; step < steps; step += DrumGrid.STEPS_PER_BAR) {
      int barsBefore = (steps - step) / DrumGrid.STEPS_PER_BAR - 1;
      for (Placed note : byBar.getOrDefault(bar - barsBefore * barTicks(), List.of())) {
        int at = step + note.cell().step();
        slice.hit(at, note.cell().drum(), note.note().velocity(), note.offset());
      }
    }
    return slice.build();
  }

  /** The score without the notes that have a cell. */
  ScoreBuilder others() {
    ScoreBuilder builder = Score.builder(score.division());
    score.tempos().forEach(builder::tempo);
    score.timeSignatures().forEach(builder::timeSignature);
    score.keySignatures().forEach(builder::keySignature);
    score.texts().forEach(builder::text);
    score.pedals().forEach(builder::pedal);
    others.forEach(builder::note);
    for (int track = 0; track < score.tracks().size(); track++) {
      builder.endTick(track, score.tracks().get(track).endTick());
    }
    return builder;
  }

  /** The score as it was given. */
  Score score() {
    return score;
  }

  /** All cells for a JSON file: by bar the tick, hits of each step, velocities and offsets. */
  List<Map<String, Object>> cells() {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (long bar : byBar.keySet()) {
      DrumPerformance played = slice(bar, DrumGrid.STEPS_PER_BAR);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("tick", bar);
      fields.put("steps", played.masks());
      fields.put("velocities", played.velocities());
      fields.put("offsets", played.offsets());
      cells.add(fields);
    }
    return cells;
  }

  /** The first bars from the first that has notes on, silent ones too. */
  DrumPerformance first(int most) {
    long start = byBar.firstKey();
    long bars = Math.min(most, (byBar.lastKey() - start) / barTicks() + 1);
    return slice(start + (bars - 1) * barTicks(), (int) bars * DrumGrid.STEPS_PER_BAR);
  }
}
