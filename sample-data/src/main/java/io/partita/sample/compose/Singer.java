package io.partita.sample.compose;

import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.BandPart.Syllable;
import io.partita.sample.compose.Section.Kind;
import io.partita.sample.compose.Style.Chair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sings a theme for each kind of section over the chords: chord tones on the beats and on long
 * notes, scale tones between, and home at the end of a phrase.
 */
final class Singer {
  private static final int LONG_NOTE = 4;

  private final SongPlan plan;
  private final Chair chair;
  private final Dice dice;
  private final PlayerFeel feel;
  private final boolean withWords;
  private final Map<Kind, Theme> themes = new EnumMap<>(Kind.class);
  private final List<Hit> hits = new ArrayList<>();
  private final List<Syllable> lyrics = new ArrayList<>();
  private int pitch;

  Singer(SongPlan plan, Chair chair, Dice dice) {
    this.plan = plan;
    this.chair = chair;
    this.dice = dice;
    feel = new PlayerFeel(plan, dice, 1.02);
    withWords = dice.chance(0.2);
    pitch = (chair.low() + chair.high()) / 2;
  }

  List<Hit> hits() {
    return hits;
  }

  List<Syllable> lyrics() {
    return lyrics;
  }

  /** Sings the whole song. */
  void play() {
    Style style = plan.style();
    int steps = style.quartersPerBar() * 4;
    for (Kind kind : List.of(Kind.VERSE, Kind.CHORUS, Kind.BRIDGE, Kind.SOLO)) {
      double density = style.melodyDensity * (kind == Kind.SOLO ? 1.35 : 0.8 + 0.4 * dice.unit());
      themes.put(kind, Theme.draw(steps, style.melodyGrid, density, dice));
    }
    themes.put(Kind.INTRO, themes.get(Kind.CHORUS));
    themes.put(Kind.OUTRO, themes.get(Kind.CHORUS));
    boolean inIntro = dice.chance(0.25);
    for (Section section : plan.sections()) {
      if (section.kind() != Kind.INTRO || inIntro) {
        section(section);
      }
    }
  }

  private void section(Section section) {
    feel.enter(section);
    Theme theme = themes.get(section.kind());
    List<Bar> bars = section.bars();
    int register = section.kind().energy == 2 ? 2 : -2;
    pitch = (chair.low() + chair.high()) / 2 + register;
    for (int first = 0; first < bars.size(); first += Theme.motifBars()) {
      int n = first / Theme.motifBars();
      List<Theme.Note> motif = theme.motif(n);
      for (int i = 0; i < motif.size(); i++) {
        boolean phraseEnd = theme.closes(n) && i == motif.size() - 1;
        note(bars, first, motif.get(i), phraseEnd, section.pass() > 0);
      }
    }
  }

  private void note(
      List<Bar> bars, int first, Theme.Note note, boolean phraseEnd, boolean repeated) {
    int at = first;
    int step = note.step();
    while (at < bars.size() && step >= bars.get(at).steps()) {
      step -= bars.get(at++).steps();
    }
    if (at == bars.size() || at >= first + Theme.motifBars()) {
      return;
    }
    Bar bar = bars.get(at);
    int move = repeated && dice.chance(0.08) ? note.move() + dice.between(-1, 1) : note.move();
    boolean strong = step % 4 == 0 || note.length() >= LONG_NOTE;
    pitch = pitch(bar, bar.chordAt(step), move, strong, phraseEnd);
    long onset = feel.at(bar, step);
    int until = Math.min(step + note.length(), step + 2 * bar.steps());
    long length = (feel.grid(bar, until) - feel.grid(bar, step)) * 7 / 8;
    hits.add(new Hit(onset, onset + length, pitch, feel.velocity(strong && step == 0 ? 'X' : 'x')));
    if (withWords) {
      lyrics.add(new Syllable(onset, Names.syllable(dice, phraseEnd)));
    }
  }

  private int pitch(Bar bar, Chord chord, int move, boolean strong, boolean phraseEnd) {
    Mode mode = plan.mode();
    int step = mode.stepAtOrBelow(pitch - bar.tonic()) + move;
    int moved = bar.tonic() + mode.semitones(step);
    while (moved > chair.high()) {
      moved = bar.tonic() + mode.semitones(step -= 2);
    }
    while (moved < chair.low()) {
      moved = bar.tonic() + mode.semitones(step += 2);
    }
    if (phraseEnd || strong) {
      return nearestChordTone(moved, bar, chord);
    }
    return besideChordTone(moved, bar, chord);
  }

  private int nearestChordTone(int target, Bar bar, Chord chord) {
    for (int distance = 0; distance < 6; distance++) {
      if (chord.holds(target - distance - bar.tonic())) {
        return target - distance;
      }
      if (chord.holds(target + distance - bar.tonic())) {
        return target + distance;
      }
    }
    return target;
  }

  /** A scale tone that rubs against a chord tone outside the scale gives way to it. */
  private int besideChordTone(int target, Bar bar, Chord chord) {
    for (int neighbour = target - 1; neighbour <= target + 1; neighbour += 2) {
      int above = neighbour - bar.tonic();
      boolean inScale = plan.mode().semitones(plan.mode().stepAtOrBelow(above)) == above;
      if (!inScale && chord.holds(above) && !chord.holds(target - bar.tonic())) {
        return neighbour;
      }
    }
    return target;
  }
}
