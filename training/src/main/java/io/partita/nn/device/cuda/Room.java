package io.partita.nn.device.cuda;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory on the GPU that grows to the most that was asked of it, and is freed when nobody can reach
 * this any more. Used like the {@link Cuda} that it is of.
 */
public final class Room {
  private static final Cleaner CLEANER = Cleaner.create();

  /** How often and how long freeing is waited for when memory is full. */
  private static final int TURNS = 5;

  private static final long TURN_MS = 40;

  private final Cuda cuda;
  private final Held held;
  private long floats;

  /**
   * What the cleaner frees; it must not reach the room.
   *
   * @param at 0 for nothing
   */
  private record Held(Cuda cuda, AtomicLong at) implements Runnable {
    @Override
    public void run() {
      synchronized (cuda) {
        long address = at.getAndSet(0);
        if (address != 0) {
          cuda.free(address);
        }
      }
    }
  }

  public Room(Cuda cuda) {
    this.cuda = cuda;
    this.held = new Held(cuda, new AtomicLong());
    CLEANER.register(this, held);
  }

  /**
   * The address of so many numbers; what lay there is lost where it has to grow.
   *
   * @param count 1 or more
   */
  public long of(long count) {
    if (count > floats) {
      held.run();
      floats = 0;
      held.at().set(cuda.allocate(count));
      floats = count;
    }
    return held.at().get();
  }

  /** Its address, as it was last asked for. */
  public long at() {
    return held.at().get();
  }

  /** Waits a moment for what nobody can reach any more to be freed; the caller holds the lock. */
  static void freeUnreachable(Cuda cuda) {
    for (int turn = 0; turn < TURNS; turn++) {
      System.gc();
      try {
        cuda.wait(TURN_MS); // the cleaner needs the lock
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
