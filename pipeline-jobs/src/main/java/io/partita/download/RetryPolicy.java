package io.partita.download;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * How long a download waits and how often it tries.
 *
 * @param connection for a connection
 * @param silence for an answer, and for each next byte of it
 * @param firstPause after a cut; each next one without a new byte is twice as long
 * @param longestPause that cuts lead to
 * @param longestWish of a server ({@code Retry-After}) that is fulfilled
 * @param fruitlessTries in a row, after which a download is given up
 */
record RetryPolicy(
    Duration connection,
    Duration silence,
    Duration firstPause,
    Duration longestPause,
    Duration longestWish,
    int fruitlessTries) {
  static final RetryPolicy USUAL =
      new RetryPolicy(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          5);

  private static final int LAST_DOUBLING = 30;

  /**
   * The pause after a cut.
   *
   * @param earlierCuts number of cuts before it in a row without a new byte
   * @param retryAfter wish of the server; null for none
   * @param now time of that wish
   */
  Duration pause(int earlierCuts, String retryAfter, Instant now) {
    Duration own =
        shorter(firstPause.multipliedBy(1L << Math.min(earlierCuts, LAST_DOUBLING)), longestPause);
    Duration wish = shorter(wish(retryAfter, now), longestWish);
    return wish.compareTo(own) > 0 ? wish : own;
  }

  private static Duration wish(String retryAfter, Instant now) {
    if (retryAfter == null) {
      return Duration.ZERO;
    }
    String text = retryAfter.strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Duration.ZERO; // neither of the two forms: as if nothing was said
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The same with one try for each file. */
  RetryPolicy once() {
    return new RetryPolicy(connection, silence, firstPause, longestPause, longestWish, 1);
  }

  /** A duration as people read it: {@code 1 s}, {@code 0.25 s}. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
  }
}
