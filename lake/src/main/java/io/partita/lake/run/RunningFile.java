package io.partita.lake.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import io.partita.process.DaemonThread;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private static final String ENDED_AT = "ended_at";
  private static final String EXIT_CODE = "exit_code";
  private static final String SECONDS_LEFT = "seconds_left";
  private static final Duration LAST_WRITE = Duration.ofSeconds(5);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AtomicFile file;
  private final ScheduledExecutorService writer;

  /** What it says, as Runs of the studio reads it. Times are UTC. */
  private final ObjectNode state;

  private RunningFile(AtomicFile file, ObjectNode state) {
    this.file = file;
    this.state = state;
    this.writer = Executors.newSingleThreadScheduledExecutor(DaemonThread.named("running-file"));
  }

  /**
   * Begins to tell of a run, and deletes the files of runs that ended long ago.
   *
   * @param folder of all runs, made if need be
   * @param command as it was typed
   * @param dataset that is written or trained on
   * @param model folder of a training, whose {@code metrics.jsonl} has its metrics; else null
   */
  static RunningFile begin(
      FileSystem fs, Path folder, String command, String dataset, String model) {
    Instant now = Instant.now();
    String id = ID.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
    ProcessHandle process = ProcessHandle.current();
    ObjectNode state =
        Json.MAPPER
            .createObjectNode()
            .put("id", id)
            .put("command", command)
            .put("version", Version.current())
            .put("dataset", dataset)
            .put("model", model)
            .put("host", hostName())
            .put("pid", process.pid())
            // Tells it from a later process of the same pid; 0 where that is not known.
            .put("pid_started", process.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
            .put("begun_at", now.toString())
            .put("updated_at", now.toString())
            .putNull(ENDED_AT)
            .putNull(EXIT_CODE);
    RunningFile running =
        new RunningFile(new AtomicFile(fs, new Path(folder, id + ".json")), state);
    running.at("Starting", null, 0, -1, null);
    running.writer.execute(running::deleteOld);
    var unused =
        running.writer.scheduleWithFixedDelay(
            running::write, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return running;
  }

  /**
   * How far the run is.
   *
   * @param stage for people
   * @param unit of what is done, in the plural; null of a stage that counts nothing
   * @param total -1 when unknown
   * @param secondsLeft of the stage, as of now; null when unknown
   */
  synchronized void at(String stage, String unit, double done, double total, Double secondsLeft) {
    state.put("stage", stage).put("unit", unit).put("done", done).put("total", total);
    state.put(SECONDS_LEFT, secondsLeft);
  }

  /** How a training is set. */
  synchronized void settings(String lossUnit, Map<String, ?> options) {
    state.put("loss_unit", lossUnit).set("options", Json.MAPPER.valueToTree(options));
  }

  /** Why the run fails. */
  synchronized void failed(String why) {
    state.put("message", why);
  }

  private synchronized byte[] bytes() throws JsonProcessingException {
    return Json.MAPPER.writeValueAsBytes(state.put("updated_at", Instant.now().toString()));
  }

  /**
   * The run is over, and its file says so.
   *
   * @param exitCode null where none is known
   */
  void end(Integer exitCode) {
    synchronized (this) {
      state.put(ENDED_AT, Instant.now().toString()).put(EXIT_CODE, exitCode);
      state.putNull(SECONDS_LEFT);
    }
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
