package io.partita.sample.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.sample.Edition;
import io.partita.sample.SampleData;
import io.partita.sample.compose.BandPart.Hit;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import io.partita.symbolic.ScoreStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ComposerTest {
  /** Changes whenever the same seed begins to give other music. */
  private static final int VERSION_1_NOTES = 106_202;

  private static final long VERSION_1_SUM = 91402916496369941L;

  @Property(tries = 200)
  void everySongIsPlayable(@ForAll long seed, @ForAll @IntRange int number) {
    Composition song = Composer.compose(seed, number, 0);

    assertThat(song.noteCount()).isPositive();
    assertThat(song.plan().durationS()).isBetween(5.0, 300.0);
    for (BandPart part : song.parts()) {
      assertThat(part.channel()).isBetween(0, 15);
      assertThat(part.program()).isBetween(0, 127);
      long[] freeFrom = new long[128];
      long last = 0;
      for (Hit hit : part.hits()) {
        assertThat(hit.pitch()).isBetween(0, 127);
        assertThat(hit.velocity()).isBetween(1, 127);
        assertThat(hit.onset()).isGreaterThanOrEqualTo(Math.max(last, freeFrom[hit.pitch()]));
        assertThat(hit.offset()).isGreaterThan(hit.onset());
        last = hit.onset();
        freeFrom[hit.pitch()] = hit.offset();
      }
    }
    assertThat(song.parts()).extracting(BandPart::channel).doesNotHaveDuplicates();
  }

  @Property(tries = 40)
  void everyEditionReadsBackCleanWithTheSameContent(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 50) int number)
      throws MalformedInputException {
    Composition song = Composer.compose(seed, number, 0);
    String original = null;
    for (int edition = 0; edition < 4; edition++) {
      Score written = Edition.draw(edition, Dice.of(seed, number, edition)).score(song);
      Score read = MidiReader.read(MidiWriter.write(written));

      assertThat(read.isRepaired()).isFalse();
      assertThat(read.notes().size()).isEqualTo(song.noteCount());
      assertThat(ScoreStatistics.of(read).notes().zeroLength()).isZero();
      original = original == null ? ContentHash.of(read) : original;
      assertThat(ContentHash.of(read)).isEqualTo(original);
    }
  }

  @Property(tries = 30)
  void arrangementsShareTheTune(@ForAll long seed) {
    Composition first = Composer.compose(seed, 1, 0);
    Composition second = Composer.compose(seed, 1, 1);

    assertThat(second.plan()).isEqualTo(first.plan());
    List<List<Hit>> tunes =
        List.of(first, second).stream()
            .flatMap(song -> song.parts().stream())
            .filter(part -> isLead(first, part))
            .map(BandPart::hits)
            .distinct()
            .toList();
    assertThat(tunes).hasSizeLessThanOrEqualTo(1);
  }

  private static boolean isLead(Composition song, BandPart part) {
    return song.plan().style().band.stream()
        .anyMatch(chair -> chair.role() == Style.Role.LEAD && chair.name().equals(part.name()));
  }

  @Test
  void keepsItsVersionsMusic() {
    int notes = 0;
    long sum = 0;
    for (int i = 0; i < 60; i++) {
      Composition song = Composer.compose(42, i, 0);
      notes += song.noteCount();
      for (BandPart part : song.parts()) {
        for (Hit hit : part.hits()) {
          sum = 31 * sum + hit.onset();
          sum = 31 * sum + hit.offset();
          sum = 31 * sum + hit.pitch() * 128L + hit.velocity();
        }
      }
    }

    assertThat(SampleData.VERSION).isEqualTo(1);
    assertThat(notes).as("Raise SampleData.VERSION with new music").isEqualTo(VERSION_1_NOTES);
    assertThat(sum).as("Raise SampleData.VERSION with new music").isEqualTo(VERSION_1_SUM);
  }

  @Test
  void playsEveryStyleAndMostlySongsOfOneToThreeMinutes() {
    List<SongPlan> plans = IntStream.range(0, 2_000).mapToObj(i -> Composer.plan(1, i)).toList();

    Map<String, Long> styles =
        plans.stream()
            .collect(
                Collectors.groupingBy(
                    plan -> plan.style().name, TreeMap::new, Collectors.counting()));
    assertThat(styles).hasSize(Style.ALL.size());
    assertThat(styles.values()).allMatch(count -> count >= 50);
    assertThat(plans.stream().filter(plan -> plan.durationS() < 60).count()).isBetween(50L, 400L);
    assertThat(plans.stream().filter(plan -> plan.durationS() > 200).count()).isLessThan(60L);
    assertThat(plans.stream().filter(plan -> plan.tempos().size() > 1).count())
        .isBetween(300L, 1_200L);
    assertThat(plans.stream().filter(ComposerTest::changesKey).count()).isBetween(50L, 400L);
    assertThat(plans.stream().filter(ComposerTest::changesMetre).count()).isBetween(50L, 400L);
  }

  private static boolean changesKey(SongPlan plan) {
    return plan.bars().stream().map(Bar::tonic).distinct().count() > 1;
  }

  private static boolean changesMetre(SongPlan plan) {
    return plan.bars().stream().map(Bar::numerator).distinct().count() > 1;
  }

  @Test
  void singsChordTonesOnTheDownbeats() {
    int downbeats = 0;
    int chordTones = 0;
    for (int i = 0; i < 100; i++) {
      Composition song = Composer.compose(5, i, 0);
      for (BandPart part : song.parts()) {
        if (!isLead(song, part)) {
          continue;
        }
        Map<Long, Bar> bars =
            song.plan().bars().stream().collect(Collectors.toMap(Bar::onset, bar -> bar));
        for (Hit hit : part.hits()) {
          Bar bar = bars.get(hit.onset());
          if (bar != null) {
            downbeats++;
            chordTones += bar.first().holds(hit.pitch() - bar.tonic()) ? 1 : 0;
          }
        }
      }
    }

    assertThat(downbeats).isGreaterThan(500);
    assertThat(chordTones).isEqualTo(downbeats);
  }

  @Test
  void bassStandsOnTheRootWhereBarsBegin() {
    Composition song =
        IntStream.range(0, 200)
            .mapToObj(i -> Composer.compose(9, i, 0))
            .filter(candidate -> candidate.plan().style().name.equals("rock"))
            .filter(candidate -> candidate.plan().quantised())
            .filter(candidate -> candidate.parts().stream().anyMatch(p -> p.name().equals("Bass")))
            .findFirst()
            .orElseThrow();
    BandPart bass =
        song.parts().stream().filter(part -> part.name().equals("Bass")).findFirst().orElseThrow();

    Map<Long, Hit> byOnset = bass.hits().stream().collect(Collectors.toMap(Hit::onset, hit -> hit));
    assertThat(song.plan().bars())
        .filteredOn(bar -> byOnset.containsKey(bar.onset()))
        .isNotEmpty()
        .allSatisfy(
            bar ->
                assertThat(Math.floorMod(byOnset.get(bar.onset()).pitch() - bar.tonic(), 12))
                    .isEqualTo(bar.first().root()));
  }
}
