package io.partita.model.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.model.archive.EpochPictures;
import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sees a model after its epochs, and that the model does not mind. */
@InTurn
@Tag("spark")
class EpochObserverTest extends TrainingFixture {
  private static final String UNTRAINED = "untrained.txt";
  private static final String WEIGHTS = "weights after epoch ";

  /** Writes what it sees in the place of pictures; is killed in the middle of one, if asked to. */
  private record Painter(long observed, int killedAt) implements Training.Listener {
    @Override
    public void epochEnded(ModelFolder folder, Metric metric, Supplier<ComputationGraph> network)
        throws IOException {
      int epoch = (int) metric.epoch();
      if (epoch == killedAt) {
        throw new IllegalStateException("killed");
      }
      ComputationGraph copy = network.get();
      String seen = WEIGHTS + epoch + ": " + Arrays.toString(copy.params().toFloatVector());
      copy.params().assign(Float.NaN); // it is the observer's own
      new EpochPictures(folder).write(epoch, seen.getBytes(UTF_8));
    }

    @Override
    public void trainingBegins(ModelFolder folder, Supplier<ComputationGraph> network)
        throws IOException {
      ComputationGraph copy = network.get();
      folder.write(UNTRAINED, Arrays.toString(copy.params().toFloatVector()).getBytes(UTF_8));
      copy.params().assign(Float.NaN);
    }

    @Override
    public void trainingEnded(ModelFolder folder) throws IOException {
      List<Integer> epochs = new EpochPictures(folder).epochs();
      folder.write(EpochPictures.SHEET, epochs.toString().getBytes(UTF_8));
    }
  }

  private static List<String> seen(ModelFolder folder) throws IOException {
    EpochPictures pictures = new EpochPictures(folder);
    List<String> seen = new ArrayList<>();
    for (int epoch : pictures.epochs()) {
      seen.add(new String(pictures.read(epoch).orElseThrow(), UTF_8));
    }
    return seen;
  }

  private static float[] weights(ModelFolder folder) throws IOException {
    return folder.weights(folder.card().network(), MODEL, false).parameters();
  }

  @Test
  void eachEpochIsSeenWithTheWeightsThatAreSavedAndLeavesThemAlone() throws IOException {
    Examples<int[]> examples = examples(80, 2);
    training(SETTINGS, examples, model("alone")).run(false, false);

    ModelFolder to = model("seen");
    training(SETTINGS, examples, to, new Painter(16, 0)).run(false, false);

    assertThat(weights(to)).containsExactly(weights(model("alone")));
    assertThat(seen(to))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .last()
        .isEqualTo(WEIGHTS + "3: " + Arrays.toString(weights(to)));
    assertThat(to.read(EpochPictures.SHEET)).contains("[1, 2, 3]".getBytes(UTF_8));
    assertThat(new FilesBeside(to).read())
        .as("what goes with the model when it is published")
        .containsKey(EpochPictures.SHEET);
  }

  @Test
  void theNetworkIsSeenBeforeItIsTrained() throws IOException {
    ModelFolder to = model("untrained");
    training(SETTINGS, examples(80, 2), to, new Painter(16, 0)).run(false, false);

    float[] untrained =
        MODEL.network(SETTINGS.seed(), SETTINGS.optimizer()).params().toFloatVector();
    assertThat(to.read(UNTRAINED)).contains(Arrays.toString(untrained).getBytes(UTF_8));
  }

  @Test
  void anEpochThatWasInterruptedIsSeenAgain() throws IOException {
    Examples<int[]> examples = examples(80, 2);
    training(SETTINGS, examples, model("whole"), new Painter(16, 0)).run(false, false);
    ModelFolder to = model("killed");
    assertThatThrownBy(() -> training(SETTINGS, examples, to, new Painter(16, 2)).run(false, false))
        .hasMessage("killed");
    assertThat(seen(to)).hasSize(1);
    assertThat(to.card().state().epoch()).as("epochs of the checkpoint").isEqualTo(1);

    training(SETTINGS, examples, to, new Painter(16, 0)).run(true, false);

    assertThat(seen(to)).isEqualTo(seen(model("whole")));
    assertThat(to.read(EpochPictures.SHEET)).contains("[1, 2, 3]".getBytes(UTF_8));
  }

  @Tag("full")
  @Test
  void manyExamplesAreSeenAfterFewerEpochsAndAfterTheLast() throws IOException {
    TrainingSettings seven = with(SETTINGS, 7, 2, 3);
    training(seven, examples(200, 2), model("many"), new Painter(600, 0)).run(false, false);
    assertThat(new EpochPictures(model("many")).epochs()).isEqualTo(List.of(7));
    training(with(SETTINGS, 30, 2, 3), examples(200, 2), model("more"), new Painter(600, 0))
        .run(false, false);
    assertThat(new EpochPictures(model("more")).epochs()).isEqualTo(List.of(15, 30));
  }

  @Test
  void nothingIsSeenWhereNothingIsAskedFor() throws IOException {
    training(SETTINGS, examples(80, 2), model("unseen"), new Painter(0, 1)).run(false, false);
    assertThat(folder.resolve("unseen/epochs")).doesNotExist();
    assertThat(folder.resolve("unseen").resolve(UNTRAINED)).doesNotExist();
  }

  @Test
  void picturesOfAnotherModelGo() throws IOException {
    ModelFolder to = model("m");
    training(with(SETTINGS, 5, 2, 3), examples(80, 2), to, new Painter(16, 0)).run(false, false);
    training(with(SETTINGS, 2, 2, 3), examples(80, 2), to, new Painter(16, 0)).run(false, true);
    assertThat(new EpochPictures(to).epochs()).containsExactly(1, 2);
    training(with(SETTINGS, 1, 2, 3), examples(80, 2), to).run(false, true);
    assertThat(new FilesBeside(to).read()).containsOnlyKeys("metrics.jsonl");
    assertThat(new EpochPictures(to).epochs()).isEmpty();
  }
}
