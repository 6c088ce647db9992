package io.partita.decoder;

import io.partita.audio.file.DecoderWire;
import java.time.Duration;

/**
 * Ends this process where a file takes more of the processor than one of its length may: some
 * seconds, one more for each MiB of the file, and one for each ten seconds of sound that came out
 * of it, of which a slow machine decodes hundreds.
 */
final class ProcessorClock {
  private static final long LOOK_MS = 200;
  private static final double SECONDS_OF_A_SECOND = 0.1;

  private final int seconds;
  private volatile long begun = Long.MAX_VALUE;
  private volatile double allowedS;
  private double ofFileS;

  private ProcessorClock(int seconds) {
    this.seconds = seconds;
  }

  /**
   * @param seconds for every file
   */
  static ProcessorClock start(int seconds) {
    ProcessorClock clock = new ProcessorClock(seconds);
    Thread thread = new Thread(clock::look, "processor-clock");
    thread.setDaemon(true);
    thread.start();
    return clock;
  }

  /** A file begins. */
  void begin(long sizeBytes) {
    ofFileS = seconds + (double) (sizeBytes >> 20);
    allowedS = ofFileS;
    begun = usedMs();
  }

  /** So much sound of the file was decoded in all. */
  void decoded(double soundS) {
    allowedS = ofFileS + soundS * SECONDS_OF_A_SECOND;
  }

  /** There is no file. */
  void idle() {
    begun = Long.MAX_VALUE;
  }

  private static long usedMs() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(LOOK_MS);
        long since = begun;
        if (since != Long.MAX_VALUE && usedMs() - since > allowedS * 1000) {
          Runtime.getRuntime().halt(DecoderWire.SPENT);
        }
      }
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
