package io.partita.kind.slicegpt;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.InTurn;
import io.partita.drum.DrumMap;
import io.partita.form.Forms;
import io.partita.form.MelodyAugmentation;
import io.partita.melody.MelodyLabel;
import io.partita.model.BothArithmetics;
import io.partita.model.ModelDescription;
import io.partita.model.PredictionSums;
import io.partita.model.slices.vae.SliceVaeScore;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Slice GPTs of melodies, whose labels share no bits, with a Transformer that encodes. */
class MelodyGptTest {
  private static final int STEPS = 32;
  private static final int LATENT = 5;
  private static final SliceGptShape USUAL = TrainMelodyGpt.KEPT.named("melody-gpt-vae_2bar");

  /** Slices of random notes, holds and ends. */
  static List<int[]> slices(int count) {
    SplittableRandom random = new SplittableRandom(6);
    List<int[]> slices = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      slices.add(
          random
              .ints(STEPS, 0, 3 * MelodyLabel.COUNT)
              .map(drawn -> drawn < MelodyLabel.COUNT ? drawn : drawn % 2)
              .toArray());
    }
    return slices;
  }

  private static SliceGpt decoder(double dropout) {
    return new SliceGpt(STEPS, 24, 2, 3, dropout, "gm", "melody");
  }

  private static SliceGptVae model(double dropout, double freeBits, double historyDropout) {
    return new SliceGptVae(
        decoder(dropout), LATENT, 8, freeBits, 1, 0, 0, 0, 2, 0L, 0.001, historyDropout, false);
  }

  private static void fit(
      SliceGptVae model, ComputationGraph network, List<int[]> slices, int updates) {
    FloatAdamUpdater.of(network); // which then knows the weights that decay
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(slices, update).get(0));
    }
  }

  /** Embeddings, blocks of 12 · 128² numbers and their biases, norms and maps around z. */
  @Test
  void theUsualNetworksHaveTheParametersThatAHandCounts() {
    SliceGpt plain = USUAL.decoder(Forms.MELODY, DrumMap.GM);
    SliceGptVae latent = USUAL.autoencoder(Forms.MELODY, DrumMap.GM);
    long embedding = (91 + 1 + 32 + 16) * 128;
    long block = 12 * 128 * 128 + 13 * 128;
    long logits = 129 * 90;
    assertThat(plain.parameters()).isEqualTo(embedding + 4 * (block + 4 * 33) + 256 + logits);
    assertThat(latent.parameters())
        .isEqualTo(
            embedding
                + 3 * (block + 4 * 33)
                + 256
                + 2 * 129 * 64
                + 65 * 4 * 128
                + embedding
                + 4 * (block + 4 * 37)
                + 256
                + logits);
    for (var model : List.of(plain, latent)) {
      ComputationGraph network = model.network(1, model.optimizer());
      assertThat(network.params().length()).isEqualTo(model.parameters());
      assertThat(network.getUpdater().getUpdaterBlocks()).hasSize(1);
    }
  }

  @Test
  void theEncoderReadsAllSteps() {
    SliceGptVae model = model(0, 0, 0);
    ComputationGraph network = model.network(1, model.optimizer());
    List<int[]> slice = slices(1);
    float[] before = model.encode(network, slice).mu()[0];
    for (int step : new int[] {0, 17, STEPS - 1}) {
      int[] changed = slice.get(0).clone();
      changed[step] = changed[step] == 40 ? 41 : 40;
      assertThat(model.encode(network, List.of(changed)).mu()[0])
          .as("mu after a change of step %d", step)
          .isNotEqualTo(before);
    }
  }

  @Test
  void aStepAtATimeGivesWhatSlicesGive() {
    SliceGptVae model = model(0.2, 0, 0.3);
    List<int[]> slices = slices(7);
    ComputationGraph network = model.network(1, Optimizer.constant(3e-3));
    fit(model, network, slices, 3);
    INDArray[] features = model.features(slices, slices, new float[7 * LATENT]);
    double[][] whole =
        network.output(List.of(SliceGpt.LOGITS), false, features, null)[0].toDoubleMatrix();
    int[] seen = new int[1];
    model.decode(
        network,
        model.encode(network, slices).mu(),
        (slice, step, logits) -> {
          assertThat(logits)
              .as("slice %d, step %d", slice, step)
              .hasSize(MelodyLabel.COUNT)
              .containsExactly(whole[step * 7 + slice], within(2e-4));
          seen[0]++;
          return slices.get(slice)[step];
        });
    assertThat(seen[0]).isEqualTo(7 * STEPS);
  }

  @Test
  void theHistoryHidesItsShareOfStepsFromTheDecoderAlone() {
    List<int[]> slices = slices(40);
    MultiDataSet hidden = model(0, 0, 0.3).arrays(slices, 9).get(0);
    MultiDataSet plain = model(0, 0, 0).arrays(slices, 9).get(0);
    assertThat(hidden.getFeatures(1)).as("the target").isEqualTo(plain.getFeatures(1));
    assertThat(hidden.getFeatures(2)).as("the noise").isEqualTo(plain.getFeatures(2));
    float[][] read = hidden.getFeatures(0).toFloatMatrix();
    float[][] all = plain.getFeatures(0).toFloatMatrix();
    int gone = 0;
    for (int k = 0; k < 40; k++) {
      for (int step = 1; step < STEPS; step++) {
        assertThat(read[k][step]).isIn(all[k][step], (float) MelodyLabel.COUNT);
        gone += read[k][step] == MelodyLabel.COUNT ? 1 : 0;
      }
    }
    assertThat(gone / (40.0 * 31)).isCloseTo(0.3, within(0.04));
    assertThat(model(0, 0, 0.3).arrays(slices, 9).get(0)).isEqualTo(hidden);
    assertThat(model(0, 0, 0.3).arrays(slices, 10).get(0).getFeatures(0))
        .isNotEqualTo(hidden.getFeatures(0));
  }

  @InTurn
  @Test
  void learnsEightMelodiesFromZ() {
    SliceGptVae model = model(0, 1000, 0.3);
    List<int[]> slices = slices(8);
    ComputationGraph network = model.network(1, Optimizer.constant(3e-3));
    PredictionSums untaught = SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN);
    fit(model, network, slices, 400);
    Map<String, Double> figures =
        model.figures(SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN));
    assertThat(figures.get("reconstruction_nats"))
        .isLessThan(0.2 * model.figures(untaught).get("reconstruction_nats"));
    assertThat(figures.get("accuracy_free_running")).isGreaterThan(0.8);
    assertThat(figures.get("exact_free_running")).isBetween(0.0, 1.0);
  }

  @InTurn
  @Test
  void bothArithmeticsLearnTheSame() {
    List<int[]> slices = slices(12);
    List<List<int[]>> batches =
        IntStream.range(0, 3).mapToObj(k -> slices.subList(4 * k, 4 * k + 4)).toList();
    BothArithmetics.assertEqual(model(0.2, 0, 0.3), batches, slices, 5e-3);
  }

  @Test
  void aCardGivesTheSameModelOfItsOwnKindAlone() {
    SliceGptVae model = model(0.2, 3, 0.3);
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = json.valueToTree(model);
    ModelDescription card = new ModelDescription(config, List.of(), List.of(), Map.of());
    assertThat(MelodyGptVaeKind.KIND.model(card)).isEqualTo(model);
    assertThat(model.kind()).isEqualTo("melody-gpt-vae").isEqualTo(MelodyGptVaeKind.KIND.name());
    assertThat(decoder(0).kind()).isEqualTo("melody-gpt").isEqualTo(MelodyGptKind.KIND.name());
    assertThatIllegal(() -> DrumGptVaeKind.KIND.model(card)).names("drum GPT-VAE");
    ObjectNode ofDrums =
        json.valueToTree(
            new SliceGptVae(SliceGptTest.model(0), 4, 8, 0, 1, 0, 0, 0, 0, 0L, 0.0, 0.0, false));
    assertThat(ofDrums.toString())
        .as("cards of drums are what they were")
        .doesNotContain("slices", "encoderLayers", "betaRise", "wholeBeta", "historyDropout");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThatIllegal(() -> new SliceGpt(64, 24, 2, 3, 0, "gm", "melody")).names("steps", 64);
    assertThatIllegal(() -> new SliceGpt(32, 24, 2, 3, 0, "roland", "melody")).names("drumMap");
    assertThatIllegal(() -> new SliceGpt(256, 24, 2, 3, 0, "gm", "trio")).names("slices", "trio");
    assertThatIllegal(() -> model(0, 0, 1)).names("historyDropout", 1.0);
    int[] unknown = new int[STEPS];
    unknown[4] = 90;
    assertThatIllegal(() -> model(0, 0, 0).arrays(List.of(unknown), 1)).names(4, 90, 89);
  }

  @Test
  void transpositionShiftsAllNotesOfASliceAlikeByTheSeed() {
    int[] slice = slices(1).get(0);
    MelodyAugmentation augmentation = new MelodyAugmentation();
    int[] shifts =
        IntStream.range(0, 400)
            .map(
                seed -> {
                  int[] shifted = augmentation.of(slice, seed);
                  int first =
                      IntStream.range(0, STEPS)
                          .filter(s -> slice[s] > 20)
                          .findFirst()
                          .orElseThrow();
                  return shifted[first] - slice[first];
                })
            .sorted()
            .distinct()
            .toArray();
    assertThat(shifts).containsExactly(IntStream.rangeClosed(-5, 6).toArray());
    assertThat(augmentation.of(slice, 3)).isEqualTo(augmentation.of(slice, 3));
  }
}
