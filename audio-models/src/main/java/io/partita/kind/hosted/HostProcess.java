package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.BlasKernels;
import io.partita.process.ChildProcess;
import io.partita.process.DaemonThread;
import io.partita.process.Sandbox;
import io.partita.progress.JobLog;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process of {@link HostChild} from its parent's side. It writes no byte to any file (a limit of
 * the system, with and without a {@link Sandbox}), and ends with its parent.
 */
final class HostProcess implements Closeable {
  private static final Set<String> KEPT =
      Set.of("PATH", "LC_ALL", "LANG", "OMP_WAIT_POLICY", "LD_LIBRARY_PATH");

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(DaemonThread.named("hosted-model"));

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final HostLimits limits;
  private final String name;
  private final ChildProcess process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private volatile boolean late;

  private HostProcess(HostLimits limits, String name, ChildProcess process) {
    this.limits = limits;
    this.name = name;
    this.process = process;
    out = new DataOutputStream(new BufferedOutputStream(process.input(), 1 << 16));
    in = new DataInputStream(new BufferedInputStream(process.answers(), 1 << 16));
  }

  /**
   * Starts a process with an engine and no model.
   *
   * @param name of the model's file, for messages
   */
  static HostProcess start(HostProvider engine, String name, HostLimits limits) {
    Optional<String> missing = Sandbox.missing();
    if (missing.isPresent() && SAID.compareAndSet(false, true)) {
      JobLog.sayf(
          "Models run without a sandbox: %s. A model's file is a program; see"
              + " docs/hosted-models.md.",
          missing.get());
    }
    try {
      return new HostProcess(limits, name, ChildProcess.start(program(engine, limits)));
    } catch (IOException e) {
      throw new UserException(
          Mistake.MODEL_FAILED,
          "A process for " + name + " cannot be started: " + e.getMessage(),
          e);
    }
  }

  private static ChildProcess.Program program(HostProvider engine, HostLimits limits)
      throws IOException {
    HostLibraries libraries = engine.libraries();
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + limits.memoryMiB() / 4 + "m");
    options.add("-XX:TieredStopAtLevel=1");
    libraries.properties().forEach((key, value) -> options.add("-D" + key + "=" + value));
    Map<String, String> environment = ChildProcess.variables(KEPT);
    environment.putAll(BlasKernels.variables());
    return new ChildProcess.Program(
        List.copyOf(ClassFiles.of(engine.getClass().getClassLoader())),
        options,
        HostChild.class.getName(),
        List.of(),
        libraries.folders(),
        environment,
        limits.memoryMiB());
  }

  /** Has the model loaded. */
  void load(byte[] bytes) throws MalformedInputException {
    ask(() -> HostWire.load(out, name, bytes));
  }

  List<HostedArray> call(HostWire.Call call) throws MalformedInputException {
    return ask(() -> HostWire.write(out, call));
  }

  void reset() throws MalformedInputException {
    ask(
        () -> {
          out.writeByte(HostWire.RESET);
          out.flush();
        });
  }

  /** A request as it is written. */
  private interface Request {
    void write() throws IOException;
  }

  private List<HostedArray> ask(Request request) throws MalformedInputException {
    ScheduledFuture<?> alarm =
        CLOCK.schedule(this::stopLate, limits.call().toMillis(), TimeUnit.MILLISECONDS);
    try {
      request.write();
      return HostWire.answer(in);
    } catch (IOException e) {
      close();
      throw new UserException(Mistake.MODEL_FAILED, ended(), e);
    } catch (OutOfMemoryError e) {
      close();
      throw new UserException(
          Mistake.TOO_LARGE,
          "The model " + name + " makes more than this process has memory for.",
          e);
    } finally {
      alarm.cancel(false);
    }
  }

  private void stopLate() {
    late = true;
    process.close();
  }

  private String ended() {
    if (late) {
      return String.format(
          Locale.ROOT,
          "The model %s took more than %,d s for one call and was stopped; %s sets another limit.",
          name,
          limits.call().toSeconds(),
          HostLimits.SECONDS);
    }
    String last = process.printed();
    boolean isMemory = last.contains("OutOfMemory") || last.contains("memory");
    return isMemory
        ? String.format(
            Locale.ROOT,
            "The model %s took more than %,d MiB of memory and was stopped; %s sets another limit.",
            name,
            limits.memoryMiB(),
            HostLimits.MEMORY)
        : String.format(
            Locale.ROOT,
            "The process of the model %s ended (%s): %s",
            name,
            process.ending(),
            last.isEmpty() ? "it said nothing." : EngineError.line(new IOException(last)));
  }

  boolean isAlive() {
    return process.isAlive() && !late;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
