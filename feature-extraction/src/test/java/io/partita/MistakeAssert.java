package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The message holds each of them as a word or words, in this order. */
  public MistakeAssert names(Object... namesOrValues) {
    int from = 0;
    for (Object each : namesOrValues) {
      Matcher found =
          Pattern.compile("(?<!\\w(?=\\w))" + Pattern.quote(each.toString()) + "(?!(?<=\\w)\\w)")
              .matcher(message);
      if (!found.find(from)) {
        failWithMessage("'%s' should be named, in this order, in: %s", each, message);
      }
      from = found.end();
    }
    return this;
  }

  /** The message does not hold the text. */
  public MistakeAssert namesNot(Object nameOrValue) {
    assertThat(message).doesNotContain(nameOrValue.toString());
    return this;
  }
}
