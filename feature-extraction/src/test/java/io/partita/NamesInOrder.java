package io.partita;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and values in a message, each a word or words of its own. */
final class NamesInOrder {
  private NamesInOrder() {}

  /** The first that the message does not hold after those before it. */
  static Optional<Object> missing(String message, Object... namesOrValues) {
    int from = 0;
    for (Object each : namesOrValues) {
      Matcher found =
          Pattern.compile("(?<!\\w(?=\\w))" + Pattern.quote(each.toString()) + "(?!(?<=\\w)\\w)")
              .matcher(message);
      if (!found.find(from)) {
        return Optional.of(each);
      }
      from = found.end();
    }
    return Optional.empty();
  }
}
