package io.partita.kind.note;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.kind.note.NoteLstm.Mode;
import io.partita.kind.note.NoteLstm.Recurrent;
import io.partita.model.ClassDraw;
import io.partita.nn.optim.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoteSamplerTest {
  private static final int VOCABULARY = 6;
  private static final int[] PROMPT = {1, 2, 3};

  private static NoteLstm model(Mode mode) {
    return new NoteLstm(VOCABULARY, 4, 1, 16, 8, 0.3, mode, Recurrent.OWN, 8);
  }

  private static NoteSampling sampling(double temperature, int topK, long seed) {
    return sampling(temperature, topK, seed, Set.of());
  }

  private static NoteSampling sampling(
      double temperature, int topK, long seed, Set<Integer> never) {
    return new NoteSampling(new ClassDraw(temperature, topK, 1), seed, never, Set.of());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void equalSeedsDrawEqualNotes(Mode mode) {
    NoteLstm model = model(mode);
    NoteSampler sampler = new NoteSampler(model, model.network(1, Optimizer.constant(0.01)));
    int[] notes = sampler.continued(PROMPT, 40, sampling(1, VOCABULARY, 9));
    assertThat(notes).hasSize(40);
    assertThat(sampler.continued(PROMPT, 40, sampling(1, VOCABULARY, 9))).isEqualTo(notes);
    assertThat(sampler.continued(PROMPT, 40, sampling(1, VOCABULARY, 10))).isNotEqualTo(notes);
    assertThat(sampler.continued(PROMPT, 0, sampling(1, VOCABULARY, 9))).isEmpty();
  }

  /** Each note must be the most probable one after all notes before it. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void theMostProbableNoteFollowsFromAllBefore(Mode mode) {
    NoteLstm model = model(mode);
    ComputationGraph network = model.network(3, Optimizer.constant(0.01));
    int[] notes = new NoteSampler(model, network).continued(PROMPT, 10, sampling(1, 1, 0));
    int[] line = Arrays.copyOf(PROMPT, 13);
    System.arraycopy(notes, 0, line, 3, 10);
    for (int next = mode == Mode.WINDOW ? 4 : 3; next < line.length; next++) {
      int first = mode == Mode.WINDOW ? next - 4 : 0;
      double[] logProbabilities = logProbabilities(model, network, line, first, next);
      for (int other = 0; other < VOCABULARY; other++) {
        assertThat(logProbabilities[line[next]])
            .isGreaterThanOrEqualTo(logProbabilities[other] - 1e-6);
      }
    }
  }

  private static double[] logProbabilities(
      NoteLstm model, ComputationGraph network, int[] line, int first, int next) {
    double[][] rows = null;
    for (var part : model.arrays(List.of(Arrays.copyOfRange(line, first, next + 1)), 1)) {
      rows = NoteProbabilities.log(network, part.getFeatures());
    }
    return rows[rows.length - 1];
  }

  @Test
  void drawsByProbabilityAndTemperature() {
    NoteLstm model = model(Mode.SEQUENCE);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    network.params().assign(0);
    network.getLayer("output").getParam("b").putScalar(4, Math.log(5));
    NoteSampler sampler = new NoteSampler(model, network);
    // One class at 5 to 1 against each of five others; at temperature 1/2 at 25 to 1.
    assertThat(share(sampler, sampling(1, VOCABULARY, 1), 4)).isCloseTo(0.5, within(0.1));
    assertThat(share(sampler, sampling(0.5, VOCABULARY, 1), 4)).isCloseTo(25.0 / 30, within(0.1));
    assertThat(share(sampler, sampling(1, 2, 1), 4)).isCloseTo(5.0 / 6, within(0.1));
    // Of the equal ones the lowest is in the best two.
    assertThat(share(sampler, sampling(1, 2, 1), 0)).isCloseTo(1.0 / 6, within(0.1));
    assertThat(share(sampler, sampling(1, 1, 1), 4)).isEqualTo(1);
    assertThat(share(sampler, sampling(1, VOCABULARY, 1, Set.of(4)), 4)).isZero();
    assertThat(share(sampler, sampling(1, 1, 1, Set.of(4)), 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aClassThatEndsTheLineEndsItAndIsNeverTheFirst(Mode mode) {
    NoteLstm model = model(mode);
    NoteSampler sampler = new NoteSampler(model, model.network(1, model.optimizer()));
    int ended = 0;
    for (long seed = 0; seed < 20; seed++) {
      NoteSampling sampling = new NoteSampling(ClassDraw.PLAIN, seed, Set.of(0), Set.of(5));
      int[] notes = sampler.continued(PROMPT, 40, sampling);
      assertThat(notes).as("seed %d", seed).isNotEmpty().doesNotContain(0, 5);
      assertThat(sampler.continued(PROMPT, 40, sampling)).isEqualTo(notes);
      ended += notes.length < 40 ? 1 : 0;
    }
    assertThat(ended).as("ended by themselves").isGreaterThan(15);
  }

  private static double share(NoteSampler sampler, NoteSampling sampling, int of) {
    int hits = 0;
    for (int note : sampler.continued(PROMPT, 250, sampling)) {
      hits += note == of ? 1 : 0;
    }
    return hits / 250.0;
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    NoteLstm model = model(Mode.WINDOW);
    NoteSampler sampler = new NoteSampler(model, model.network(1, Optimizer.constant(0.01)));
    assertThatIllegal(() -> sampler.continued(new int[0], 3, sampling(1, 1, 1))).names("prompt");
    assertThatIllegal(() -> sampling(0, 1, 1)).names("temperature", 0.0, 0);
    assertThatIllegal(() -> sampling(Double.NaN, 1, 1)).names("temperature", Double.NaN, 0);
    assertThatIllegal(() -> sampling(1, 0, 1)).names("topK", 0, 1);
  }
}
