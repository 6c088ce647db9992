package io.partita.kind.hosted.published;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.Weights;
import io.partita.numpy.Npy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The tensors of a network by the names of its layers, looked at as they are taken. */
final class LayerWeights {
  private final Weights weights;
  private final String prefix;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param prefix of all names, as {@code generator.}
   */
  LayerWeights(Weights weights, String prefix) {
    this.weights = weights;
    this.prefix = prefix;
  }

  private boolean has(String name) {
    return weights.tensors().containsKey(prefix + name);
  }

  /**
   * A tensor.
   *
   * @param shape that it is to have
   * @throws MalformedInputException BAD_CONFIG where it is not there, or has another one
   */
  Npy tensor(String name, int... shape) throws MalformedInputException {
    Weights.Tensor tensor = weights.tensors().get(prefix + name);
    if (tensor == null || tensor.values() == null) {
      throw Config.bad("the weights have no %s%s".formatted(prefix, name));
    }
    if (!Arrays.equals(tensor.values().shape(), shape)) {
      throw Config.bad(
          "%s%s has the shape %s, and %s was to be there"
              .formatted(prefix, name, tensor.shape(), Arrays.toString(shape)));
    }
    taken.add(prefix + name);
    return tensor.values();
  }

  /**
   * A kernel with its weight normalisation folded in (Salimans and Kingma, 2016): g · v / ‖v‖, the
   * norm over all axes but the first; by PyTorch's older or newer names. A plain one as it is.
   */
  private Npy kernel(String layer, int... shape) throws MalformedInputException {
    if (has(layer + ".weight")) {
      return tensor(layer + ".weight", shape);
    }
    boolean isNewer = has(layer + ".parametrizations.weight.original0");
    Npy g =
        tensor(
            layer + (isNewer ? ".parametrizations.weight.original0" : ".weight_g"), shape[0], 1, 1);
    Npy v = tensor(layer + (isNewer ? ".parametrizations.weight.original1" : ".weight_v"), shape);
    float[] scales = g.values();
    float[] values = v.values();
    int size = values.length / shape[0];
    for (int row = 0; row < shape[0]; row++) {
      double squares = 0;
      for (int i = row * size; i < (row + 1) * size; i++) {
        squares += (double) values[i] * values[i];
      }
      double scale = scales[row] / Math.sqrt(squares);
      for (int i = row * size; i < (row + 1) * size; i++) {
        values[i] = (float) (values[i] * scale);
      }
    }
    return Npy.of(values, shape);
  }

  /** A convolution from some channels to others. */
  Convolution convolution(String layer, int in, int out, int taps, int stride, int dilation)
      throws MalformedInputException {
    return new Convolution(
        kernel(layer, out, in, taps), tensor(layer + ".bias", out), stride, dilation);
  }

  /** A transposed convolution from some channels to others. */
  Convolution.Transposed transposed(String layer, int in, int out, int taps, int stride)
      throws MalformedInputException {
    return new Convolution.Transposed(
        kernel(layer, in, out, taps), tensor(layer + ".bias", out), stride);
  }

  /**
   * Fails where tensors are left that no layer has taken.
   *
   * @param other names that begin so are others' business; may be empty for none
   * @throws MalformedInputException BAD_CONFIG
   */
  void requireAllTaken(String other) throws MalformedInputException {
    for (String name : weights.tensors().keySet()) {
      boolean isOther = !other.isEmpty() && name.startsWith(other);
      if (name.startsWith(prefix) && !isOther && !taken.contains(name)) {
        throw Config.bad("it says nothing of the tensor " + name);
      }
    }
  }
}
