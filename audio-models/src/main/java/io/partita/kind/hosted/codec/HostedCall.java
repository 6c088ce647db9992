package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Calls of a model whose results are looked at before they are used. */
final class HostedCall {
  private HostedCall() {}

  /**
   * What a method returned.
   *
   * @param shapes of the arrays of float32 that it is to return, in their order
   * @throws MalformedInputException a {@link CallFault}, also where it returns others or numbers
   *     that are not finite
   */
  static List<HostedArray> floats(
      ModelHost host, String method, List<HostedArray> inputs, List<long[]> shapes)
      throws MalformedInputException {
    List<HostedArray> made = host.call(method, inputs, OptionalLong.empty());
    require(
        made.size() == shapes.size(),
        CallFault.ANOTHER_SHAPE,
        "the model's %s makes %d arrays, not %d".formatted(method, made.size(), shapes.size()));
    for (int i = 0; i < shapes.size(); i++) {
      HostedArray array = made.get(i);
      require(
          array.floats() != null && Arrays.equals(array.shape(), shapes.get(i)),
          CallFault.ANOTHER_SHAPE,
          "the model's %s makes %s where its description promises float32 %s"
              .formatted(method, array.text(), Arrays.toString(shapes.get(i))));
      requireFinite("result of " + method, array);
    }
    return made;
  }

  static void requireFinite(String what, HostedArray array) throws MalformedInputException {
    int bad = array.firstNotFinite();
    if (bad >= 0) {
      throw new MalformedInputException(
          CallFault.NOT_FINITE,
          bad * (long) Float.BYTES,
          what + " " + bad + " is " + array.floats()[bad]);
    }
  }

  static void require(boolean holds, CallFault fault, String otherwise)
      throws MalformedInputException {
    if (!holds) {
      throw new MalformedInputException(fault, 0, otherwise);
    }
  }

  /**
   * Checks a recording before it is encoded.
   *
   * @return samples of each channel
   */
  static int samples(float[][] channels, CodecShape shape) throws MalformedInputException {
    require(
        channels.length == shape.channels(),
        CallFault.ANOTHER_SHAPE,
        "the model hears %d channels, not %d".formatted(shape.channels(), channels.length));
    require(channels[0].length > 0, CallFault.NO_SAMPLES, "there is not one sample");
    for (float[] channel : channels) {
      require(
          channel.length == channels[0].length,
          CallFault.ANOTHER_SHAPE,
          "channels of different lengths");
      requireFinite("sample", HostedArray.mono(channel));
    }
    return channels[0].length;
  }
}
