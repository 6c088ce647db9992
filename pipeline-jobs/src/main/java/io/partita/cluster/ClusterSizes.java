package io.partita.cluster;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.option.OptionRange;

/**
 * How large a cluster is.
 *
 * @param workers Spark workers, 1 to 16
 * @param workerCores cores that each worker gives to executors and drivers, 1 to 256
 * @param workerMemory memory that each worker gives to them, as 2g or 1536m
 */
record ClusterSizes(int workers, int workerCores, String workerMemory) {
  private static final int MOST_WORKERS = 16;
  private static final int MOST_CORES = 256;

  /** Checks the ranges. */
  public ClusterSizes {
    require("--workers", workers, MOST_WORKERS);
    require("--worker-cores", workerCores, MOST_CORES);
    if (!workerMemory.matches("[1-9][0-9]{0,5}[mg]")) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--worker-memory must be a number and m or g, as 2g, not '" + workerMemory + "'.");
    }
  }

  private static void require(String option, int value, int most) {
    OptionRange.require(value >= 1 && value <= most, option + " must be 1 to " + most, value);
  }
}
