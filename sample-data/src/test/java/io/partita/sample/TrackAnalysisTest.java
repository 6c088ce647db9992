package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.msd.MsdTrack;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Dice;
import io.partita.sample.compose.SongPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackAnalysisTest {
  private static final Catalog CATALOG = new Catalog(5, 1_000, 100);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void hearsWhatWasComposed(int number) {
    Composition song = Composer.compose(5, CATALOG.work(number), 0);
    MsdTrack track = TrackAnalysis.of(song, CATALOG.song(number), CATALOG, Dice.of(5, 1, number));
    SongPlan plan = song.plan();
    double durationS = track.song().analysis().durationS();

    for (double[] starts :
        new double[][] {
          track.segments().start(),
          track.bars().start(),
          track.beats().start(),
          track.tatums().start(),
          track.sections().start()
        }) {
      assertThat(starts).isSorted().doesNotHaveDuplicates();
      assertThat(starts[starts.length - 1]).isLessThan(durationS);
    }
    assertThat(track.bars().start()).hasSize(plan.bars().size());
    assertThat(track.sections().start()).hasSize(plan.sections().size());
    assertThat(track.tatums().start()).hasSize(2 * track.beats().start().length);
    assertThat(track.beats().start()[1] - track.beats().start()[0])
        .isCloseTo(60 / plan.bpm(), within(0.15 * 60 / plan.bpm()));
    assertThat(List.of(track.segments().pitches()))
        .allSatisfy(
            chroma -> {
              assertThat(Arrays.stream(chroma).max()).hasValue(1);
              assertThat(Arrays.stream(chroma)).allMatch(value -> value >= 0);
            });
    assertThat(heard(song, track)).as("share of segments").isGreaterThan(0.9);
    assertThat(track.artistTerms()).isNotEmpty();
    assertThat(track.similarArtists())
        .doesNotHaveDuplicates()
        .doesNotContain(track.song().artist().id())
        .hasSizeGreaterThan(20);
  }

  /** Share of the segments with notes whose strongest pitch class is that of one of them. */
  private static double heard(Composition song, MsdTrack track) {
    double[] starts = track.segments().start();
    int heard = 0;
    int all = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      Set<Integer> sounding = sounding(song, starts[i], starts[i + 1]);
      all += sounding.isEmpty() ? 0 : 1;
      heard += sounding.contains(strongest(track.segments().pitches()[i])) ? 1 : 0;
    }
    return (double) heard / all;
  }

  /** Pitch classes of the notes that sound in a stretch of time. */
  private static Set<Integer> sounding(Composition song, double fromS, double untilS) {
    SongPlan plan = song.plan();
    return song.parts().stream()
        .filter(part -> part.channel() != Composer.DRUM_CHANNEL)
        .flatMap(part -> part.hits().stream())
        .filter(hit -> plan.secondsAt(hit.onset()) < untilS && plan.secondsAt(hit.offset()) > fromS)
        .map(hit -> hit.pitch() % 12)
        .collect(Collectors.toSet());
  }

  private static int strongest(double[] chroma) {
    return IntStream.range(0, chroma.length)
        .filter(pitch -> chroma[pitch] == 1)
        .findFirst()
        .orElseThrow();
  }
}
