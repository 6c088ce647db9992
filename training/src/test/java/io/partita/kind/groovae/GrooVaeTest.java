package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.UserException;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumPerformance;
import io.partita.form.PlayedDrums;
import io.partita.model.BothArithmetics;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The network of GrooVAE, its examples and what it plays. */
class GrooVaeTest {
  private static final String TINY = "groovae_2bar_tiny";

  private static final Map<String, String> READING_ALL =
      Map.of("hitsControl", "true", "hitsAhead", "8", "tempo", "true", "encoderSteps", "true");

  @ParameterizedTest
  @CsvSource({
    "groovae_4bar, 4085019",
    "groovae_2bar_humanize, 4085019",
    "groovae_2bar_tap_fixed_velocity, 4085019",
    "groovae_2bar_tap_fixed_velocity_note_dropout, 4085019",
    "groovae_2bar_add_closed_hh, 4085019",
    "groovae_2bar_hits_control_tfds, 4131099",
    "groovae_2bar_tiny, 73163",
  })
  void hasTheParametersOfTheHandCount(String config, long parameters) {
    assertThat(GrooVae.named(config).parameters()).isEqualTo(parameters);
  }

  @Test
  void itsNetworkHasThatManyNumbers() {
    for (String hitsControl : List.of("false", "true")) {
      GrooVae model = GrooVae.named(TINY).with(Map.of("hitsControl", hitsControl));
      assertThat(model.network(1, model.optimizer()).params().length())
          .isEqualTo(model.parameters());
    }
  }

  @Test
  void aDecoderThatReadsTempoAndEncoderHasTheParametersOfTheHandCount() {
    GrooVae model = GrooVae.named(TINY).with(READING_ALL);
    assertThat(model.parameters()).isEqualTo(138_827);
    assertThat(model.network(1, model.optimizer()).params().length()).isEqualTo(138_827);
  }

  @Test
  void theDecoderReadsAtEachStepWhatTheEncoderSaysOfIt() {
    GrooVae model = GrooVae.named(TINY).with(READING_ALL);
    ComputationGraph network = model.network(1, model.optimizer());
    INDArray[] features = model.arrays(examples(model, 2, 3), 1).get(0).getFeatures();
    Map<String, INDArray> said = network.feedForward(features, false);
    INDArray read = said.get("read");
    int inputs = 27 + 9 * 9 + 1;
    assertThat(read.shape()).containsExactly(2, inputs + 2 * 48 + 16, 32);
    for (int unit = 0; unit < 48; unit++) {
      for (int step = 0; step < 32; step++) {
        assertThat(read.getFloat(1, inputs + unit, step))
            .isEqualTo(said.get("forwards").getFloat(1, unit, step));
        assertThat(read.getFloat(1, inputs + 48 + unit, step))
            .as("by the LSTM that has read the steps from this one on")
            .isEqualTo(said.get("backwards").getFloat(1, unit, 31 - step));
      }
      assertThat(said.get("encoded").getFloat(1, unit))
          .isEqualTo(said.get("forwards").getFloat(1, unit, 31));
      assertThat(said.get("encoded").getFloat(1, 48 + unit))
          .isEqualTo(said.get("backwards").getFloat(1, unit, 31));
    }
  }

  @Test
  void bothReadTheTempoAtEachStep() {
    GrooVae model = GrooVae.named(TINY).with(READING_ALL);
    INDArray[] features = model.arrays(examples(model, 4, 3), 1).get(0).getFeatures();
    float[] ofExamples = {-0.5f, -0.25f, 0, 0.25f}; // 90, 100, 110, 120 quarters a minute
    for (int array = 0; array < 3; array++) {
      for (int k = 0; k < ofExamples.length; k++) {
        for (int step = 0; step < 32; step++) {
          assertThat(features[array].getFloat(k, model.inputs() - 1, step))
              .isEqualTo(ofExamples[k]);
        }
      }
    }
  }

