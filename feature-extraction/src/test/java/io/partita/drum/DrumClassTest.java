package io.partita.drum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrumClassTest {
  @Test
  void aMaskHasABitForEachClassInItsOrder() {
    assertThat(DrumClass.values()).hasSize(DrumClass.COUNT);
    assertThat(Arrays.stream(DrumClass.values()).mapToInt(DrumClass::bit))
        .containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256);
    assertThat(DrumClass.MASKS).isEqualTo(512);
    assertThat(DrumClass.SNARE.isIn(0b110)).isTrue();
    assertThat(DrumClass.KICK.isIn(0b110)).isFalse();
  }

  @Test
  void hitsAreWrittenWithTheFirstPitchOfTheirClass() {
    assertThat(Arrays.stream(DrumClass.values()).mapToInt(DrumClass::pitch))
        .containsExactly(36, 38, 42, 46, 45, 48, 50, 49, 51);
    for (DrumClass drum : DrumClass.values()) {
      assertThat(DrumMap.GM.classOf(drum.pitch())).contains(drum);
    }
  }

  @Test
  void sixtyThreePitchesHaveAClass() {
    List<Integer> without =
        IntStream.range(0, 128).filter(p -> DrumMap.GM.classOf(p).isEmpty()).boxed().toList();
    assertThat(without).hasSize(128 - 63).contains(0, 21, 23, 24, 25, 88, 127);
    assertThat(DrumMap.GM.classOf(22)).contains(DrumClass.CLOSED_HI_HAT);
    assertThat(DrumMap.GM.classOf(26)).contains(DrumClass.OPEN_HI_HAT);
    assertThat(DrumMap.GM.classOf(35)).contains(DrumClass.KICK);
    assertThat(DrumMap.GM.classOf(23)).isEqualTo(Optional.empty());
  }
}
