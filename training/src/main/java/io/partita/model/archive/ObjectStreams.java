package io.partita.model.archive;

import java.io.IOException;
import java.io.ObjectInputFilter;

/**
 * Refuses Java's own deserialisation, which runs code that the bytes choose, to whatever reads a
 * model archive. Nothing there asks for it; should a library begin to, it gets an {@link
 * java.io.InvalidClassException} instead of an object.
 *
 * <p>It holds for the thread that reads, while it reads: Spark sends its tasks as Java objects
 * through other threads of the same JVM, or at other times. A filter that the user gave to the JVM
 * by {@code -Djdk.serialFilter} stays instead.
 */
final class ObjectStreams {
  private static final ThreadLocal<Boolean> REFUSED = ThreadLocal.withInitial(() -> false);

  static {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectStreams::answer);
    }
  }

  /** What reads. */
  interface Reading<T> {
    T read() throws IOException;
  }

  private ObjectStreams() {}

  /** Reads something; meanwhile no Java object is read by this thread. */
  static <T> T refused(Reading<T> reading) throws IOException {
    boolean before = REFUSED.get();
    REFUSED.set(true);
    try {
      return reading.read();
    } finally {
      REFUSED.set(before);
    }
  }

  private static ObjectInputFilter.Status answer(ObjectInputFilter.FilterInfo asked) {
    return REFUSED.get() ? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED;
  }
}