  @Test
  void aCardOfBeforeReadsNeither() throws Exception {
    GrooVae model = GrooVae.named(TINY);
    JsonNode card = new ObjectMapper().valueToTree(model);
    assertThat(card.has("tempo") || card.has("encoderSteps")).isFalse();
    assertThat(StrictJson.value(card, GrooVae.class)).isEqualTo(model);
    GrooVae other = model.with(READING_ALL);
    JsonNode all = new ObjectMapper().valueToTree(other);
    assertThat(all.path("tempo").asBoolean() && all.path("encoderSteps").asBoolean()).isTrue();
    assertThat(StrictJson.value(all, GrooVae.class)).isEqualTo(other);
  }

  @Test
  void readsNoEncoderThatHearsAllThatIsToBePlayed() {
    GrooVae model = GrooVae.named(TINY);
    assertThatThrownBy(() -> model.with(Map.of("humanize", "false", "encoderSteps", "true")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("encoderSteps");
  }

  @Test
  void ofZAloneItPlaysNothingWhereItReadsTheEncoder() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("encoderSteps", "true"));
    model.requireOwnHits();
    assertThatThrownBy(model::requireZAlone)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("encoderSteps");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThatThrownBy(() -> GrooVae.named(TINY).with(Map.of("addInstruments", "[9]")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("addInstruments");
  }

  @Test
  void anExampleIsItsPerformance() {
    DrumPerformance played = any(4, 32);
    PlayedDrums example =
        SerializationUtils.roundtrip(new PlayedDrums(94.5, played)); // as it comes to a worker
    assertThat(example.played()).isEqualTo(played);
    assertThat(example.qpm()).isEqualTo(94.5);
  }

  @Test
  void readsTheStepBeforeAndTheCorruptedPerformance() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("hitsControl", "true"));
    List<PlayedDrums> examples = examples(model, 2, 3);
    INDArray[] features = model.arrays(examples, 1).get(0).getFeatures();
    DrumPerformance played = examples.get(1).played();
    float[] rows = played.rows();
    for (int step = 0; step < 32; step++) {
      for (int k = 0; k < DrumPerformance.ROW; k++) {
        float now = rows[step * DrumPerformance.ROW + k];
        boolean isHit = k < DrumClass.COUNT;
        assertThat(features[0].getFloat(1, k, step)).isEqualTo(isHit ? now : 0);
        assertThat(features[1].getFloat(1, k, 31 - step)).isEqualTo(isHit ? now : 0);
        float before = step == 0 ? 0 : rows[(step - 1) * DrumPerformance.ROW + k];
        assertThat(features[2].getFloat(1, k, step)).isEqualTo(before);
        assertThat(features[3].getFloat(1, k, step)).isEqualTo(now);
        if (isHit) {
          int control = DrumPerformance.ROW + k;
          assertThat(features[0].getFloat(1, control, step)).isEqualTo(now);
          assertThat(features[2].getFloat(1, control, step)).as("its own hits").isEqualTo(now);
        }
      }
    }
  }

