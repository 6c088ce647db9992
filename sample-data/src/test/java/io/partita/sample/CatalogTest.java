package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.msd.MsdSong;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.SongPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final int ROWS = 20_000;
  private static final Catalog CATALOG = new Catalog(11, ROWS, 1_000);
  private static final List<MsdSong> SONGS =
      IntStream.range(0, ROWS).mapToObj(CATALOG::song).toList();

  @Test
  void givesEveryTrackItsOwnId() {
    for (long seed : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Catalog catalog = new Catalog(seed, 100_000, 10);
      Set<String> ids = new HashSet<>();
      for (int track = 0; track < 100_000; track++) {
        String id = catalog.trackId(track);
        assertThat(id).matches("TR[A-Z]{5}[A-F0-9]{11}");
        // Five letters suffice to tell tracks apart.
        ids.add(id.substring(0, 7));
      }
      assertThat(ids).hasSize(100_000);
    }
  }

  @Test
  void writesIdsAsTheDatasetDoes() {
    assertThat(SONGS)
        .allSatisfy(
            song -> {
              assertThat(song.songId()).matches("SO[A-Z]{5}12A[A-F0-9]{8}");
              assertThat(song.artist().id()).matches("AR[A-Z]{5}1187[A-F0-9]{7}");
              assertThat(song.analysis().audioMd5()).matches("[0-9a-f]{32}");
              assertThat(song.analysis().durationS()).isPositive();
              assertThat(song.analysis().startOfFadeOutS())
                  .isLessThanOrEqualTo(song.analysis().durationS());
            });
  }

  @Test
  void knowsAsLittleAsTheDataset() {
    assertThat(known(song -> song.release().year())).isBetween(0.47, 0.53);
    assertThat(known(song -> song.analysis().tempoBpm())).isBetween(0.99, 0.9999);
    assertThat(known(MsdSong::songHotttnesss)).isBetween(0.54, 0.62);
    assertThat(known(song -> song.artist().latitude())).isBetween(0.3, 0.42);
    assertThat(known(MsdSong::genre)).isZero();
    assertThat(known(song -> song.analysis().danceability())).isZero();
    assertThat(known(song -> song.analysis().energy())).isZero();
    assertThat(SONGS.stream().filter(song -> song.songHotttnesss() != null))
        .anyMatch(song -> song.songHotttnesss() == 0);
  }

  private static double known(Function<MsdSong, Object> column) {
    return SONGS.stream().filter(song -> column.apply(song) != null).count() / (double) ROWS;
  }

  @Test
  void releasesSomeSongsTwiceByTheSameArtist() {
    Map<String, MsdSong> firsts = new HashMap<>();
    int again = 0;
    for (MsdSong song : SONGS) {
      MsdSong first = firsts.putIfAbsent(song.songId(), song);
      if (first != null) {
        again++;
        assertThat(song.artist().id()).isEqualTo(first.artist().id());
        assertThat(song.trackId()).isNotEqualTo(first.trackId());
      }
    }

    assertThat(again / (double) ROWS).isBetween(0.05, 0.075);
  }

  @Test
  void variesNames() {
    assertThat(SONGS.stream().map(MsdSong::title).distinct().count()).isGreaterThan(ROWS / 3);
    assertThat(SONGS.stream().map(song -> song.artist().name()).distinct().count())
        .isGreaterThan(1_000L);
    assertThat(SONGS).anyMatch(song -> song.artist().name().chars().anyMatch(c -> c > 127));
    assertThat(SONGS).anyMatch(song -> song.title().chars().anyMatch(c -> c > 0x3000));
  }

  @Test
  void hearsMostTemposAndDurationsAsComposed() {
    int near = 0;
    for (int track = 0; track < 1_000; track++) {
      SongPlan plan = Composer.plan(11, CATALOG.work(track));
      MsdSong song = SONGS.get(track);
      assertThat(song.analysis().durationS()).isBetween(plan.durationS(), plan.durationS() + 4);
      near +=
          song.analysis().tempoBpm() != null
                  && Math.abs(song.analysis().tempoBpm() / plan.bpm() - 1) < 0.01
              ? 1
              : 0;
    }

    assertThat(near).isBetween(800, 980);
  }
}
