package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.process.DaemonThread;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A {@link QueryChild} from the studio's side. The system limits its address space, as DuckDB's own
 * limit counts no text or list that a function makes; a clock ends it; and of this process'
 * environment it sees what names of files and times need.
 */
final class QueryProcess implements AutoCloseable {
  private static final long MEMORY_MIB = 2048;

  static final String TOO_MUCH_MEMORY =
      String.format(
          Locale.ROOT, "The query needs more memory than the %,d MiB it may use.", MEMORY_MIB);

  /** Of 512 bytes: 2 GiB. */
  private static final long MOST_FILE_BLOCKS = 4L << 20;

  private static final String LIMITED =
      "ulimit -c 0 && ulimit -f "
          + MOST_FILE_BLOCKS
          + " && ulimit -v \"$1\" && shift && exec nice -n 5 \"$@\"";

  private static final List<String> KEPT = List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ");

  /** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
  private static final int OUT_OF_HEAP = 3;

  /** A large lake's items take their time, and so does a busy machine. */
  private static final Duration OPENING = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(DaemonThread.named("queries"));

  private final Process process;
  private final Path temporary;
  private final DataOutputStream out;
  private final DataInputStream in;
  private boolean isReady;
  private volatile boolean isLate;

  private QueryProcess(Process process, Path temporary) {
    this.process = process;
    this.temporary = temporary;
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** Starts one, which opens the lake by itself: the first query waits for that. */
  static QueryProcess start(Path lake) throws IOException {
    Path temporary = Files.createTempDirectory("partita-query");
    try {
      ProcessBuilder builder = new ProcessBuilder(command(lake, temporary));
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(KEPT);
      // Each arena of the allocator takes 64 MiB of the address space that is limited.
      environment.put("MALLOC_ARENA_MAX", "2");
      builder.directory(new File("/"));
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      return new QueryProcess(builder.start(), temporary);
    } catch (IOException e) {
      Files.delete(temporary);
      throw e;
    }
  }

  private static List<String> command(Path lake, Path temporary) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITED, "sh"));
    command.add(Long.toString(MEMORY_MIB << 10));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+SuppressFatalErrorMessage", // it is printed among the answers
            "-Djava.io.tmpdir=" + temporary,
            "-cp"));
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(path -> Path.of(path).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(QueryChild.class.getName());
    command.add(lake.toString());
    command.add(temporary.toString());
    return command;
  }

  /**
   * Asks one question. After a failure other than a refusal the process has ended.
   *
   * @throws BadRequest where there is no answer
   */
  byte[] ask(Map<String, ?> question, Duration most) throws IOException {
    ready();
    return require(receive(new Frame(0, JSON.writeValueAsBytes(question)), most));
  }

  private void ready() throws IOException {
    if (!isReady) {
      require(receive(null, OPENING));
      isReady = true;
    }
  }

  /** Takes a part of an answer. */
  @FunctionalInterface
  interface Parts {
    void add(byte[] part) throws IOException;

    /** The same as a stream. */
    default OutputStream stream() {
      return new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          add(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          add(Arrays.copyOfRange(bytes, from, from + length));
        }
      };
    }
  }

  /**
   * Asks one question whose answer comes in parts.
   *
   * @throws BadRequest where there is no answer, possibly after some of its parts
   */
  void ask(Map<String, ?> question, Duration most, Parts parts) throws IOException {
    ready();
    Frame next = receive(new Frame(0, JSON.writeValueAsBytes(question)), most);
    long end = System.nanoTime() + most.toNanos();
    while (next.status() == QueryChild.PART) {
      try {
        parts.add(next.json());
      } catch (IOException e) {
        close(); // nobody reads the others
        throw e;
      }
      next = receive(null, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    require(next);
  }

  private byte[] require(Frame answer) throws IOException {
    if (answer.status() == 200) {
      return answer.json();
    }
    JsonNode failure = JSON.readTree(answer.json());
    if (answer.status() == QueryChild.BROKEN || !isReady) {
      close();
    }
    throw BadRequest.query(failure.path("error").asText(), failure.path("position").asInt(-1));
  }

  private Frame receive(Frame question, Duration most) {
    ScheduledFuture<?> alarm =
        CLOCK.schedule(this::stopLate, most.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (question != null) {
        question.write(out);
      }
      return Frame.read(in, QueryChild.MOST_ANSWER);
    } catch (IOException e) {
      close();
      throw new BadRequest(ended(most));
    } finally {
      alarm.cancel(false);
    }
  }

  private void stopLate() {
    isLate = true;
    process.destroyForcibly();
  }

  private String ended(Duration most) {
    if (isLate) {
      return (isReady ? "The query was stopped after " : "The lake was not opened in ")
          + most.toSeconds()
          + " seconds.";
    }
    int status = process.onExit().join().exitValue();
    return status == OUT_OF_HEAP
        ? TOO_MUCH_MEMORY
        : "The query's process ended with status " + status + ". Run the query again.";
  }

  boolean isAlive() {
    return process.isAlive() && !isLate;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    deleteLibrary(temporary);
  }

  /**
   * Deletes what DuckDB's library was unpacked into; the system keeps a library that is loaded.
   *
   * @param temporary a folder of a process, deleted already or not
   */
  static void deleteLibrary(Path temporary) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(temporary);
    } catch (NoSuchFileException e) {
      // The process has done so itself.
    } catch (IOException e) {
      temporary.toFile().deleteOnExit();
    }
  }
}
