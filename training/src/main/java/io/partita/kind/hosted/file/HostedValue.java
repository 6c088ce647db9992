package io.partita.kind.hosted.file;

import java.util.List;

/**
 * An input or output of an ONNX graph, or a tensor of weights alone.
 *
 * @param type of its elements, as {@code float32}, or {@code F32} of weights
 * @param shape one text an axis: its size, the name of a size that is free, or {@code ?}
 */
public record HostedValue(String name, String type, List<String> shape) {
  public HostedValue {
    shape = List.copyOf(shape);
  }

  /** As {@code float32[1, 80, T]}. */
  public String text() {
    return type + "[" + String.join(", ", shape) + "]";
  }
}
