package io.partita.sample.compose;

import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.Groove.Drum;
import io.partita.sample.compose.Groove.Line;
import io.partita.sample.compose.Section.Kind;
import java.util.ArrayList;
import java.util.List;

/** Plays the style's grooves, a fill into the next section and a crash on its first beat. */
final class Drummer {
  private static final long STROKE = Bar.PULSES_PER_STEP / 2;

  private final SongPlan plan;
  private final Dice dice;
  private final PlayerFeel feel;
  private final List<Hit> hits = new ArrayList<>();

  private Drummer(SongPlan plan, Dice dice) {
    this.plan = plan;
    this.dice = dice;
    feel = new PlayerFeel(plan, dice, 1);
  }

  static List<Hit> play(SongPlan plan, int energy, Dice dice) {
    Drummer drummer = new Drummer(plan, dice);
    drummer.play(energy);
    return drummer.hits;
  }

  private void play(int energy) {
    Groove low = dice.pick(plan.style().lowGrooves);
    Groove high = dice.pick(plan.style().highGrooves);
    boolean silentIntro = dice.chance(0.4);
    for (Section section : plan.sections()) {
      feel.enter(section);
      if (section.kind().energy < energy) {
        continue;
      }
      Groove groove = section.kind().energy == 2 ? high : low;
      for (int i = 0; i < section.bars().size(); i++) {
        Bar bar = section.bars().get(i);
        boolean last = i == section.bars().size() - 1;
        if (section.kind() == Kind.OUTRO && last) {
          strike(bar, 0, Drum.CRASH, 'X');
          strike(bar, 0, Drum.KICK, 'X');
          continue;
        }
        boolean fill = last ? dice.chance(0.85) : i % 4 == 3 && dice.chance(0.3);
        Groove fillIn = fill ? dice.pick(plan.style().fills) : null;
        int turn = fill ? Math.min(fillIn.firstStep(), bar.steps()) : bar.steps();
        if (section.kind() != Kind.INTRO || !silentIntro) {
          bar(bar, groove, 0, turn);
        }
        if (fill) {
          bar(bar, fillIn, turn, bar.steps());
        }
        if (i == 0 && section.kind().energy > 0 && section.pass() + section.kind().energy > 1) {
          strike(bar, 0, Drum.CRASH, 'X');
        }
      }
    }
  }

  private void bar(Bar bar, Groove groove, int from, int to) {
    for (Line line : groove.lines()) {
      String pattern = line.pattern();
      for (int step = from; step < to; step++) {
        char mark = pattern.charAt(step % pattern.length());
        if (mark != '.' && (mark == 'X' || !dice.chance(0.02))) {
          strike(bar, step, line.drum(), mark);
        }
      }
    }
  }

  private void strike(Bar bar, int step, Drum drum, char mark) {
    long onset = feel.at(bar, step);
    hits.add(new Hit(onset, onset + STROKE, drum.pitch, feel.velocity(mark)));
  }
}
