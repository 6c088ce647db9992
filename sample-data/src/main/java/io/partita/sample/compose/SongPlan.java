package io.partita.sample.compose;

import io.partita.sample.compose.Section.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What is settled before the first note is written: style, key, tempo and form. Cheap to draw, so
 * that a catalog can know a song's duration and tempo without composing it.
 *
 * @param style that it is played in
 * @param tonic the first key's tonic as a pitch class, 0–11
 * @param mode the scale
 * @param bpm the opening tempo in beats a minute; the beat is a dotted quarter in 6/8
 * @param quantised whether the notes stand exactly on the grid, as step-entered files have them
 * @param sections the form, without gaps
 * @param tempos tempo changes in order of time, the first at pulse 0
 */
public record SongPlan(
    Style style,
    int tonic,
    Mode mode,
    double bpm,
    boolean quantised,
    List<Section> sections,
    List<Tempo> tempos) {

  /** How much likelier the keys that guitars and horns like are, from C to B. */
  private static final int[] TONIC_WEIGHTS = {14, 4, 12, 5, 11, 10, 3, 14, 5, 12, 6, 4};

  /** From a pulse on, a quarter note takes so many microseconds. */
  public record Tempo(long onset, int microsPerQuarter) {}

  /** Draws the plan of one song. */
  static SongPlan draw(Dice dice) {
    Style style = Style.draw(dice);
    Mode mode = dice.pick(style.modes);
    int tonic = dice.weighted(TONIC_WEIGHTS);
    double bpm = dice.between(style.slowestBpm, style.fastestBpm);
    if (dice.chance(0.3)) {
      bpm += dice.below(100) / 100.0;
    }
    boolean quantised = style.loosenessMs == 0 || dice.chance(0.3);
    List<Section> sections = SongForm.draw(style, mode, tonic, quarterBpm(style, bpm), dice);
    return new SongPlan(
        style, tonic, mode, bpm, quantised, sections, tempos(style, bpm, sections, dice));
  }

  /** The end of the last bar, in pulses. */
  public long end() {
    return sections.get(sections.size() - 1).lastBar().end();
  }

  /** Where a pulse falls in seconds from the start, all tempo changes counted. */
  public double secondsAt(long pulse) {
    double seconds = 0;
    for (int i = 0; i < tempos.size() && tempos.get(i).onset() < pulse; i++) {
      long until = i + 1 < tempos.size() ? Math.min(pulse, tempos.get(i + 1).onset()) : pulse;
      seconds += (until - tempos.get(i).onset()) * secondsPerPulse(tempos.get(i));
    }
    return seconds;
  }

  public double durationS() {
    return secondsAt(end());
  }

  /** Pulses in a millisecond at the opening tempo. */
  public double pulsesPerMs() {
    return 0.001 / secondsPerPulse(tempos.get(0));
  }

  public List<Bar> bars() {
    return sections.stream().flatMap(section -> section.bars().stream()).toList();
  }

  private static double secondsPerPulse(Tempo tempo) {
    return tempo.microsPerQuarter() * 1e-6 / Bar.PULSES_PER_QUARTER;
  }

  private static double quarterBpm(Style style, double bpm) {
    return style.isCompound() ? bpm * 1.5 : bpm;
  }

  private static List<Tempo> tempos(Style style, double bpm, List<Section> sections, Dice dice) {
    double base = quarterBpm(style, bpm);
    List<Tempo> tempos = new ArrayList<>();
    tempos.add(tempo(0, base));
    boolean rubato = style.rubato > 0 && dice.chance(0.6);
    boolean steps = !rubato && dice.chance(0.15);
    for (Section section : sections) {
      if (rubato) {
        for (Bar bar : section.bars()) {
          tempos.add(tempo(bar.onset(), base * (1 + style.rubato * dice.bell())));
        }
      } else if (steps && section.kind() != Kind.INTRO) {
        double lift =
            section.kind() == Kind.CHORUS ? 1.02 : section.kind() == Kind.BRIDGE ? 0.96 : 1;
        tempos.add(tempo(section.onset(), base * lift));
      }
    }
    if (style.loosenessMs > 5 && dice.chance(0.4)) {
      Bar last = sections.get(sections.size() - 1).lastBar();
      slowDown(tempos, base, last.onset(), style.quartersPerBar());
    }
    return distinct(tempos);
  }

  /** A ritardando from a bar before the last one to its end. */
  private static void slowDown(List<Tempo> tempos, double base, long lastBar, int beats) {
    long start = lastBar - (long) beats * Bar.PULSES_PER_QUARTER;
    tempos.removeIf(tempo -> tempo.onset() >= start && tempo.onset() > 0);
    for (int beat = 0; beat < 2 * beats; beat++) {
      long onset = start + (long) beat * Bar.PULSES_PER_QUARTER;
      tempos.add(tempo(onset, base * (0.95 - 0.35 * beat / (2.0 * beats))));
    }
  }

  private static Tempo tempo(long onset, double quarterBpm) {
    return new Tempo(onset, (int) Math.round(60_000_000 / quarterBpm));
  }

  /** Leaves out changes to the tempo that already holds, and all but the last at one place. */
  private static List<Tempo> distinct(List<Tempo> tempos) {
    List<Tempo> kept = new ArrayList<>(tempos.size());
    for (Tempo tempo : tempos) {
      if (!kept.isEmpty() && kept.get(kept.size() - 1).onset() == tempo.onset()) {
        kept.remove(kept.size() - 1);
      }
      if (kept.isEmpty()
          || kept.get(kept.size() - 1).microsPerQuarter() != tempo.microsPerQuarter()) {
        kept.add(tempo);
      }
    }
    return List.copyOf(kept);
  }
}
