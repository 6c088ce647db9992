package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What a test says of a user's mistake: its code, and the names and values that its message holds.
 * Words around them are free to improve.
 */
public final class MistakeAssert extends AbstractObjectAssert<MistakeAssert, Mistake> {
  private final String message;

  private MistakeAssert(Mistake mistake, String message) {
    super(mistake, MistakeAssert.class);
    this.message = message;
  }

  /** Runs what must end in a {@link UserException}. */
  public static MistakeAssert assertThatMistake(ThrowingCallable call) {
    UserException thrown = Assertions.catchThrowableOfType(UserException.class, call);
    assertThat(thrown).as("a user's mistake").isNotNull();
    return assertThatMistake(thrown.mistake(), thrown.getMessage());
  }

  public static MistakeAssert assertThatMistake(Mistake mistake, String message) {
    return new MistakeAssert(mistake, message);
  }

  public MistakeAssert is(Mistake expected) {
    if (actual != expected) {
      failWithMessage("The mistake should be %s, but is %s: %s", expected, actual, message);
    }
    return this;
  }

  /**
   * For the tables of tests: the code and what the message names, as {@code "bad_option --rate 0"}.
   */
  public MistakeAssert is(String labelAndNames) {
    String[] words = labelAndNames.strip().split(" ");
    is(Mistake.labelled(words[0]).orElseThrow());
    return names((Object[]) Arrays.copyOfRange(words, 1, words.length));
  }

  /** The message holds each of them as a word or words, in this order. */
  public MistakeAssert names(Object... namesOrValues) {
    NamesInOrder.missing(message, namesOrValues)
        .ifPresent(name -> failWithMessage("'%s' should be named in: %s", name, message));
    return this;
  }

  /** The message does not hold the text. */
  public MistakeAssert namesNot(Object nameOrValue) {
    assertThat(message).doesNotContain(nameOrValue.toString());
    return this;
  }
}
