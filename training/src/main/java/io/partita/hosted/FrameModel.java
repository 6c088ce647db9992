package io.partita.hosted;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.hosted.file.HostedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An ONNX graph that takes one frame a call and keeps nothing itself: its first input is the frame,
 * the others are states, which come out behind the result in the same order and go in again.
 * Silence was before the first frame: states begin as zeros. Not for use by several threads.
 */
public final class FrameModel implements AutoCloseable {
  private static final String METHOD = "forward";
  private static final int MOST_STATE = 1 << 24;

  private final ModelHost host;
  private final long[] frame;
  private final List<HostedArray> begin;
  private List<HostedArray> states;

  private FrameModel(ModelHost host, long[] frame, List<HostedArray> begin) {
    this.host = host;
    this.frame = frame;
    this.begin = begin;
    states = begin;
  }

  /**
   * Loads a model.
   *
   * @throws UserException where its engine is not there, or it has other inputs and outputs
   */
  public static FrameModel open(HostedModel file) {
    List<HostedValue> inputs = file.description().inputs();
    if (inputs.isEmpty() || inputs.size() != file.description().outputs().size()) {
      throw new UserException(
          "%s has %d inputs and %d outputs; a model of frames has one of each, and its states."
              .formatted(file.name(), inputs.size(), file.description().outputs().size()));
    }
    List<HostedArray> begin = new ArrayList<>();
    for (HostedValue state : inputs.subList(1, inputs.size())) {
      long[] shape = shape(file.name(), state);
      begin.add(HostedArray.of(new float[size(file.name(), shape)], shape));
    }
    long[] frame = shape(file.name(), inputs.get(0));
    size(file.name(), frame);
    return new FrameModel(ModelHost.open(file), frame, List.copyOf(begin));
  }

  private static long[] shape(String name, HostedValue input) {
    for (String axis : input.shape()) {
      if (!axis.matches("[1-9]\\d{0,8}")) {
        throw new UserException(
            name + ": the input " + input.name() + " has no fixed size: " + input.text() + ".");
      }
    }
    return input.shape().stream().mapToLong(Long::parseLong).toArray();
  }

  private static int size(String name, long[] shape) {
    long size = 1;
    for (long axis : shape) {
      size *= axis;
      if (size > MOST_STATE) {
        throw new UserException(name + " wants more than 16 million numbers of one input.");
      }
    }
    return (int) size;
  }

  /** Numbers of a frame that goes in. */
  public int frameSize() {
    int size = 1;
    for (long axis : frame) {
      size *= (int) axis;
    }
    return size;
  }

  /** Forgets what it has heard. */
  public void reset() {
    states = begin;
  }

  /**
   * The next frame.
   *
   * @param values {@link #frameSize} of them
   * @return what comes out, its axes put behind one another
   * @throws MalformedInputException a {@link CallFault}
   */
  public float[] next(float[] values) throws MalformedInputException {
    List<HostedArray> inputs = new ArrayList<>();
    inputs.add(HostedArray.of(values, frame));
    inputs.addAll(states);
    List<HostedArray> outputs = host.call(METHOD, inputs, OptionalLong.empty());
    int bad = outputs.get(0).firstNotFinite();
    if (outputs.get(0).floats() == null || bad >= 0) {
      throw new MalformedInputException(
          CallFault.NOT_FINITE, 0, "the model makes no finite numbers of a frame");
    }
    states = outputs.subList(1, outputs.size());
    return outputs.get(0).floats();
  }

  @Override
  public void close() {
    host.close();
  }
}
