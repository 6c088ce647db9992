package io.partita.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MeterTest {
  @Test
  void barsAreFourFourBeforeAnyTimeSignature() {
    Meter meter = Meter.of(480, List.of(TimeSignature.of(4 * 1920, 3, 4)));

    assertThat(meter.barAt(0)).isZero();
    assertThat(meter.barAt(1919)).isZero();
    assertThat(meter.barAt(1920)).isEqualTo(1);
    assertThat(meter.quartersIntoBar(1920 + 720)).isEqualTo(1.5);
    assertThat(meter.barAt(4 * 1920 + 1440)).isEqualTo(5);
  }

  @Test
  void aChangeStartsANewBarEvenInMidBar() {
    Meter meter =
        Meter.of(96, List.of(TimeSignature.of(100, 6, 8), TimeSignature.of(100 + 288, 4, 4)));

    assertThat(meter.barAt(99)).isZero();
    assertThat(meter.barAt(100)).isEqualTo(1);
    assertThat(meter.quartersIntoBar(100)).isZero();
    assertThat(meter.quartersIntoBar(100 + 48)).isEqualTo(0.5);
    assertThat(meter.barAt(100 + 288)).isEqualTo(2);
  }

  @Test
  void ofSeveralAtOneTickTheLastHolds() {
    Meter meter = Meter.of(96, List.of(TimeSignature.of(0, 3, 4), TimeSignature.of(0, 2, 4)));

    assertThat(meter.barAt(192)).isEqualTo(1);
  }

  @Property(tries = 200)
  void aPlaceThatMovesIsWhereOneIsThatStartsAnew(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TimeSignature> metres = new ArrayList<>();
    long at = 0;
    for (int left = random.nextInt(5); left > 0; left--) {
      at += random.nextInt(3) * 250L;
      metres.add(TimeSignature.of(at, 1 + random.nextInt(9), 1 << random.nextInt(5)));
    }
    Meter meter = Meter.of(1 + random.nextInt(100), metres);
    Meter.Place place = meter.start();
    for (int move = 0; move < 100; move++) {
      long tick = random.nextInt(1500);

      place.moveTo(tick);

      assertThat(place.bar()).isEqualTo(meter.barAt(tick));
      assertThat(place.quartersIntoBar()).isEqualTo(meter.quartersIntoBar(tick));
    }
  }

  @Test
  void smpteTimeHasNoBars() {
    assertThat(Meter.of(Score.builder(Division.smpte(25, 40)).build())).isEmpty();
    assertThat(Meter.of(Score.builder(Division.ppq(96)).build())).isPresent();
  }
}
