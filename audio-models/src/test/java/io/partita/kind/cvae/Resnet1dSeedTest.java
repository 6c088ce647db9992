package io.partita.kind.cvae;

import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** A course's network as it ran, and what is said of it. */
class Resnet1dSeedTest {
  private static final String SEED = "gtzan-resnet1d-seed";

  @Test
  void theSeedBeginsAtTheBoundOfEvenChances() {
    Cvae model = Cvae.named(SEED);
    ComputationGraph network = model.network(1, model.optimizer());
    Map<String, Double> figures =
        model.figures(model.score(network, CvaeTest.windows(model, 2, 1)));
    assertThat(-figures.get("elbo_nats")).as("ELBO").isCloseTo(-62_384, within(5.0));
    assertThat(figures.get("elbo_nats_per_value")).isCloseTo(Math.log(2), within(1e-4));
  }

  @Test
  void theSeedWithItsLossFixedKnowsNoLowerThanItsTargetsEntropy() {
    Cvae model = Cvae.named(SEED).with(Map.of("length", "301", "channels", "[8, 16]"));
    Cvae fixed = model.with(Map.of("fixLoss", "true", "learningRate", "0.01"));
    List<float[]> windows = CvaeTest.windows(model, 4, 1);
    Cvae quick = model.with(Map.of("learningRate", "0.01"));
    assertThat(nats(quick, CvaeTest.trained(quick, windows, 100), windows))
        .as("of signed samples, which have no lowest loss")
        .isNegative();
    assertThat(nats(fixed, CvaeTest.trained(fixed, windows, 100), windows))
        .isBetween(0.6, Math.log(2) + 0.1);
  }

  private static double nats(Cvae model, ComputationGraph network, List<float[]> windows) {
    return model.figures(model.score(network, windows)).get(CvaeScore.ELBO);
  }

  @Test
  void theSeedSaysWhatIsWrongWithIt() {
    assertThat(Cvae.named(SEED).remarks())
        .hasSize(4)
        .anySatisfy(remark -> assertThatText(remark).names("276,110", "12,120,133", "gradient"))
        .anySatisfy(
            remark -> assertThatText(remark).names("−90,001 · ln 2 = −62,384", "--fix-loss"));
    assertThat(Cvae.named(SEED).with(Map.of("fixLoss", "true")).remarks())
        .noneMatch(remark -> remark.contains("--fix-loss"));
    assertThat(Cvae.named("mel-conv").remarks()).isEmpty();
    assertThat(Cvae.named("wave-conv").remarks()).singleElement().asString().contains("sounds");
    assertThat(Cvae.named("wave-conv").with(Map.of("sigma", "0")).remarks())
        .singleElement()
        .asString()
        .contains("density");
  }

  @Test
  void parametersOfTheSeedThatAreSaidToBeIdleStayAsTheyAre() {
    Cvae model = Cvae.named(SEED).with(Map.of("length", "301", "channels", "[8, 16]"));
    float[] before = model.network(2, model.optimizer()).params().toFloatVector();
    float[] after =
        CvaeTest.trained(model, CvaeTest.windows(model, 8, 1), 20).params().toFloatVector();
    long same = IntStream.range(0, after.length).filter(k -> after[k] == before[k]).count();
    long idle =
        Stream.of(8, 16).mapToLong(of -> new SeedBlockVertex(of, of, true).idle()).sum()
            + new SeedBlockVertex(2, 16, false).idle()
            + new SeedBlockVertex(16, 8, false).idle();
    assertThat(model.remarks().get(1)).contains(String.format(Locale.ROOT, ": %,d of ", idle));
    assertThat(same)
        .as("parameters that stayed, those of units that are rectified to 0 among them")
        .isBetween(idle, idle + 300);
  }
}
