package io.partita.process;

import java.util.concurrent.ThreadFactory;

/** A thread that does not keep the JVM alive. */
public final class DaemonThread extends Thread {
  public DaemonThread(Runnable run, String name) {
    super(run, name);
    setDaemon(true);
  }

  /** Makes such threads for an executor. */
  public static ThreadFactory named(String name) {
    return run -> new DaemonThread(run, name);
  }
}
