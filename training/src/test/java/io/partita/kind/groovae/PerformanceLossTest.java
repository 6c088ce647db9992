package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The cost of a step against performance_loss.py. */
class PerformanceLossTest {
  @Test
  void partsAndGradientsAreNumPys() throws Exception {
    JsonNode cases;
    try (InputStream in = getClass().getResourceAsStream("performance_loss.json")) {
      cases = new ObjectMapper().readTree(in);
    }
    assertThat(cases).hasSize(4);
    for (JsonNode expected : cases) {
      double[] active = doubles(expected.get("logits"));
      double[] target = doubles(expected.get("target"));
      double[] parts = new double[PerformanceLoss.PARTS];

      PerformanceLoss.activate(active);
      PerformanceLoss.addParts(active, target, 0, parts);

      assertThat(parts).containsExactly(doubles(expected.get("parts")), within(1e-9));
      PerformanceLoss.gradient(active, target, 0);
      assertThat(active).containsExactly(doubles(expected.get("gradient")), within(1e-6));
    }
  }

  /** A hit of the kick at .6 and .1 where .5 and .2 are expected, with deviations .25 and .5. */
  @Test
  void learntDeviationsMakeADensityOfHitsAlone() {
    double[] active = new double[27 + 18];
    java.util.Arrays.fill(active, 0, 27, 0.5);
    active[9] = 0.5;
    active[18] = 0.2;
    active[27] = Math.log(0.25);
    active[36] = Math.log(0.5);
    double[] target = new double[27];
    target[0] = 1;
    target[9] = 0.6;
    target[18] = 0.1;
    double[] parts = new double[PerformanceLoss.PARTS];
    PerformanceLoss.addParts(active, target, 0, parts);

    assertThat(parts[0]).isCloseTo(9 * Math.log(2), within(1e-5));
    assertThat(parts[1]).isCloseTo(nats(0.1, 0.25), within(1e-12));
    assertThat(parts[2]).isCloseTo(nats(0.1, 0.5), within(1e-12));
  }

  /** −ln of the normal density. */
  private static double nats(double error, double deviation) {
    return -Math.log(
        Math.exp(-error * error / (2 * deviation * deviation))
            / (deviation * Math.sqrt(2 * Math.PI)));
  }

  private static double[] doubles(JsonNode array) {
    double[] doubles = new double[array.size()];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = array.get(k).asDouble();
    }
    return doubles;
  }
}
