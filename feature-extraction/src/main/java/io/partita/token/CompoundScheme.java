package io.partita.token;

import java.util.OptionalInt;

/** A scheme whose tokens are the five numbers of {@link CompoundNote}. */
interface CompoundScheme extends TokenScheme {
  @Override
  default String meaning() {
    return CompoundNote.MEANING;
  }

  @Override
  default OptionalInt vocabularySize() {
    return OptionalInt.empty();
  }

  @Override
  default String name(int token, int position) {
    return CompoundNote.name(token, position);
  }
}
