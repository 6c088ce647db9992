package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.AudioStatistics;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AudioStatisticsTest {
  @Test
  void aFullScaleSineHasMinusThreeDecibels() {
    float[] sine = Clips.tones(1, 44_100, 44_100)[0];
    for (int i = 0; i < sine.length; i++) {
      sine[i] *= 2;
    }
    AudioStatistics statistics = of(sine);
    assertThat(statistics.rmsDb()).isCloseTo(-3.0103, within(1e-3));
    assertThat(statistics.peak()).isCloseTo(1, within(1e-4));
    assertThat(statistics.samples()).isEqualTo(44_100);
  }

  @Test
  void silenceHasTheLowestLevel() {
    AudioStatistics statistics = of(new float[100]);
    assertThat(statistics.rmsDb()).isEqualTo(AudioStatistics.MIN_DB).isEqualTo(-160);
    assertThat(statistics.peak()).isZero();
    assertThat(statistics.silenceRatio()).isEqualTo(1);
    assertThat(statistics.clipRatio()).isZero();
    assertThat(of(new float[0]).rmsDb()).isEqualTo(-160);
    assertThat(of(new float[0]).silenceRatio()).isZero();
    assertThat(of(new float[0]).clipRatio()).isZero();
  }

  @Test
  void countsSilentAndClippedSamples() {
    AudioStatistics statistics =
        of(new float[] {0, 0.0009f, -0.0009f, 0.001f, 32766 / 32768f, 32767 / 32768f, -1, 1.5f});
    assertThat(statistics.silenceRatio()).isEqualTo(3 / 8.0);
    assertThat(statistics.clipRatio()).isEqualTo(3 / 8.0);
    assertThat(statistics.peak()).isEqualTo(1.5);
  }

  @Property
  void partsMergeToTheWholeInAnyOrder(
      @ForAll @Size(max = 50) float @FloatRange(min = -2, max = 2) [] samples,
      @ForAll @IntRange(max = 50) int cut) {
    int at = Math.min(cut, samples.length);
    AudioStatistics whole = of(samples);
    AudioStatistics head = of(Arrays.copyOf(samples, at));
    AudioStatistics tail = of(Arrays.copyOfRange(samples, at, samples.length));
    tail.merge(head);
    assertThat(tail.samples()).isEqualTo(whole.samples());
    assertThat(tail.peak()).isEqualTo(whole.peak());
    assertThat(tail.rmsDb()).isCloseTo(whole.rmsDb(), within(1e-9));
    assertThat(tail.silenceRatio()).isEqualTo(whole.silenceRatio());
    assertThat(tail.clipRatio()).isEqualTo(whole.clipRatio());
  }

  private static AudioStatistics of(float[] samples) {
    AudioStatistics statistics = new AudioStatistics();
    statistics.add(samples, samples.length);
    return statistics;
  }
}
