package io.partita;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Names the input that work was at when it failed, and leaves the kind of the failure what it is: a
 * failed read or write stays an {@link IOException} of its type, a user's mistake a {@link
 * UserException}, and a bug stays unchecked, with its stack trace.
 */
public final class AtInput {
  private AtInput() {}

  /** Work on one input. */
  @FunctionalInterface
  public interface Work<T> {
    T call() throws IOException;
  }

  /** Work on one input that gives nothing back. */
  @FunctionalInterface
  public interface Task {
    void run() throws IOException;
  }

  /**
   * Does the work.
   *
   * @param input to a person, as {@code a/b.mid of lakh.tar.gz}
   * @throws IOException where the work throws one, or what only carries one: of the same type, with
   *     the input in its message and the original as its cause
   * @throws IllegalStateException for any other exception or error of the work; a full heap is
   *     passed on as it is
   */
  public static <T> T call(String input, Work<T> work) throws IOException {
    try {
      return work.call();
    } catch (UncheckedIOException e) {
      throw named(input, e.getCause());
    } catch (IOException e) {
      throw named(input, e);
    } catch (UserException | OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (e.getCause() instanceof IOException io) { // as Hadoop says that a local disk is full
        throw named(input, io);
      }
      throw new IllegalStateException(String.format(Locale.ROOT, "At %s: %s", input, e), e);
    }
  }

  /** The same of work that gives nothing back. */
  public static void run(String input, Task task) throws IOException {
    call(
        input,
        () -> {
          task.run();
          return null;
        });
  }

  /**
   * The same where only unchecked exceptions can be thrown, as in an iterator.
   *
   * @throws UncheckedIOException where {@link #call} throws an {@link IOException}
   */
  public static <T> T callUnchecked(String input, Work<T> work) {
    try {
      return call(input, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IOException named(String input, IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (message.contains(input)) {
      return e;
    }
    String said = message.lines().findFirst().orElse("") + " (at " + input + ")";
    try {
      IOException same = e.getClass().getConstructor(String.class).newInstance(said);
      same.initCause(e);
      return same;
    } catch (ReflectiveOperationException | IllegalStateException noSuchOne) {
      return new IOException(said, e);
    }
  }
}
