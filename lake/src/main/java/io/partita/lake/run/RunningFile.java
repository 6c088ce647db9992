package io.partita.lake.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one run, which a thread of its own writes every {@link #EVERY} until the run is over:
 * it also says that the run is alive. A file system that fails or hangs stops no run.
 */
final class RunningFile {
  private static final Logger log = LoggerFactory.getLogger(RunningFile.class);

  /** Readers take a run that has written nothing for six times as long for a dead one. */
  static final Duration EVERY = Duration.ofSeconds(2);

  /** Files of runs that are over. */
  static final int KEPT = 20;

  /** What was written since is of a run that may be alive, however many there are. */
  private static final Duration MAY_BE_ALIVE = Duration.ofMinutes(1);

  private static final Duration LAST_WRITE = Duration.ofSeconds(5);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AtomicFile file;
  private final ScheduledExecutorService writer;
  private State state;

  /**
   * What it says. Times are UTC.
   *
   * @param command as it was typed
   * @param dataset that is written or trained on
   * @param model folder of a training, whose {@code metrics.jsonl} has its metrics; else null
   * @param pidStarted when the process began, milliseconds since 1970, or 0: tells it from a later
   *     one of the same pid
   * @param endedAt null while it runs
   * @param exitCode null while it runs, and where no program says it
   * @param stage for people
   * @param unit of what is done, in the plural; null of a stage that counts nothing
   * @param total -1 when unknown
   * @param secondsLeft of the stage, at the time of the update; null when unknown
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record State(
      String id,
      String command,
      String version,
      String dataset,
      String model,
      String host,
      long pid,
      long pidStarted,
      String begunAt,
      String updatedAt,
      String endedAt,
      Integer exitCode,
      String stage,
      String unit,
      double done,
      double total,
      Double secondsLeft) {

    private static State begun(String command, String dataset, String model) {
      Instant now = Instant.now();
      ProcessHandle process = ProcessHandle.current();
      return new State(
          ID.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8),
          command,
          Version.current(),
          dataset,
          model,
          hostName(),
          process.pid(),
          process.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
          now.toString(),
          now.toString(),
          null,
          null,
          "Starting",
          null,
          0,
          -1,
          null);
    }

    State at(String newStage, String newUnit, double newDone, double newTotal, Double newLeft) {
      return new State(
          id,
          command,
          version,
          dataset,
          model,
          host,
          pid,
          pidStarted,
          begunAt,
          updatedAt,
          endedAt,
          exitCode,
          newStage,
          newUnit,
          newDone,
          newTotal,
          newLeft);
    }

    private State written(Instant now) {
      return new State(
          id,
          command,
          version,
          dataset,
          model,
          host,
          pid,
          pidStarted,
          begunAt,
          now.toString(),
          endedAt,
          exitCode,
          stage,
          unit,
          done,
          total,
          secondsLeft);
    }

    private State ended(Integer code) {
      return new State(
          id,
          command,
          version,
          dataset,
          model,
          host,
          pid,
          pidStarted,
          begunAt,
          updatedAt,
          Instant.now().toString(),
          code,
          stage,
          unit,
          done,
          total,
          null);
    }
  }

  private RunningFile(AtomicFile file, State state) {
    this.file = file;
    this.state = state;
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "running-file");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to tell of a run, and deletes the files of runs that ended long ago.
   *
   * @param folder of all runs, made if need be
   */
  static RunningFile begin(
      FileSystem fs, Path folder, String command, String dataset, String model) {
    State state = State.begun(command, dataset, model);
    RunningFile running =
        new RunningFile(new AtomicFile(fs, new Path(folder, state.id() + ".json")), state);
    running.writer.execute(running::deleteOld);
    var unused =
        running.writer.scheduleWithFixedDelay(
            running::write, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return running;
  }

  synchronized void change(UnaryOperator<State> change) {
    state = change.apply(state);
  }

  private synchronized byte[] bytes() throws JsonProcessingException {
    state = state.written(Instant.now());
    return Json.MAPPER.writeValueAsBytes(state);
  }

  /**
   * The run is over, and its file says so.
   *
   * @param exitCode null where none is known
   */
  void end(Integer exitCode) {
    change(running -> running.ended(exitCode));
    Future<?> last = writer.submit(this::write);
    writer.shutdown();
    try {
      last.get(LAST_WRITE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{} does not say that its run is over", file.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      file.write(bytes());
    } catch (IOException | RuntimeException e) { // as of a lake that may only be read
      log.debug("Cannot write {}", file.path(), e);
    }
  }

  private void deleteOld() {
    try {
      FileSystem fs = file.fs();
      if (!fs.exists(file.path().getParent())) {
        return;
      }
      long oldest = System.currentTimeMillis() - MAY_BE_ALIVE.toMillis();
      for (FileStatus old :
          Arrays.stream(fs.listStatus(file.path().getParent()))
              .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
              .skip(KEPT)
              .filter(status -> status.isFile() && status.getModificationTime() < oldest)
              .toList()) {
        fs.delete(old.getPath(), false);
      }
    } catch (IOException | RuntimeException e) {
      log.debug("Cannot clear {}", file.path().getParent(), e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
