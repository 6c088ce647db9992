package org.rapaio.jupyter.kernel.channels;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Repeats something at intervals until it is shut down. Stands before the kernel's own class of
 * this name on the class path, whose threads end before they begin where they are faster than who
 * starts them, and end for good where a message comes before the kernel is ready for it: on a busy
 * machine the kernel then never answers.
 */
public final class LoopThread extends Thread {
  private static final Logger LOGGER = Logger.getLogger(LoopThread.class.getSimpleName());

  private final long sleepMillis;
  private final Runnable body;
  private volatile boolean running = true;

  /**
   * @param sleep milliseconds between two rounds
   */
  public LoopThread(String name, long sleep, Runnable loopBody) {
    super(name);
    this.sleepMillis = sleep;
    this.body = loopBody;
  }

  @Override
  public void run() {
    while (running) {
      try {
        body.run();
      } catch (RuntimeException e) {
        // Jupyter asks again.
        LOGGER.log(Level.FINE, "A message was lost", e);
      }
      try {
        Thread.sleep(sleepMillis);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends it after the round that is under way. */
  public void shutdown() {
    running = false;
  }
}
