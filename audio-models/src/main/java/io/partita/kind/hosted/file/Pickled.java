package io.partita.kind.hosted.file;

import io.partita.MalformedInputException;
import java.util.List;
import java.util.Map;

/**
 * What a pickle holds beside null, {@link Long}, {@link Double}, {@link Boolean}, {@link String},
 * {@link List} and {@link Map}: descriptions of things, never the things.
 */
sealed interface Pickled {
  /** A name of a class or function. */
  record Global(String module, String name) implements Pickled {
    String text() {
      return module + "." + name;
    }
  }

  /** A tuple, which unlike a list is never changed. */
  record Tuple(List<Object> items) implements Pickled {}

  /**
   * The numbers of tensors, which lie in another member of the zip.
   *
   * @param type the name of its class, as {@code FloatStorage}
   * @param key the member's name
   * @param location where they lay when they were saved, as {@code cpu} or {@code cuda:0}
   * @param count how many numbers it claims
   */
  record Storage(String type, String key, String location, long count) implements Pickled {}

  /**
   * A view of a storage.
   *
   * @param offset of its first number in the storage
   * @param shape sizes, none of a single number
   * @param strides numbers from one to the next along each axis; empty where the pickle does not
   *     say
   * @param byteOffset where in the pickle it is made
   */
  record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides, int byteOffset)
      implements Pickled {
    /**
     * How many numbers it shows.
     *
     * @throws MalformedInputException BROKEN_PICKLE when its shape cannot be
     */
    long count() throws MalformedInputException {
      long count = 1;
      for (long size : shape) {
        if (size < 0 || (size > 0 && count > Long.MAX_VALUE / size)) {
          throw new MalformedInputException(
              HostedFault.BROKEN_PICKLE, byteOffset, "A tensor has the shape " + shape);
        }
        count *= size;
      }
      return count;
    }
  }

  /** An object: its class, and its attributes once they were given. */
  final class Instance implements Pickled {
    private final Global type;
    private Map<?, ?> state = Map.of();

    Instance(Global type) {
      this.type = type;
    }

    Global type() {
      return type;
    }

    Map<?, ?> state() {
      return state;
    }

    void build(Map<?, ?> attributes) {
      state = attributes;
    }
  }
}
