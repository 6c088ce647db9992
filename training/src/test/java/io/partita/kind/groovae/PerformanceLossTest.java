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

  private static double[] doubles(JsonNode array) {
    double[] doubles = new double[array.size()];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = array.get(k).asDouble();
    }
    return doubles;
  }
}
