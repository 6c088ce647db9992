package io.partita;

import org.assertj.core.api.AbstractStringAssert;

/**
 * What a test says of a text that people read, as the detail of a rejected file: the names and
 * values that it holds. Words around them are free to improve.
 */
public final class TextAssert extends AbstractStringAssert<TextAssert> {
  private TextAssert(String text) {
    super(text, TextAssert.class);
  }

  public static TextAssert assertThatText(String text) {
    return new TextAssert(text).isNotNull();
  }

  /** The text holds each of them as a word or words, in this order. */
  public TextAssert names(Object... namesOrValues) {
    NamesInOrder.missing(actual, namesOrValues)
        .ifPresent(name -> failWithMessage("'%s' should be named in: %s", name, actual));
    return this;
  }
}
