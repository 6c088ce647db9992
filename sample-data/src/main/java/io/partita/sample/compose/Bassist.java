package io.partita.sample.compose;

import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.Style.Chair;
import java.util.ArrayList;
import java.util.List;

/** Plays the roots and fifths of the style's bass line, or walks. */
final class Bassist {
  private final SongPlan plan;
  private final Chair chair;
  private final Dice dice;
  private final PlayerFeel feel;
  private final List<Hit> hits = new ArrayList<>();
  private int lastPitch;

  private Bassist(SongPlan plan, Chair chair, Dice dice) {
    this.plan = plan;
    this.chair = chair;
    this.dice = dice;
    feel = new PlayerFeel(plan, dice, 0.97);
    lastPitch = chair.low() + 7;
  }

  static List<Hit> play(SongPlan plan, Chair chair, Dice dice) {
    Bassist bassist = new Bassist(plan, chair, dice);
    bassist.play();
    return bassist.hits;
  }

  private void play() {
    String low = dice.pick(plan.style().lowBasses);
    String high = dice.pick(plan.style().highBasses);
    List<Bar> bars = plan.bars();
    int index = 0;
    for (Section section : plan.sections()) {
      feel.enter(section);
      String pattern = section.kind().energy == 2 ? high : low;
      boolean plays =
          section.kind().energy >= chair.energy()
              && !(section.kind() == Section.Kind.INTRO && dice.chance(0.4));
      for (Bar bar : section.bars()) {
        index++;
        Bar next = index < bars.size() ? bars.get(index) : bar;
        if (index == bars.size()) {
          add(bar, 0, bar.steps(), root(bar, bar.first()), 'X');
        } else if (plays) {
          bar(bar, next, pattern);
        }
      }
    }
  }

  private void bar(Bar bar, Bar next, String pattern) {
    for (Stroke stroke : Stroke.of(bar, pattern)) {
      int pitch = pitch(bar, next, stroke.step(), stroke.until(), stroke.mark());
      add(bar, stroke.step(), stroke.until(), pitch, stroke.mark());
    }
  }

  private int pitch(Bar bar, Bar next, int step, int until, char mark) {
    Chord chord = bar.chordAt(step);
    int root = root(bar, chord);
    boolean barEnds = until >= bar.steps();
    Chord coming = barEnds ? next.first() : bar.chordAt(until);
    int target = root(barEnds ? next : bar, coming);
    boolean chordStarts = step == 0 || !bar.chordAt(step - 1).equals(chord);
    boolean chordEnds = barEnds || !coming.equals(chord);
    return switch (mark) {
      case '5' -> within(root + chord.fifth());
      case '8' -> within(root + 12);
      case '3' -> within(root + chord.third());
      case 'A' -> lead(target);
      case 'W' -> chordStarts ? root : chordEnds ? lead(target) : walk(bar, chord);
      default -> root;
    };
  }

  /** A semitone or a whole tone beside the coming root, from the side where the line stands. */
  private int lead(int target) {
    int distance = dice.chance(0.6) ? 1 : 2;
    return within(lastPitch > target ? target + distance : target - distance);
  }

  /** The next chord tone in a direction that keeps the line in the middle of its range. */
  private int walk(Bar bar, Chord chord) {
    int middle = (chair.low() + chair.high()) / 2;
    int direction = dice.chance(0.5 + 0.04 * (middle - lastPitch)) ? 1 : -1;
    int pitch = lastPitch + direction;
    while (!chord.holds(pitch - bar.tonic()) && pitch > chair.low() && pitch < chair.high()) {
      pitch += direction;
    }
    return within(pitch);
  }

  /** The chord's root in the lowest octave of the instrument's range. */
  private int root(Bar bar, Chord chord) {
    return chair.low() + Math.floorMod(bar.tonic() + chord.root() - chair.low(), 12);
  }

  private int within(int pitch) {
    int folded = pitch;
    while (folded > chair.high()) {
      folded -= 12;
    }
    while (folded < chair.low()) {
      folded += 12;
    }
    return folded;
  }

  private void add(Bar bar, int step, int until, int pitch, char mark) {
    long onset = feel.at(bar, step);
    long length = (feel.grid(bar, until) - feel.grid(bar, step)) * 15 / 16;
    hits.add(new Hit(onset, onset + length, pitch, feel.velocity(mark)));
    lastPitch = pitch;
  }
}