  @Test
  void readsTheHitsOfTheStepsAhead() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("hitsControl", "true", "hitsAhead", "2"));
    assertThat(model.network(1, model.optimizer()).params().length()).isEqualTo(model.parameters());
    List<PlayedDrums> examples = examples(model, 2, 3);
    INDArray[] features = model.arrays(examples, 1).get(0).getFeatures();
    DrumPerformance played = examples.get(1).played();
    for (int step = 0; step < 32; step++) {
      for (int ahead = 0; ahead <= 2; ahead++) {
        for (int drum = 0; drum < DrumClass.COUNT; drum++) {
          int at = DrumPerformance.ROW + ahead * DrumClass.COUNT + drum;
          float hit = step + ahead < 32 && played.isHit(step + ahead, drum) ? 1 : 0;
          assertThat(features[0].getFloat(1, at, step)).isEqualTo(hit);
          assertThat(features[1].getFloat(1, at, 31 - step)).isEqualTo(hit);
          assertThat(features[2].getFloat(1, at, step)).isEqualTo(hit);
        }
      }
    }
  }

  @Test
  void knowsNoHitsAheadOfHitsThatItChoosesItself() {
    assertThatThrownBy(() -> GrooVae.named(TINY).with(Map.of("hitsAhead", "1")))
        .hasMessageContaining("hitsAhead");
  }

  @Test
  void spreadsVelocitiesAndOffsetsThatItPlays() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("hitsControl", "true"));
    GrooVae spread = model.with(Map.of("velocitySpread", "1.2", "timingSpread", "1.5"));
    ComputationGraph network = model.network(3, model.optimizer());
    network.params().addi(Nd4j.rand(network.params().shape()).subi(0.5).muli(0.2));
    int[][] masks = {any(8, 32).masks()};
    INDArray z = Nd4j.zeros(1, model.latent());
    float[] said = new GrooVaeDecoder(model, network).rows(z, given(masks), 0, new long[1])[0];
    float[] wide = new GrooVaeDecoder(spread, network).rows(z, given(masks), 0, new long[1])[0];
    int drum = Integer.numberOfTrailingZeros(masks[0][0]);
    int velocity = DrumPerformance.VELOCITY + drum;
    int offset = DrumPerformance.OFFSET + drum;
    assertThat(said[offset]).isNotZero();
    assertThat(wide[velocity]).isCloseTo(0.5f + 1.2f * (said[velocity] - 0.5f), within(1e-6f));
    assertThat(wide[offset]).isCloseTo(1.5f * said[offset], within(1e-6f));
  }

  @Test
  void withAHistoryOfHitsTheDecoderReadsNothingElseOfTheStepBefore() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("hitHistory", "true"));
    List<PlayedDrums> examples = examples(model, 1, 3);
    INDArray fed = model.arrays(examples, 1).get(0).getFeatures(2);
    float[] rows = examples.get(0).played().rows();
    for (int step = 1; step < 32; step++) {
      for (int k = 0; k < DrumPerformance.ROW; k++) {
        float before = k < DrumClass.COUNT ? rows[(step - 1) * DrumPerformance.ROW + k] : 0;
        assertThat(fed.getFloat(0, k, step)).isEqualTo(before);
      }
    }
  }

  @Test
  void withoutAHistoryTheDecoderReadsNothingOfTheStepBefore() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("noHistory", "true"));
    INDArray fed = model.arrays(examples(model, 2, 3), 1).get(0).getFeatures(2);
    assertThat(fed.norm1Number().doubleValue()).isZero();
    assertThatThrownBy(() -> model.with(Map.of("hitHistory", "true")))
        .hasMessageContaining("noHistory");
  }

  @Test
  void playsHitsOfItsOwnAboveTheThreshold() {
    GrooVae model = GrooVae.named("groovae_2bar_tap_fixed_velocity").with(Map.of("latent", "4"));
    ComputationGraph network = model.network(3, model.optimizer());
    network.params().muli(0);
    network.getLayer("logits").getParam("b").putScalar(2, -0.5); // sigmoid: .378
    INDArray z = Nd4j.zeros(1, model.latent());
    for (double threshold : new double[] {0.37, 0.38, 0.5}) {
      GrooVae at = model.with(Map.of("hitThreshold", "" + threshold));
      float[] rows =
          new GrooVaeDecoder(at, network)
              .rows(z, GrooVaeDecoder.Given.tempos(120, 1), 0, new long[1])[0];
      int[] masks = DrumPerformance.ofRows(rows).masks();
      // The eight others have ½, which is not above ½.
      int others = threshold < 0.5 ? DrumClass.MASKS - 1 - 4 : 0;
      assertThat(masks).containsOnly(threshold < 0.378 ? DrumClass.MASKS - 1 : others);
    }
  }

  @Test
  void aDensityDrawsVelocitiesAndOffsetsByItsDeviations() {
    GrooVae model =
        GrooVae.named(TINY)
            .with(Map.of("loss", "hits", "hitsControl", "true", "hitHistory", "true"));
    ComputationGraph network = model.network(3, model.optimizer());
    INDArray logs = network.getVertex("deviations").paramTable(false).get(DeviationVertex.LOGS);
    logs.assign(Math.log(0.1));
    int[][] masks = new int[64][];
    Arrays.fill(masks, any(8, 32).masks());
    GrooVaeDecoder decoder = new GrooVaeDecoder(model, network);
    INDArray z = Nd4j.zeros(masks.length, model.latent());
    float[][] said = decoder.rows(z, given(masks), 0, new long[masks.length]);
    float[][] drawn =
        decoder.rows(
            z, given(masks), 0.5, new GrooVaeDecoder.Sampling(0.5, 1).seeds(0, masks.length));
    for (int of : new int[] {DrumPerformance.VELOCITY, DrumPerformance.OFFSET}) {
      double squares = 0;
      int hits = 0;
      for (int k = 0; k < masks.length; k++) {
        for (int step = 0; step < 32; step++) {
          for (int drum = 0; drum < DrumClass.COUNT; drum++) {
            int at = step * DrumPerformance.ROW + drum;
            double far = drawn[k][at + of] - said[k][at + of];
            squares += far * far;
            hits += masks[k][step] >> drum & 1;
          }
        }
      }
      assertThat(Math.sqrt(squares / hits)).isCloseTo(0.05, within(0.004));
    }
  }

  @Test
  void dropsSeventyInAHundredInputsOfEachStepAnewAndScalesTheOthers() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("humanize", "false"));
    ComputationGraph network = model.network(1, model.optimizer());
    INDArray[] features = model.arrays(examples(model, 64, 1), 1).get(0).getFeatures();
    features[0].assign(1);
    features[1].assign(1);
    Map<String, INDArray> training = network.feedForward(features, true);
    INDArray forwards = training.get("heard_dropped").dup('c');
    INDArray backwards = training.get("heard_reversed_dropped").dup('c');
    float[] values = forwards.data().asFloat();
    int dropped = 0;
    for (float value : values) {
      assertThat(value == 0 || Math.abs(value - 1 / 0.3f) < 1e-4).isTrue();
      dropped += value == 0 ? 1 : 0;
    }
    assertThat((double) dropped / values.length).isCloseTo(0.7, within(0.01));
    assertThat(backwards).isNotEqualTo(forwards);
    assertThat(forwards.tensorAlongDimension(0, 0, 1))
        .as("another mask at each step")
        .isNotEqualTo(forwards.tensorAlongDimension(1, 0, 1));
    INDArray again = network.feedForward(features, true).get("heard_dropped").dup('c');
    assertThat(again).as("of one iteration").isEqualTo(forwards);
    network.getConfiguration().setIterationCount(1);
    assertThat(network.feedForward(features, true).get("heard_dropped").dup('c'))
        .isNotEqualTo(forwards);
    assertThat(network.feedForward(features, false).get("heard_dropped").dup('c'))
        .as("where nothing is learnt")
        .isEqualTo(features[0].dup('c'));
  }

  @Test
  void anUntrainedNetworkTellsItsNoiseOnly() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("latent", "256"));
    Map<String, Double> figures =
        model.figures(model.score(model.network(1, model.optimizer()), examples(model, 4, 1)));
    assertThat(figures.get("kl_bits")).as("softplus of 0 is ln 2").isCloseTo(39.4, within(0.2));
  }

  @Test
  void theScoreIsTheTrainingsLossWithoutDropout() {
    GrooVae model = GrooVae.named(TINY).with(Map.of("dropout", "0", "freeBits", "1"));
    List<PlayedDrums> examples = examples(model, 3, 2);
    ComputationGraph network = model.network(1, model.optimizer());
    network.fit(model.arrays(examples, 1).get(0));
    MultiDataSet batch = model.arrays(examples, 1).get(0);
    for (int k = 0; k < 3; k++) {
      float[] noise = GrooVaeArrays.noise(model, examples.get(k).played());
      batch.getFeatures(4).getRow(k).assign(Nd4j.createFromArray(noise));
    }
    Map<String, Double> figures = model.figures(model.score(network, examples));
    assertThat(figures.get("loss")).isCloseTo(network.score(batch, false), within(1e-3));
  }

  @Test
  void keepsTheHitsThatItIsGiven() {
    GrooVae model = GrooVae.named(TINY);
    ComputationGraph network = model.network(3, model.optimizer());
    DrumPerformance played = any(8, 32);
    float[][] made =
        new GrooVaeDecoder(model, network)
            .rows(Nd4j.zeros(1, model.latent()), given(played.masks()), 0, new long[1]);
    assertThat(DrumPerformance.ofRows(made[0]).masks()).isEqualTo(played.masks());
  }

  @ParameterizedTest
  @CsvSource({
    "hitHistory, false, 0, false",
    "hitHistory, true, 0, false",
    "hitHistory, true, 3, false",
    "hitHistory, true, 3, true",
    "noHistory, true, 0, true"
  })
  void decodingStepByStepSaysWhatTheNetworkSays(
      String history, String isSet, String hitsAhead, String encoderSteps) {
    GrooVae model =
        GrooVae.named(TINY)
            .with(
                Map.of(
                    "hitsControl",
                    "true",
                    history,
                    isSet,
                    "hitsAhead",
                    hitsAhead,
                    "tempo",
                    encoderSteps,
                    "encoderSteps",
                    encoderSteps));
    ComputationGraph network = model.network(3, model.optimizer());
    network.params().addi(Nd4j.rand(network.params().shape()).subi(0.5).muli(0.2));
    DrumPerformance played = any(8, 32);
    double[] qpm = {87};
    GrooVae.Encoded encoded = model.encoded(network, List.of(played), qpm);
    float[][] made =
        new GrooVaeDecoder(model, network)
            .rows(
                Nd4j.createFromArray(encoded.posterior().mu()),
                new GrooVaeDecoder.Given(new int[][] {played.masks()}, qpm, encoded.steps()),
                0,
                new long[1]);
    // Fed what it has played, the network says the same at once.
    float[] heard = model.wholeCorruption().of(played, 0, 0, 0);
    INDArray[] features =
        GrooVaeArrays.features(
            model, List.of(heard), List.of(played), qpm, new float[model.latent()]);
    for (int step = 1; step < 32; step++) {
      for (int k = 0; k < model.history(); k++) {
        float before = made[0][(step - 1) * DrumPerformance.ROW + k];
        features[2].putScalar(new int[] {0, k, step}, before);
      }
    }
    INDArray logits = network.output(List.of("logits"), false, features, null)[0];
    for (int step = 0; step < 32; step++) {
      double[] row = logits.getRow(step).toDoubleVector();
      PerformanceLoss.activate(row);
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        int at = step * DrumPerformance.ROW + drum;
        if (played.isHit(step, drum)) {
          assertThat((double) made[0][at + DrumPerformance.VELOCITY])
              .isCloseTo(row[DrumPerformance.VELOCITY + drum], within(1e-5));
          assertThat((double) made[0][at + DrumPerformance.OFFSET])
              .isCloseTo(row[DrumPerformance.OFFSET + drum], within(1e-5));
        }
      }
    }
  }

  private static GrooVaeDecoder.Given given(int[]... masks) {
    return new GrooVaeDecoder.Given(masks, new double[masks.length], null);
  }

  @InTurn
  @Test
  void learnsABatchByHeart() {
    GrooVae model =
        GrooVae.named(TINY)
            .with(
                Map.of(
                    "dropout", "0",
                    "humanize", "false",
                    "freeBits", "1000",
                    "encoderUnits", "128",
                    "decoderUnits", "[128]",
                    "learningRate", "0.005",
                    "leastLearningRate", "0.0002",
                    "learningRateDecay", "0.994",
                    "maxGradientNorm", "10"));
    List<PlayedDrums> examples = examples(model, 2, 4);
    ComputationGraph network = model.network(2, model.optimizer());
    for (int update = 0; update < 500; update++) {
      network.fit(model.arrays(examples, update).get(0));
    }
    assertThat(model.figures(model.score(network, examples)).get("offset_mae_ms")).isLessThan(1);
  }

  /** Performances whose hits come late or early together, so that there is something to learn. */
  static List<PlayedDrums> examples(GrooVae model, int count, long seed) {
    List<PlayedDrums> examples = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      examples.add(new PlayedDrums(90 + 10 * k, any(seed + k, model.steps())));
    }
    return examples;
  }

  static DrumPerformance any(long seed, int steps) {
    SplittableRandom dice = new SplittableRandom(seed);
    DrumPerformance.Builder performance = new DrumPerformance.Builder(steps);
    for (int step = 0; step < steps; step++) {
      if (step % 4 == 0 || dice.nextInt(3) == 0) {
        int drum = step % 8 == 0 ? 0 : step % 4 == 0 ? 1 : 2 + dice.nextInt(7);
        float offset = (dice.nextInt(21) - 10) / 40f;
        performance.hit(step, drum, 30 + dice.nextInt(90), offset);
      }
    }
    return performance.build();
  }

  @Test
  void theLossOfHitsAloneIsADensity() {
    GrooVae model = tiny(Map.of("loss", "hits"));
    ComputationGraph network = model.network(1, model.optimizer());
    assertThat(network.params().length()).isEqualTo(model.parameters());
    assertThat(model.parameters()).isEqualTo(tiny(Map.of()).parameters() + 18);
    Map<String, Double> figures = model.figures(model.score(network, examples(model, 3, 1)));
    assertThat(figures.get("elbo_nats"))
        .isCloseTo(
            figures.get("hits_nats")
                + figures.get("velocity_nats")
                + figures.get("offset_nats")
                + figures.get("kl_nats"),
            within(1e-9));
    assertThat(figures).doesNotContainKey("velocity_se");
  }

  private static GrooVae tiny(Map<String, String> changes) {
    return GrooVae.named("groovae_2bar_tiny").with(changes);
  }

  @Test
  void figuresAreTheirDefinitions() {
    DrumPerformance real =
        new DrumPerformance.Builder(32).hit(0, 0, 127, 0.1f).hit(4, 1, 127, -0.2f).build();
    DrumPerformance made =
        new DrumPerformance.Builder(32).hit(0, 0, 127, 0.2f).hit(8, 1, 64, 0).build();
    double[] sums = new double[GrooveFigures.SUMS.size()];
    Map<String, Double> bins = new TreeMap<>();
    GrooveFigures.add(real, made.rows(), 150, sums, 0, bins);
    assertThat(sums[0]).as("a tenth of a step of 100 ms").isCloseTo(10, within(1e-4));
    assertThat(sums[1]).isCloseTo(0.01, within(1e-6));
    assertThat(Arrays.copyOfRange(sums, 4, 6)).as("both").containsExactly(1, 0);
    assertThat(Arrays.copyOfRange(sums, 13, 15)).as("wanted").containsExactly(1, 1);
    assertThat(Arrays.copyOfRange(sums, 22, 24)).as("got").containsExactly(1, 1);
    PredictionSums score =
        ExampleScores.sum(GrooveFigures.SUMS, 1, sums).plus(new PredictionSums(0, bins));
    assertThat(GrooveFigures.figures(score, 0)).doesNotContainKey("hits_f1");
    assertThat(GrooveFigures.figures(score, 0b11))
        .containsEntry("hits_f1", 0.5)
        .containsEntry("hits_hamming", 2.0);
    assertThat(GrooveFigures.figures(score, 0b10)).as("snare").containsEntry("hits_f1", 0.0);
    assertThat(GrooveFigures.byDrum(score, 0b10).get("snare"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("hits_f1", 0.0);
  }

  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    GrooVae model =
        GrooVae.named(TINY)
            .with(Map.of("encoderUnits", "4", "decoderUnits", "[4, 3]", "latent", "3"));
    BothArithmetics.assertEqualOnGpu(model, List.of(examples(model, 2, 1), examples(model, 2, 2)));
  }
}
