package io.partita.kind.hosted.published;

import io.partita.MalformedInputException;
import io.partita.nn.lstm.LstmSequence;
import io.partita.nn.lstm.LstmWeights;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** LSTMs one above another with their input added to what the last one makes. */
final class LstmLayers {
  private final int units;
  private final List<Layer> layers = new ArrayList<>();
  private LstmSequence sequence;

  /** Weights as a network has them: [in, 4·units], [units, 4·units], [4·units]. */
  private record Layer(List<float[]> parts) {}

  /**
   * @param name of PyTorch's LSTM
   * @param units of the input and of each layer
   * @throws MalformedInputException BAD_CONFIG where the weights are of other sizes
   */
  LstmLayers(LayerWeights weights, String name, int units, int count)
      throws MalformedInputException {
    this.units = units;
    for (int layer = 0; layer < count; layer++) {
      float[] bias = weights.tensor(name + ".bias_ih_l" + layer, 4 * units).values();
      float[] other = weights.tensor(name + ".bias_hh_l" + layer, 4 * units).values();
      for (int i = 0; i < bias.length; i++) {
        bias[i] += other[i];
      }
      layers.add(
          new Layer(
              List.of(
                  transposed(weights, name + ".weight_ih_l" + layer),
                  transposed(weights, name + ".weight_hh_l" + layer),
                  bias)));
    }
  }

  private float[] transposed(LayerWeights weights, String name) throws MalformedInputException {
    float[] given = weights.tensor(name, 4 * units, units).values();
    float[] transposed = new float[given.length];
    for (int gate = 0; gate < 4 * units; gate++) {
      for (int i = 0; i < units; i++) {
        transposed[i * 4 * units + gate] = given[gate * units + i];
      }
    }
    return transposed;
  }

  int units() {
    return units;
  }

  Signal of(Signal x) {
    if (sequence == null) {
      sequence = new LstmSequence(layers.stream().map(this::inMemory).toList());
    }
    Signal y = new Signal(sequence.hidden(x.values(), x.length()), units);
    y.add(x);
    return y;
  }

  private LstmWeights inMemory(Layer layer) {
    INDArray input = Nd4j.createFromArray(layer.parts.get(0)).reshape(units, 4L * units);
    INDArray recurrent = Nd4j.createFromArray(layer.parts.get(1)).reshape(units, 4L * units);
    return new LstmWeights(input, recurrent, Nd4j.createFromArray(layer.parts.get(2)));
  }
}
