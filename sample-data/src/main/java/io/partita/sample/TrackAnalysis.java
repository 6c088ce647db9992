package io.partita.sample;

import io.partita.msd.MsdSong;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrack.ArtistTerm;
import io.partita.msd.MsdTrack.Mbtag;
import io.partita.msd.MsdTrack.Segments;
import io.partita.msd.MsdTrack.Timeline;
import io.partita.sample.compose.BandPart;
import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.Bar;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Dice;
import io.partita.sample.compose.SongPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an analyser would hear in a composition: beats and bars where the tempo puts them, a segment
 * for each group of onsets, its chroma from the notes that sound.
 */
final class TrackAnalysis {
  private static final double SHORTEST_SEGMENT_MS = 120;

  /** Two bars, in pulses: notes that began earlier have ended. */
  private static final long LONGEST_NOTE = 8L * Bar.PULSES_PER_QUARTER;

  /** The standard deviations of the timbre coefficients after the first, which is loudness. */
  private static final int[] TIMBRE_SPREAD = {0, 50, 40, 20, 20, 15, 18, 12, 10, 10, 8, 10};

  private final Composition composition;
  private final SongPlan plan;
  private final MsdSong song;
  private final Dice dice;

  private TrackAnalysis(Composition composition, MsdSong song, Dice dice) {
    this.composition = composition;
    this.plan = composition.plan();
    this.song = song;
    this.dice = dice;
  }

  /** The whole per-track file of a song; every start is before the song's duration. */
  static MsdTrack of(Composition composition, MsdSong song, Catalog catalog, Dice dice) {
    return new TrackAnalysis(composition, song, dice).track(catalog);
  }

  private MsdTrack track(Catalog catalog) {
    List<Double> bars = new ArrayList<>();
    List<Double> beats = new ArrayList<>();
    List<Double> tatums = new ArrayList<>();
    int stepsPerBeat = plan.style().isCompound() ? 6 : 4;
    for (Bar bar : plan.bars()) {
      bars.add(plan.secondsAt(bar.onset()));
      for (int step = 0; step < bar.steps(); step += stepsPerBeat / 2) {
        double seconds = plan.secondsAt(bar.onset() + (long) step * Bar.PULSES_PER_STEP);
        tatums.add(seconds);
        if (step % stepsPerBeat == 0) {
          beats.add(seconds);
        }
      }
    }
    return new MsdTrack(
        song,
        segments(),
        timeline(bars),
        timeline(beats),
        timeline(tatums),
        timeline(plan.sections().stream().map(section -> plan.secondsAt(section.onset())).toList()),
        terms(),
        similarArtists(catalog),
        mbtags());
  }

  private Segments segments() {
    List<Hit> tuned = hits(part -> part.channel() != Composer.DRUM_CHANNEL);
    List<Hit> firsts = segmentStarts(hits(part -> true));
    int n = firsts.size();
    double[] start = new double[n];
    double[] loudnessMax = new double[n];
    double[] loudnessMaxTime = new double[n];
    double[] loudnessStart = new double[n];
    double[][] pitches = new double[n][];
    double[][] timbre = new double[n][];
    int from = 0;
    for (int i = 0; i < n; i++) {
      Hit first = firsts.get(i);
      while (from < tuned.size() && tuned.get(from).onset() < first.onset() - LONGEST_NOTE) {
        from++;
      }
      long until = i + 1 < n ? firsts.get(i + 1).onset() : plan.end();
      double loudness = song.analysis().loudnessDb() + (first.velocity() - 90) / 10.0 + dice.bell();
      start[i] = i == 0 ? 0 : rounded(plan.secondsAt(first.onset()), 1e5);
      loudnessMax[i] = rounded(loudness, 1e3);
      loudnessMaxTime[i] = rounded(0.02 + 0.06 * dice.unit(), 1e5);
      loudnessStart[i] = rounded(loudness - 3 - 12 * dice.unit(), 1e3);
      pitches[i] = chroma(tuned, from, first.onset(), until);
      timbre[i] = timbre(loudness, i == 0 ? new double[Segments.WIDTH] : timbre[i - 1]);
    }
    return new Segments(
        start, confidences(n), loudnessMax, loudnessMaxTime, loudnessStart, pitches, timbre);
  }

