package io.partita.cluster;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * A daemon with what tells that it does its work.
 *
 * @param answers whether it can be used now
 */
record ClusterPart(Daemon daemon, BooleanSupplier answers) {
  /** How a part is. */
  enum State {
    /** Its process runs and it can be used. */
    UP,
    /** Its process runs and cannot be used, not yet or no longer. */
    SILENT,
    /** There is no process. */
    DOWN
  }

  State state() throws IOException {
    if (daemon.process().isEmpty()) {
      return State.DOWN;
    }
    return answers.getAsBoolean() ? State.UP : State.SILENT;
  }
}
