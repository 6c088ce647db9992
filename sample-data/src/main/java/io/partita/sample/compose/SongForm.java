package io.partita.sample.compose;

import io.partita.sample.compose.Section.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lays out a song's sections, bar by bar, until the wanted length is reached. */
final class SongForm {
  private static final List<Kind> SONG =
      List.of(
          Kind.VERSE,
          Kind.CHORUS,
          Kind.VERSE,
          Kind.CHORUS,
          Kind.BRIDGE,
          Kind.CHORUS,
          Kind.SOLO,
          Kind.CHORUS);
  private static final List<Kind> JAZZ =
      List.of(Kind.VERSE, Kind.VERSE, Kind.BRIDGE, Kind.VERSE, Kind.SOLO, Kind.SOLO);

  private final Style style;
  private final Map<Kind, List<List<Chord>>> loops = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> passes = new EnumMap<>(Kind.class);
  private final List<Section> sections = new ArrayList<>();
  private final boolean shortBar;
  private final boolean waltzBridge;
  private long end;

  private SongForm(Style style, Mode mode, Dice dice) {
    this.style = style;
    List<List<List<Chord>>> choices = style.loops(mode);
    List<Integer> chosen = dice.distinct(Math.min(3, choices.size()), choices.size());
    loops.put(Kind.VERSE, choices.get(chosen.get(0)));
    loops.put(Kind.CHORUS, choices.get(chosen.get(1 % chosen.size())));
    loops.put(Kind.BRIDGE, choices.get(chosen.get(2 % chosen.size())));
    loops.put(Kind.INTRO, loops.get(dice.chance(0.5) ? Kind.VERSE : Kind.CHORUS));
    loops.put(Kind.SOLO, loops.get(Kind.VERSE));
    loops.put(Kind.OUTRO, loops.get(Kind.CHORUS));
    boolean common = style.numerator == 4;
    shortBar = common && dice.chance(0.06);
    waltzBridge = common && dice.chance(0.04);
    // Three files of ten begin with an empty bar, as sequencers leave for the set-up messages.
    end = dice.chance(0.3) ? (long) style.quartersPerBar() * Bar.PULSES_PER_QUARTER : 0;
  }

  /** Draws a form of 1–3 minutes, in one song of twelve of less. */
  static List<Section> draw(Style style, Mode mode, int tonic, double quarterBpm, Dice dice) {
    double barS = style.quartersPerBar() * 60 / quarterBpm;
    double targetS =
        dice.chance(0.08) ? dice.between(8, 40) : 48 + 60 * (dice.unit() + dice.unit());
    int lift = dice.chance(0.12) ? dice.between(1, 2) : 0;
    SongForm form = new SongForm(style, mode, dice);
    if (targetS > 40 && dice.chance(0.9)) {
      form.add(Kind.INTRO, 4, tonic);
    }
    List<Kind> cycle = style.jazzForm ? JAZZ : SONG;
    double pulsesPerS = quarterBpm / 60 * Bar.PULSES_PER_QUARTER;
    int key = tonic;
    for (int i = 0; i == 0 || form.end / pulsesPerS < targetS - 6 * barS; i++) {
      Kind kind = cycle.get(i % cycle.size());
      if (kind == Kind.CHORUS && form.passes.getOrDefault(kind, 0) == 2) {
        key = (tonic + lift) % 12;
      }
      form.add(kind, form.length(kind, barS, targetS), key);
    }
    form.add(Kind.OUTRO, 4, key);
    return List.copyOf(form.sections);
  }

  /** A whole number of loops, of about 12 seconds; a very short piece has only one. */
  private int length(Kind kind, double barS, double targetS) {
    int loop = loops.get(kind).size();
    int bars = loop;
    while (bars * barS < 12 && bars < 16 && targetS > 20) {
      bars += loop;
    }
    return bars;
  }

  private void add(Kind kind, int count, int tonic) {
    List<List<Chord>> loop = loops.get(kind);
    List<Bar> bars = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      boolean home = kind == Kind.OUTRO && last;
      List<Chord> chords = loop.get(home ? 0 : i % loop.size());
      Chord second = chords.get(home ? 0 : chords.size() - 1);
      int numerator = style.numerator;
      if (waltzBridge && kind == Kind.BRIDGE) {
        numerator = 3;
      } else if (shortBar && kind == Kind.VERSE && last) {
        numerator = 2;
      }
      Bar bar = new Bar(end, numerator, style.denominator, chords.get(0), second, tonic);
      bars.add(bar);
      end = bar.end();
    }
    sections.add(new Section(kind, passes.merge(kind, 1, Integer::sum) - 1, List.copyOf(bars)));
  }
}
