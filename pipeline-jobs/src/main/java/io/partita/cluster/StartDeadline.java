package io.partita.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The time that a cluster has to start, and what is said while it does. */
final class StartDeadline {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

  private final Duration patience;
  private final InstantSource clock;
  private final Consumer<String> say;
  private final Instant start;
  private Instant nextLine;

  /** The time begins now. */
  StartDeadline(Duration patience, InstantSource clock, Consumer<String> say) {
    this.patience = patience;
    this.clock = clock;
    this.say = say;
    this.start = clock.instant();
    this.nextLine = start.plus(BETWEEN_LINES);
  }

  /**
   * A moment's wait, and every 15 seconds a line that says what for.
   *
   * @param what does not answer yet, as {@code worker-1}
   * @return whether there is time left
   */
  boolean pause(String what) {
    if (hasPassed()) {
      return false;
    }
    if (!clock.instant().isBefore(nextLine)) {
      say.accept(
          String.format(
              Locale.ROOT,
              "%-12s no answer yet after %d s; giving up after %s",
              what,
              elapsed().toSeconds(),
              patience()));
      nextLine = clock.instant().plus(BETWEEN_LINES);
    }
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    return true;
  }

  private boolean hasPassed() {
    return elapsed().compareTo(patience) >= 0;
  }

  /** How long it has been waited. */
  Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  /** The whole time, as {@code --patience} takes it: {@code 5m}, {@code 1m30s}. */
  String patience() {
    return patience.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
