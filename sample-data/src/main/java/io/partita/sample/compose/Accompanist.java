package io.partita.sample.compose;

import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.BandPart.PedalMove;
import io.partita.sample.compose.Style.Chair;
import java.util.ArrayList;
import java.util.List;

/** Plays chords: in the style's rhythm, as sustained pads, as stabs between, or as arpeggios. */
final class Accompanist {
  private static final int LAST_PIANO = 5;
  private static final int FIRST_GUITAR = 24;
  private static final int FIRST_DISTORTED_GUITAR = 29;
  private static final int LAST_GUITAR = 31;

  private final SongPlan plan;
  private final Chair chair;
  private final Dice dice;
  private final PlayerFeel feel;
  private final Voicing voicing;
  private final boolean pedalled;

  /** Distortion leaves room for roots and fifths only. */
  private final boolean powerChords;

  /** How much later each string of a strummed chord sounds than the one before. */
  private final long strum;

  private final List<Hit> hits = new ArrayList<>();
  private final List<PedalMove> pedal = new ArrayList<>();
  private Chord lastChord;
  private int lastTonic;
  private List<Integer> pitches = List.of();

  Accompanist(SongPlan plan, Chair chair, int program, Dice dice) {
    this.plan = plan;
    this.chair = chair;
    this.dice = dice;
    double level =
        switch (chair.role()) {
          case PAD -> 0.62;
          case ARP -> 0.74;
          case STAB -> 0.9;
          default -> 0.8;
        };
    feel = new PlayerFeel(plan, dice, level);
    voicing = new Voicing(chair);
    pedalled =
        program <= LAST_PIANO
            && chair.role() != Style.Role.STAB
            && plan.style().fastestBpm < 112
            && dice.chance(0.85);
    powerChords = program >= FIRST_DISTORTED_GUITAR && program <= LAST_GUITAR;
    strum = program >= FIRST_GUITAR && program <= LAST_GUITAR ? feel.pulses(9) : 0;
  }

  List<Hit> hits() {
    return hits;
  }

  List<PedalMove> pedal() {
    return pedal;
  }

  /** Plays the whole song. */
  void play() {
    String low = dice.pick(patterns(false));
    String high = dice.pick(patterns(true));
    for (Section section : plan.sections()) {
      feel.enter(section);
      boolean last = section.kind() == Section.Kind.OUTRO;
      boolean plays = last || section.kind().energy >= chair.energy();
      List<Bar> bars = section.bars();
      for (int i = 0; plays && i < bars.size(); i++) {
        if (last && i == bars.size() - 1) {
          stroke(bars.get(i), 0, bars.get(i).steps(), 'x', true);
        } else if (chair.role() != Style.Role.STAB || i % 2 == 1) {
          bar(bars.get(i), section.kind().energy == 2 ? high : low);
        }
      }
    }
    if (pedalled) {
      liftPedal(plan.end());
    }
  }

  private List<String> patterns(boolean high) {
    Style style = plan.style();
    return switch (chair.role()) {
      case ARP -> style.arpeggios;
      case PAD -> List.of("x---------------");
      case STAB ->
          List.of("x-....x-........", "..x-..x-........", "X...x-..........", "......x---..x...");
      default -> high ? style.highComps : style.lowComps;
    };
  }

  private void bar(Bar bar, String pattern) {
    int change = bar.steps() / 2;
    for (Stroke stroke : Stroke.of(bar, pattern)) {
      boolean isOverChange = stroke.step() < change && stroke.until() > change;
      if (isOverChange && !bar.second().equals(bar.chordAt(stroke.step()))) {
        stroke(bar, stroke.step(), change, stroke.mark(), true);
        stroke(bar, change, stroke.until(), stroke.mark(), true);
      } else {
        stroke(bar, stroke.step(), stroke.until(), stroke.mark(), stroke.step() == 0);
      }
    }
  }

  /** One chord, or one note of an arpeggio, from a step of the bar until another. */
  private void stroke(Bar bar, int step, int until, char mark, boolean downbeat) {
    Chord chord = bar.chordAt(step);
    if (!chord.equals(lastChord) || bar.tonic() != lastTonic) {
      Chord voiced = powerChords ? new Chord(chord.root(), Chord.Quality.POWER) : chord;
      pitches = voicing.next(voiced, bar.tonic());
      lastChord = chord;
      lastTonic = bar.tonic();
      if (pedalled) {
        changePedal(bar, step);
      }
    }
    long length = (feel.grid(bar, until) - feel.grid(bar, step)) * 15 / 16;
    if (Character.isDigit(mark)) {
      int tone = mark - '0';
      int pitch = pitches.get(tone % pitches.size()) + 12 * (tone / pitches.size());
      long onset = feel.at(bar, step);
      hits.add(new Hit(onset, onset + length, pitch, feel.velocity(step == 0 ? 'X' : 'x')));
      return;
    }
    long lag = strum * (downbeat ? 1 : dice.below(2));
    long onset = feel.at(bar, step);
    for (int pitch : pitches) {
      hits.add(new Hit(onset, onset + length, pitch, feel.velocity(mark)));
      onset += lag;
    }
  }

  /** Up with the new chord, and down again as soon as its notes have been caught. */
  private void changePedal(Bar bar, int step) {
    long onset = feel.grid(bar, step);
    liftPedal(onset);
    pedal.add(new PedalMove(onset + Bar.PULSES_PER_STEP / 4, true));
  }

  private void liftPedal(long onset) {
    if (!pedal.isEmpty()) {
      pedal.add(new PedalMove(onset, false));
    }
  }
}