  private List<Hit> hits(Predicate<BandPart> wanted) {
    return composition.parts().stream()
        .filter(wanted)
        .flatMap(part -> part.hits().stream())
        .sorted(Comparator.comparingLong(Hit::onset))
        .toList();
  }

  /** The onsets that are heard as beginnings: none close upon another. */
  private List<Hit> segmentStarts(List<Hit> hits) {
    long shortest = Math.round(SHORTEST_SEGMENT_MS * plan.pulsesPerMs());
    List<Hit> starts = new ArrayList<>();
    for (Hit hit : hits) {
      if (starts.isEmpty() || hit.onset() - starts.get(starts.size() - 1).onset() >= shortest) {
        starts.add(hit);
      }
    }
    return starts;
  }

  private double[] chroma(List<Hit> tuned, int from, long start, long end) {
    double[] chroma = new double[Segments.WIDTH];
    for (int i = 0; i < chroma.length; i++) {
      chroma[i] = 0.05 + 0.15 * dice.unit();
    }
    for (int i = from; i < tuned.size() && tuned.get(i).onset() < end; i++) {
      Hit hit = tuned.get(i);
      if (hit.offset() > start) {
        chroma[hit.pitch() % 12] += hit.velocity() / 100.0;
      }
    }
    double strongest = Arrays.stream(chroma).max().orElseThrow();
    return Arrays.stream(chroma).map(value -> rounded(value / strongest, 1e3)).toArray();
  }

  /** Timbre changes slowly from segment to segment; its first coefficient follows the loudness. */
  private double[] timbre(double loudnessDb, double[] before) {
    double[] timbre = new double[Segments.WIDTH];
    timbre[0] = rounded(Math.max(0, 60 + loudnessDb), 1e3);
    for (int i = 1; i < timbre.length; i++) {
      timbre[i] = rounded(0.6 * before[i] + 0.8 * TIMBRE_SPREAD[i] * dice.bell(), 1e3);
    }
    return timbre;
  }

  private Timeline timeline(List<Double> starts) {
    double[] start = starts.stream().mapToDouble(value -> rounded(value, 1e5)).toArray();
    return new Timeline(start, confidences(start.length));
  }

  private double[] confidences(int n) {
    double[] confidence = new double[n];
    for (int i = 0; i < n; i++) {
      confidence[i] = rounded(dice.unit(), 1e3);
    }
    return confidence;
  }

  private List<ArtistTerm> terms() {
    List<ArtistTerm> terms = new ArrayList<>();
    double weight = 1;
    for (String term : plan.style().terms) {
      terms.add(new ArtistTerm(term, 0.5 + 0.5 * dice.unit(), weight));
      weight *= 0.7 + 0.25 * dice.unit();
    }
    Integer year = song.release().year();
    String decade = year == null ? "instrumental" : year / 10 % 10 + "0s";
    terms.add(new ArtistTerm(decade, 0.4 * dice.unit(), weight * 0.5));
    return terms;
  }

  private List<String> similarArtists(Catalog catalog) {
    return dice
        .distinct(Math.min(100, (catalog.artistCount() + 1) / 2), catalog.artistCount())
        .stream()
        .map(catalog::artistId)
        .filter(id -> !id.equals(song.artist().id()))
        .toList();
  }

  private List<Mbtag> mbtags() {
    return dice.chance(0.5)
        ? List.of(new Mbtag(plan.style().terms.get(0), 1 + dice.below(5)))
        : List.of();
  }

  private static double rounded(double value, double scale) {
    return Math.round(value * scale) / scale;
  }
}
