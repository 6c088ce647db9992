package io.partita.drum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.statistics.Bootstrap;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a model of Groove's slices of two bars is held against. */
class GrooveBaselinesTest {
  private static final List<int[]> TRAIN = new ArrayList<>();
  private static Map<String, List<int[]>> test;

  @BeforeAll
  static void readGroove() throws Exception {
    Map<String, Map<String, List<int[]>>> groove = GrooveSlices.of(2);
    groove.get("train").values().forEach(TRAIN::addAll);
    test = groove.get("test");
  }

  private static List<int[]> held() {
    return test.values().stream().flatMap(List::stream).toList();
  }

  @Test
  void densities() {
    DrumDensity density = DrumDensityTest.counted(TRAIN);
    double[] nats = new double[DrumDensity.Model.values().length];
    for (int[] slice : held()) {
      double[] ofSlice = density.nats(slice);
      for (int i = 0; i < nats.length; i++) {
        nats[i] += ofSlice[i] / 1_819;
      }
    }
    assertThat(held()).hasSize(1_819);
    assertThat(nats)
        .as("nats a slice, by histories of 0 to 4 steps and with the bar")
        .containsExactly(new double[] {87.09, 79.27, 71.00, 72.68, 74.19, 64.67}, within(0.02));
  }

  @Test
  void theNearestTrainingSliceAndHowSureItsShareIs() {
    NearestSlice nearest = new NearestSlice(TRAIN);
    assertThat(nearest.bits()).as("bits to name one").isCloseTo(13.74, within(0.005));
    double[] sums = new double[test.size()];
    double[] counts = new double[test.size()];
    int file = 0;
    for (List<int[]> slices : test.values()) {
      for (int[] slice : slices) {
        sums[file] += nearest.equalSteps(slice) / 32.0;
      }
      counts[file++] = slices.size();
    }
    Bootstrap.Ratio share = new Bootstrap.Ratio(sums, counts);
    assertThat(share.value()).as("share of steps").isCloseTo(0.658, within(0.0005));
    assertThat(sums).as("files with slices").hasSize(89);
    Bootstrap.Interval interval = Bootstrap.interval(Bootstrap.resampled(List.of(share))[0]);
    assertThat((interval.high() - interval.low()) / (2 * 1.96))
        .as("standard error over files")
        .isBetween(0.017, 0.026);
  }

  @Test
  void twelveTestSlicesStandInTheTrainingData() {
    Set<IntBuffer> train = new HashSet<>();
    TRAIN.forEach(slice -> train.add(IntBuffer.wrap(slice)));
    assertThat(held().stream().filter(slice -> train.contains(IntBuffer.wrap(slice)))).hasSize(12);
  }
}
