package io.partita.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.kind.token.TokenLstm;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * From the same weights and on the same batches the example remi_lstm.py learns what train lm
 * learns, update by update.
 */
class TorchLstmTest {
  private static final int ROWS = 3;
  private static final int STEPS = 8;
  private static final int UPDATES = 12;
  private static final int EPOCHS = 3;
  private static final TokenLstm MODEL = new TokenLstm(20, 1, 1, STEPS, 8, 2, 16, 0, false);

  @TempDir private Path folder;

  @Test
  void learnsWhatTrainLmLearns() throws Exception {
    DebianPython.require("torch");
    int[][] rows = rows();
    Schedule schedule = new Schedule(Schedule.Shape.COSINE, 0.05, 0, 1, EPOCHS * UPDATES, 5);
    ComputationGraph network = MODEL.network(1, new Optimizer(schedule, 1, 0, 1));
    ObjectMapper json = new ObjectMapper();
    json.writeValue(folder.resolve("rows.json").toFile(), rows);
    json.writeValue(
        folder.resolve("weights.json").toFile(), TorchWeights.of(network, MODEL.layers()));
    List<Double> expected = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      expected.add(nats(network, rows));
    }

    String printed =
        DebianPython.run(
            Map.of("PYTHON_EXAMPLES", DebianPython.SOURCES.resolve("examples").toString()),
            "-c",
            String.join(
                "\n",
                "import json, os, sys; os.chdir(sys.argv[1])",
                "sys.path.append(os.environ['PYTHON_EXAMPLES'])",
                "import numpy as np, remi_lstm, torch",
                "torch.set_num_threads(1)",
                "rows = [np.array(row) for row in json.load(open('rows.json'))]",
                "lm = remi_lstm.Lm(20, 8, 2, 16, 0.)",
                "own = json.load(open('weights.json'))",
                "lm.load_state_dict({name: torch.tensor(of) for name, of in own.items()})",
                "remi_lstm.joined = lambda *_: rows",
                "tokens = [row[1:] for row in rows]",
                "for nats in remi_lstm.train(lm, tokens, 3, 3, 8, .05, 5): print(nats)"),
            folder);

    List<Double> found = printed.lines().map(Double::valueOf).toList();
    assertThat(found).hasSize(EPOCHS);
    assertThat(expected.get(EPOCHS - 1)).isLessThan(expected.get(0) - 0.5);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(found.get(epoch)).isCloseTo(expected.get(epoch), within(5e-4));
    }
  }

  /** Ids that often follow each other, in pieces of some length; each row is all it is read of. */
  private static int[][] rows() {
    SplittableRandom dice = new SplittableRandom(7);
    int[][] rows = new int[ROWS][STEPS * UPDATES + 1];
    for (int[] row : rows) {
      int id = 1;
      for (int i = 0; i < row.length; i++) {
        row[i] = id;
        id = dice.nextInt(15) == 0 ? 1 : 2 + (id + dice.nextInt(2)) % 18;
      }
    }
    return rows;
  }

  /** The nats per token of an epoch's updates. */
  private static double nats(ComputationGraph network, int[][] rows) {
    double nats = 0;
    long predictions = 0;
    for (int update = 0; update < UPDATES; update++) {
      int from = update * STEPS;
      int begins = update == 0 ? 1 : 0;
      List<int[]> windows =
          Stream.of(rows)
              .map(row -> Arrays.stream(row, from, from + STEPS + 1))
              .map(ids -> IntStream.concat(IntStream.of(begins), ids).toArray())
              .toList();
      MultiDataSet batch = MODEL.arrays(windows, 0).get(0);
      network.fit(batch);
      nats += network.score() * MODEL.predictions(batch);
      predictions += MODEL.predictions(batch);
    }
    return nats / predictions;
  }
}
