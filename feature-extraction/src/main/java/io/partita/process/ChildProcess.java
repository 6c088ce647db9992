package io.partita.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Java process that is held tight: its address space is limited, it writes no byte to any file,
 * knows nothing of the environment but what is listed, and runs in a {@link Sandbox}, where it
 * starts no process, if there is one. It reads from its parent on standard input, answers on the
 * file descriptor 3, and ends with its parent; what it prints is kept for messages.
 */
public final class ChildProcess implements Closeable {
  /**
   * Descriptor 3 is the answers, 4 what bubblewrap reads; what is printed goes to standard error.
   * Sizes of files are in blocks, so that none may be written.
   */
  private static final String LIMITED =
      "ulimit -c 0 && ulimit -f 0 && ulimit -v \"$1\" && exec 4<\"$2\" && shift 2 &&"
          + " exec 3>&1 1>&2 && exec \"$@\"";

  private static final List<String> FILTERED = List.of("--seccomp", "4");

  private static final int MOST_PRINTED = 4096;

  /** What is closed takes a while to end. */
  private static final int MOST_SECONDS = 5;

  /** What a shell and bubblewrap make of a signal. */
  private static final int SIGNALLED = 128;

  private static final String THREAD = "child-process";

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM", 24, "SIGXCPU", 31, "SIGSYS");

  /** How Java tells of a signal that it then ends by SIGABRT for. */
  private static final Pattern FATAL = Pattern.compile("# +(SIG[A-Z]+) \\(0x");

  /** Starts every process: the system kills a sandboxed one with the thread that has started it. */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(DaemonThread.named(THREAD));

  /**
   * A Java program.
   *
   * @param classPath jars and folders of classes
   * @param options of Java beside those of every such process
   * @param mainClass and its {@code arguments}
   * @param seen folders beside the system's, Java's and the class path's that it may read
   * @param environment all variables that it has, but for the allocator's
   * @param memoryMib its address space in MiB
   */
  public record Program(
      List<Path> classPath,
      List<String> options,
      String mainClass,
      List<String> arguments,
      List<Path> seen,
      Map<String, String> environment,
      long memoryMib) {
    public Program {
      classPath = List.copyOf(classPath);
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
      seen = List.copyOf(seen);
      environment = Map.copyOf(environment);
    }
  }

  /** Those variables of this process that are left to another one. */
  public static Map<String, String> variables(Set<String> names) {
    Map<String, String> left = new HashMap<>(System.getenv());
    left.keySet().retainAll(names);
    return left;
  }

  /** Of this JVM, which takes a third of a second to end while threads wait for one of them. */
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final StringBuilder printed = new StringBuilder();
  private final Thread printing = new DaemonThread(this::readPrinted, THREAD);

  private ChildProcess(Process process) {
    this.process = process;
    ALIVE.add(process);
    printing.start();
  }

  /**
   * Starts a process.
   *
   * @throws IOException where the system does not
   */
  public static ChildProcess start(Program program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(program));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(program.environment());
    // Each arena of the allocator takes 64 MiB of the address space that is limited.
    environment.put("MALLOC_ARENA_MAX", "2");
    try {
      return new ChildProcess(STARTER.submit(builder::start).get());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("starting it was interrupted", e);
    }
  }

  private static List<String> command(Program program) throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITED, "sh"));
    command.add(Long.toString(program.memoryMib() << 10));
    boolean isSandboxed = Sandbox.missing().isEmpty();
    command.add(isSandboxed ? NoProcesses.file().toString() : "/dev/null");
    if (isSandboxed) {
      Set<Path> seen = new LinkedHashSet<>(program.classPath());
      seen.addAll(program.seen());
      seen.add(java);
      seen.addAll(settings(java));
      command.addAll(Sandbox.command(seen, FILTERED));
    }
    command.add(java.resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=/dev/null",
            "-Dfile.encoding=UTF-8"));
    command.addAll(program.options());
    command.add("-cp");
    command.add(program.classPath().stream().map(Path::toString).collect(Collectors.joining(":")));
    command.add(program.mainClass());
    command.addAll(program.arguments());
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

  /** What it reads. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** What it answers. */
  public InputStream answers() {
    return process.getInputStream();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** The last that it printed. */
  public String printed() {
    synchronized (printed) {
      return printed.toString().strip();
    }
  }

  /** Its exit status, if it ends soon; {@link #printed} then has its last words, too. */
  public OptionalInt exitStatus() {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        return OptionalInt.empty();
      }
      printing.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
      return OptionalInt.of(process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /** How it ended: "exit status 1", or the signal that it ended by, as "SIGSEGV". */
  public String ending() {
    OptionalInt status = exitStatus();
    if (status.isEmpty()) {
      return "no exit status";
    }
    Matcher fatal = FATAL.matcher(printed());
    if (fatal.find()) {
      return fatal.group(1);
    }
    int signal = status.getAsInt() - SIGNALLED;
    return signal > 0
        ? SIGNALS.getOrDefault(signal, String.format(Locale.ROOT, "signal %d", signal))
        : "exit status " + status.getAsInt();
  }

  private void readPrinted() {
    byte[] bytes = new byte[1024];
    try (InputStream stream = process.getErrorStream()) {
      for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
        print(new String(Arrays.copyOf(bytes, count), UTF_8));
      }
    } catch (IOException e) {
      print(Optional.ofNullable(e.getMessage()).orElse(""));
    } finally {
      ALIVE.remove(process); // whose end closed the stream
    }
  }

  private void print(String text) {
    synchronized (printed) {
      printed.append(text);
      printed.delete(0, Math.max(0, printed.length() - MOST_PRINTED));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
