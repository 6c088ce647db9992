package io.partita.kind.musicvae;

import io.partita.form.SliceVoice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss of one slice in plain Java and double precision, written from the paper's formulas and
 * not from the network: it shares the weights with it and nothing else.
 */
final class PlainMusicVae {
  private final MusicVae model;
  private final ComputationGraph network;
  private final Map<String, Map<String, double[][]>> weights = new HashMap<>();

  PlainMusicVae(MusicVae model, ComputationGraph network) {
    this.model = model;
    this.network = network;
  }

  double loss(int[] slice, double[] noise) {
    double[] encoded = encode(slice);
    double[] mu = dense("mu", encoded);
    double[] sigma = dense("sigma", encoded);
    double[] z = new double[mu.length];
    double kl = 0;
    for (int k = 0; k < z.length; k++) {
      sigma[k] = Math.log1p(Math.exp(sigma[k]));
      z[k] = mu[k] + sigma[k] * noise[k];
      kl += -0.5 * (1 + 2 * Math.log(sigma[k]) - mu[k] * mu[k] - sigma[k] * sigma[k]);
    }
    double crossEntropy = 0;
    int bar = model.steps() / model.segments();
    double[][] conductor = model.segments() == 1 ? null : states("conductor_start", z);
    for (int segment = 0; segment < model.segments(); segment++) {
      double[] condition = z;
      if (conductor != null) {
        step("conductor1", new double[] {0}, conductor, 0);
        step("conductor2", conductor[1], conductor, 2);
        condition = conductor[3];
      }
      List<SliceVoice> voices = model.form().voices();
      for (int voice = 0; voice < voices.size(); voice++) {
        String of = voices.size() == 1 ? "" : "_" + voices.get(voice).name();
        int[] labels = model.form().voice(slice, voice);
        int[] segmentsOwn = Arrays.copyOfRange(labels, segment * bar, (segment + 1) * bar);
        crossEntropy += decode(of, segmentsOwn, condition, voices.get(voice).classes());
      }
    }
    return crossEntropy + model.maxBeta() * Math.max(0, kl - model.freeBits() * Math.log(2));
  }

  /** What the decoder called by an ending pays for some steps. */
  private double decode(String of, int[] labels, double[] condition, int classes) {
    double[][] decoder = states("decoder_start" + of, condition);
    double[] before = new double[classes];
    double crossEntropy = 0;
    for (int label : labels) {
      step("decoder" + of + "1", joined(before, condition), decoder, 0);
      step("decoder" + of + "2", decoder[1], decoder, 2);
      double[] logits = dense("logits" + of, decoder[3]);
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      crossEntropy += Math.log(sum) - logits[label];
      before = new double[classes];
      before[label] = 1;
    }
    return crossEntropy;
  }

  /** The last states of both directions of the topmost layer. */
  private double[] encode(int[] slice) {
    double[][] read = new double[model.steps()][];
    for (int step = 0; step < read.length; step++) {
      read[step] = read(slice, step);
    }
    int layers = model.encoderUnits().size();
    for (int layer = 1; layer <= layers; layer++) {
      String number = layer == layers ? "" : "" + layer;
      int units = model.encoderUnits().get(layer - 1);
      double[][] forwards = sequence("forwards" + number, units, read);
      double[][] backwards = turned(sequence("backwards" + number, units, turned(read)));
      if (layer == layers) {
        return joined(forwards[read.length - 1], backwards[0]);
      }
      for (int step = 0; step < read.length; step++) {
        read[step] = joined(forwards[step], backwards[step]);
      }
    }
    throw new IllegalStateException("An encoder has a layer at least");
  }

  /** Drums alone as bits, and whether they are silent; several voices and melodies one-hot. */
  private double[] read(int[] slice, int step) {
    double[] x = new double[0];
    for (int voice = 0; voice < model.form().voices().size(); voice++) {
      int label = slice[voice * model.steps() + step];
      double[] of = new double[model.form().voices().get(voice).classes()];
      of[label] = 1;
      if (model.slices().equals("drums")) {
        of = new double[10];
        for (int drum = 0; drum < 9; drum++) {
          of[drum] = label / (1 << drum) % 2;
        }
        of[9] = label == 0 ? 1 : 0;
      }
      x = joined(x, of);
    }
    return x;
  }

  private double[][] sequence(String vertex, int units, double[][] read) {
    double[][] state = {new double[units], new double[units]};
    double[][] hidden = new double[read.length][];
    for (int step = 0; step < read.length; step++) {
      step(vertex, read[step], state, 0);
      hidden[step] = state[1];
    }
    return hidden;
  }

  private static double[][] turned(double[][] sequence) {
    double[][] turned = new double[sequence.length][];
    for (int step = 0; step < turned.length; step++) {
      turned[step] = sequence[turned.length - 1 - step];
    }
    return turned;
  }

  /** c1, h1, c2, h2. */
  private double[][] states(String layer, double[] from) {
    double[] all = dense(layer, from);
    double[][] states = new double[4][all.length / 4];
    for (int k = 0; k < all.length; k++) {
      states[k / states[0].length][k % states[0].length] = Math.tanh(all[k]);
    }
    return states;
  }

  /** An LSTM's step: c in states[at] and h in states[at + 1] become the next. */
  private void step(String vertex, double[] x, double[][] states, int at) {
    Map<String, double[][]> weights = weights(vertex);
    double[] cell = states[at];
    double[] gates =
        sum(
            product(x, weights.get("W")),
            product(states[at + 1], weights.get("R")),
            weights.get("b")[0]);
    int units = cell.length;
    double[] hidden = new double[units];
    for (int k = 0; k < units; k++) {
      double input = sigmoid(gates[k]);
      double forget = sigmoid(gates[units + k]);
      double candidate = Math.tanh(gates[2 * units + k]);
      double output = sigmoid(gates[3 * units + k]);
      cell[k] = forget * cell[k] + input * candidate;
      hidden[k] = output * Math.tanh(cell[k]);
    }
    states[at + 1] = hidden;
  }

  private double[] dense(String layer, double[] x) {
    Map<String, double[][]> weights = weights(layer);
    return sum(product(x, weights.get("W")), weights.get("b")[0]);
  }

  /** Of a vertex, the bias in one row; read but once. */
  private Map<String, double[][]> weights(String vertex) {
    return weights.computeIfAbsent(
        vertex,
        name -> {
          Map<String, double[][]> rows = new HashMap<>();
          network
              .getVertex(name)
              .paramTable(false)
              .forEach((of, array) -> rows.put(of, rows(array)));
          return rows;
        });
  }

  private static double[][] rows(INDArray array) {
    return array.rank() == 2 ? array.toDoubleMatrix() : new double[][] {array.toDoubleVector()};
  }

  private static double[] product(double[] x, double[][] rows) {
    double[] product = new double[rows[0].length];
    for (int row = 0; row < x.length; row++) {
      for (int column = 0; column < product.length; column++) {
        product[column] += x[row] * rows[row][column];
      }
    }
    return product;
  }

  private static double[] sum(double[]... vectors) {
    double[] sum = new double[vectors[0].length];
    for (double[] vector : vectors) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += vector[k];
      }
    }
    return sum;
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = new double[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
