package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A model in a process of its own. A process whose host is closed stays for a minute, for the next
 * host of the same model: the tasks of a data set take one after another.
 */
final class ChildHost implements ModelHost {
  private static final long IDLE_SECONDS = 60;

  /** Idle processes by what they have loaded. */
  private static final Map<Key, Deque<HostProcess>> IDLE = new HashMap<>();

  /** What a process is good for. */
  private record Key(String sha256, HostLimits limits) {}

  private final Key key;
  private final HostProcess process;
  private boolean isFresh = true;
  private boolean isClosed;

  private ChildHost(Key key, HostProcess process) {
    this.key = key;
    this.process = process;
  }

  static ModelHost open(HostedModel file) {
    HostProvider engine = HostEngine.require(file.name());
    Key key = new Key(HostedModel.sha256(file.bytes()), HostLimits.ofEnvironment());
    HostProcess idle = idle(key);
    if (idle != null) {
      return new ChildHost(key, idle);
    }
    byte[] bytes;
    try {
      bytes = file.runnable();
    } catch (MalformedInputException e) {
      throw notLoaded(file, e);
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory cannot fail to be read", e);
    }
    HostProcess process = HostProcess.start(engine, file.name(), key.limits());
    try {
      process.load(bytes);
    } catch (MalformedInputException e) {
      process.close();
      throw notLoaded(file, e);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
    return new ChildHost(key, process);
  }

  private static UserException notLoaded(HostedModel file, MalformedInputException e) {
    return new UserException(
        Mistake.MODEL_FAILED,
        file.name() + " cannot be loaded by " + HostEngine.TITLE + ": " + e.detail(),
        e);
  }

  private static synchronized HostProcess idle(Key key) {
    Deque<HostProcess> idle = IDLE.getOrDefault(key, new ArrayDeque<>());
    while (!idle.isEmpty()) {
      HostProcess process = idle.pop();
      if (process.isAlive()) {
        return process;
      }
      process.close();
    }
    return null;
  }

  private static synchronized void leave(Key key, HostProcess process) {
    IDLE.computeIfAbsent(key, any -> new ArrayDeque<>()).push(process);
  }

  private static synchronized void end(Key key, HostProcess process) {
    Deque<HostProcess> idle = IDLE.get(key);
    if (idle != null && idle.remove(process)) {
      process.close();
    }
  }

  @Override
  public List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed)
      throws MalformedInputException {
    isFresh = false;
    return process.call(new HostWire.Call(method, seed, inputs));
  }

  @Override
  public void reset() {
    if (!isFresh) {
      try {
        process.reset();
      } catch (MalformedInputException e) {
        throw new UserException(Mistake.MODEL_FAILED, e.detail(), e);
      }
      isFresh = true;
    }
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      if (process.isAlive()) {
        reset();
      }
    } catch (UserException e) {
      process.close(); // what it was for is done
    }
    if (process.isAlive()) {
      leave(key, process);
      CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS)
          .execute(() -> end(key, process));
    } else {
      process.close();
    }
  }
}
