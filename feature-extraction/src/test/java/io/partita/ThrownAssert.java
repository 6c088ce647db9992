package io.partita;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What a test says of any other exception, as a programmer's mistake: its type, and the names and
 * values that its message holds. Words around them are free to improve.
 */
public final class ThrownAssert extends AbstractThrowableAssert<ThrownAssert, Throwable> {
  private ThrownAssert(Throwable thrown) {
    super(thrown, ThrownAssert.class);
  }

  /** Runs what must end in an {@link IllegalArgumentException}. */
  public static ThrownAssert assertThatIllegal(ThrowingCallable call) {
    return assertThatThrown(IllegalArgumentException.class, call);
  }

  /** Runs what must end in an exception of the type. */
  public static ThrownAssert assertThatThrown(
      Class<? extends Throwable> type, ThrowingCallable call) {
    return new ThrownAssert(Assertions.catchThrowable(call)).isInstanceOf(type);
  }

  /** The message holds each of them as a word or words, in this order. */
  public ThrownAssert names(Object... namesOrValues) {
    String message = String.valueOf(actual.getMessage());
    NamesInOrder.missing(message, namesOrValues)
        .ifPresent(name -> failWithMessage("'%s' should be named in: %s", name, message));
    return this;
  }
}
