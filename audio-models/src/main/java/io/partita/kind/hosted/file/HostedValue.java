package io.partita.kind.hosted.file;

import java.util.List;

/**
 * A tensor of weights alone.
 *
 * @param type of its elements, as {@code F32}
 * @param shape its sizes, one text an axis
 */
public record HostedValue(String name, String type, List<String> shape) {
  public HostedValue {
    shape = List.copyOf(shape);
  }
}
