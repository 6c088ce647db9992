package io.partita;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What a test says of a malformed input: the fault, its place, and the names and values that its
 * detail holds. Words around them are free to improve.
 */
public final class FaultAssert
    extends AbstractThrowableAssert<FaultAssert, MalformedInputException> {
  private FaultAssert(MalformedInputException thrown) {
    super(thrown, FaultAssert.class);
  }

  /** Runs what must end in a {@link MalformedInputException}. */
  public static FaultAssert assertThatFault(ThrowingCallable call) {
    return new FaultAssert(Assertions.catchThrowableOfType(MalformedInputException.class, call))
        .isNotNull();
  }

  /**
   * @param fault name of the fault
   */
  public FaultAssert is(String fault) {
    Assertions.assertThat(actual.fault().name()).as(actual.getMessage()).isEqualTo(fault);
    return this;
  }

  /**
   * @param fault name of the fault
   * @param byteOffset where it was noticed
   */
  public FaultAssert is(String fault, long byteOffset) {
    Assertions.assertThat(actual.byteOffset()).as(actual.getMessage()).isEqualTo(byteOffset);
    return is(fault);
  }

  /** The detail holds each of them as a word or words, in this order. */
  public FaultAssert names(Object... namesOrValues) {
    NamesInOrder.missing(actual.detail(), namesOrValues)
        .ifPresent(name -> failWithMessage("'%s' should be named in: %s", name, actual.detail()));
    return this;
  }
}
