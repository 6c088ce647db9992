package io.partita.kind.hosted.codec;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.file.HostedFormat;
import io.partita.kind.hosted.file.HostedValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arrays of a graph that computes a frame at a time: its input and output, then the states, out
 * in the order in which they go in.
 *
 * @param input its axes
 * @param output its axes
 * @param states the axes of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StepShape(long[] input, long[] output, List<long[]> states) {
  private static final long MOST_NUMBERS = 1 << 20;

  /**
   * Reads it from what a file says of its arrays.
   *
   * @throws UserException where it is no such graph
   */
  static StepShape of(HostedModel file) {
    List<HostedValue> inputs = file.description().inputs();
    List<HostedValue> outputs = file.description().outputs();
    if (file.description().format() != HostedFormat.ONNX
        || inputs.size() < 2
        || inputs.size() != outputs.size()) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          file.name()
              + " is no graph of ONNX that computes a frame at a time, with as many states out as"
              + " in.");
    }
    List<long[]> states = new ArrayList<>();
    for (int i = 1; i < inputs.size(); i++) {
      long[] axes = axes(file.name(), inputs.get(i));
      if (!Arrays.equals(axes, axes(file.name(), outputs.get(i)))) {
        throw new UserException(
            Mistake.UNSUPPORTED_MODEL,
            "%s takes state %s and makes %s of it."
                .formatted(file.name(), inputs.get(i).text(), outputs.get(i).text()));
      }
      states.add(axes);
    }
    return new StepShape(
        axes(file.name(), inputs.get(0)), axes(file.name(), outputs.get(0)), states);
  }

  private static long[] axes(String name, HostedValue value) {
    boolean isFixed = value.type().equals("float32");
    for (String axis : value.shape()) {
      isFixed &= axis.matches("[1-9]\\d{0,6}");
    }
    long count = 1;
    long[] axes = new long[value.shape().size()];
    for (int i = 0; isFixed && i < axes.length; i++) {
      axes[i] = Long.parseLong(value.shape().get(i));
      count = Math.min(MOST_NUMBERS + 1, count * axes[i]);
    }
    if (!isFixed || count > MOST_NUMBERS) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          "%s has %s %s; a graph that computes a frame at a time has float32 of fixed sizes."
              .formatted(name, value.name(), value.text()));
    }
    return axes;
  }

  int inputSize() {
    return size(input);
  }

  int outputSize() {
    return size(output);
  }

  /** States before the first frame. */
  List<HostedArray> zeros() {
    return states.stream().map(axes -> HostedArray.of(new float[size(axes)], axes)).toList();
  }

  private static int size(long[] axes) {
    return (int) Arrays.stream(axes).reduce(1, (a, b) -> a * b);
  }
}
