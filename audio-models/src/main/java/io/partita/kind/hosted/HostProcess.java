package io.partita.kind.hosted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.progress.JobLog;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A process of {@link HostChild} from its parent's side. It writes no byte to any file (a limit of
 * the system, with and without a {@link Sandbox}), and ends with its parent.
 */
final class HostProcess implements Closeable {
  /**
   * Descriptor 3 is the answers; what is printed goes to standard error. Sizes of files are in
   * blocks, so that none may be written.
   */
  private static final String LIMITED =
      "ulimit -c 0 && ulimit -f 0 && ulimit -v \"$1\" && shift && exec 3>&1 1>&2 && exec \"$@\"";

  private static final List<String> KEPT =
      List.of("PATH", "LC_ALL", "LANG", "OMP_WAIT_POLICY", "LD_LIBRARY_PATH");

  private static final int MOST_ERRORS = 4096;

  /** Starts every process: the system kills a sandboxed one with the thread that has started it. */
  private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(r -> daemon(r));

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(r -> daemon(r));

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final HostLimits limits;
  private final String name;
  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final StringBuilder errors = new StringBuilder();
  private volatile boolean late;

  private HostProcess(HostLimits limits, String name, Process process) {
    this.limits = limits;
    this.name = name;
    this.process = process;
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    daemon(this::readErrors).start();
  }

  /**
   * Starts a process with an engine and no model.
   *
   * @param name of the model's file, for messages
   */
  static HostProcess start(HostProvider engine, String name, HostLimits limits) {
    try {
      List<String> command = command(engine, limits);
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(KEPT);
      // Each arena of the allocator takes 64 MiB of the address space that is limited.
      environment.put("MALLOC_ARENA_MAX", "2");
      return new HostProcess(limits, name, STARTER.submit(builder::start).get());
    } catch (ExecutionException e) {
      throw new UserException(
          Mistake.MODEL_FAILED, "A process for " + name + " cannot be started: " + e.getCause(), e);
    } catch (IOException e) {
      throw new UserException(
          Mistake.MODEL_FAILED, "A process for " + name + " cannot be started: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException(
          Mistake.MODEL_FAILED, "Starting a process for " + name + " was interrupted.", e);
    }
  }

  private static List<String> command(HostProvider engine, HostLimits limits) throws IOException {
    HostLibraries libraries = engine.libraries();
    List<Path> classes = new ArrayList<>(ClassFiles.of(engine.getClass().getClassLoader()));
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITED, "sh"));
    command.add(Long.toString(limits.memoryMiB() << 10));
    Optional<String> missing = Sandbox.missing();
    if (missing.isEmpty()) {
      Set<Path> seen = new LinkedHashSet<>(classes);
      seen.addAll(libraries.folders());
      seen.add(java);
      seen.addAll(settings(java));
      command.addAll(Sandbox.command(seen));
    } else if (SAID.compareAndSet(false, true)) {
      JobLog.sayf(
          "Models run without a sandbox: %s. A model's file is a program; see"
              + " docs/hosted-models.md.",
          missing.get());
    }
    command.add(java.resolve("bin/java").toString());
    command.add("-Xmx" + limits.memoryMiB() / 4 + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8"));
    libraries.properties().forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-cp");
    command.add(classes.stream().map(Path::toString).collect(Collectors.joining(":")));
    command.add(HostChild.class.getName());
    return command;
  }

  /** Folders outside of Java's own that its settings are linked to, as on Debian. */
  private static List<Path> settings(Path java) throws IOException {
    List<Path> linked = new ArrayList<>();
    for (String folder : List.of("conf", "lib", "lib/security", "conf/security")) {
      Path path = java.resolve(folder);
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
          for (Path file : files) {
            Path real = Files.exists(file) ? file.toRealPath() : file;
            if (!real.startsWith("/usr") && !real.startsWith(java.toRealPath())) {
              linked.add(real);
            }
          }
        }
      }
    }
    return linked;
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
    process.destroyForcibly();
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
    String last;
    synchronized (errors) {
      last = errors.toString().strip();
    }
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
            exit(),
            last.isEmpty() ? "it said nothing." : EngineError.line(new IOException(last)));
  }

  private String exit() {
    try {
      process.waitFor(1, TimeUnit.SECONDS);
      return "exit status " + process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (IllegalThreadStateException e) {
      return "no exit status";
    }
  }

  boolean isAlive() {
    return process.isAlive() && !late;
  }

  long pid() {
    return process.pid();
  }

  private void readErrors() {
    byte[] bytes = new byte[1024];
    try (InputStream stream = process.getErrorStream()) {
      for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
        said(new String(Arrays.copyOf(bytes, count), UTF_8));
      }
    } catch (IOException e) {
      said(e.getMessage());
    }
  }

  private void said(String text) {
    synchronized (errors) {
      errors.append(text);
      errors.delete(0, Math.max(0, errors.length() - MOST_ERRORS));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Thread daemon(Runnable run) {
    Thread thread = new Thread(run, "hosted-model");
    thread.setDaemon(true);
    return thread;
  }
}
