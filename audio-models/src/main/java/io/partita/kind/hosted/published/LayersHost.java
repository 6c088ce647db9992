package io.partita.kind.hosted.published;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import io.partita.nn.device.NativeThreads;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Layers of this package as the methods of a model. They keep nothing from call to call. */
final class LayersHost implements ModelHost {
  /** One method. */
  @FunctionalInterface
  interface Method {
    HostedArray of(List<HostedArray> inputs) throws MalformedInputException;
  }

  private final Map<String, Method> methods;

  LayersHost(Map<String, Method> methods) {
    this.methods = Map.copyOf(methods);
  }

  @Override
  public List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed)
      throws MalformedInputException {
    NativeThreads.use(1); // as the interface says; OpenMP counts by thread
    return List.of(methods.get(method).of(inputs));
  }

  /**
   * The signal that a method hears.
   *
   * @throws MalformedInputException ANOTHER_SHAPE where it has other channels
   */
  static Signal signal(HostedArray array, int channels) throws MalformedInputException {
    if (array.floats() == null
        || array.shape().length != 3
        || array.shape()[0] != 1
        || array.shape()[1] != channels
        || array.shape()[2] < 1) {
      throw new MalformedInputException(
          CallFault.ANOTHER_SHAPE,
          0,
          "the network hears float32 [1, %d, time], not %s".formatted(channels, array.text()));
    }
    return Signal.of(array);
  }

  @Override
  public void reset() {
    // no layer has a buffer
  }

  @Override
  public void close() {
    // its memory is that of arrays, which go with it
  }
}
