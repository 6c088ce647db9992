package io.partita.lake;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.process.DaemonThread;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer for each data set of a lake, for each model's folder and for what is exported: a file
 * that names its owner and whose time stamp the owner renews. A lock whose owner is gone (dead on
 * this host, or silent for {@link #STALE_AFTER} where that cannot be told) is taken over.
 *
 * <p>Of a data set it is a courtesy, as who publishes first wins anyhow. Stores have no time stamps
 * to renew, so there it is held by nobody.
 */
public final class WriterLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WriterLock.class);
  static final Duration STALE_AFTER = Duration.ofSeconds(90);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /**
   * Who holds a lock.
   *
   * @param started time at which the process began, milliseconds since 1970, or 0: tells it from a
   *     later one that got the same pid, as in a container whose process is always number 1
   */
  record Owner(String host, long pid, long started, String attempt, String command, String since) {
    String described() {
      return pid < 0
          ? command
          : CommandName.of(command) + " on " + host + ", pid " + pid + ", since " + since;
    }
  }

  private static final Owner UNKNOWN =
      new Owner("an unknown host", -1, 0, "", "a run that has just begun", "now");

  private static final int MAX_BYTES = 1 << 16;

  private final FileSystem fs;
  private final Path file;
  private final Owner owner;
  private final boolean hasMadeFolder;
  private final ScheduledExecutorService renewal;

  /** Whether the file is empty, as the disk had no room for the owner's name. */
  private volatile boolean isUnsigned;

  private WriterLock(
      FileSystem fs, Path file, Owner owner, boolean hasMadeFolder, boolean isUnsigned) {
    this.fs = fs;
    this.file = file;
    this.owner = owner;
    this.hasMadeFolder = hasMadeFolder;
    this.isUnsigned = isUnsigned;
    this.renewal = Executors.newSingleThreadScheduledExecutor(DaemonThread.named("lock-renewal"));
    long seconds = RENEW_EVERY.toSeconds();
    var unused = renewal.scheduleWithFixedDelay(this::renew, seconds, seconds, TimeUnit.SECONDS);
  }

  /** On a store. */
  private WriterLock(FileSystem fs, Path file) {
    this.fs = fs;
    this.file = file;
    this.owner = null;
    this.hasMadeFolder = false;
    this.renewal = null;
  }

  /**
   * Takes the lock of a folder of files that are written together, which is made if need be, or
   * says who has it.
   *
   * @param what it is of, for the message, as {@code this model}
   * @throws IOException when another run holds it: worth a retry later
   */
  public static WriterLock ofFolder(FileSystem fs, Path folder, String what, String command)
      throws IOException {
    return acquire(fs, new Path(folder, "_lock"), what, UUID.randomUUID().toString(), command);
  }

  /**
   * Takes the lock or says who has it.
   *
   * @param what it is of, for the message, as {@code this data set}
   * @throws IOException when another run holds it: worth a retry later
   */
  static WriterLock acquire(FileSystem fs, Path file, String what, String attempt, String command)
      throws IOException {
    return acquire(fs, file, what, attempt, command, false);
  }

  /**
   * The same for a run that makes room: on a full disk its lock is an empty file, held by someone
   * unknown, until {@link #sign} finds room.
   */
  static WriterLock acquireOnFullDisk(
      FileSystem fs, Path file, String what, String attempt, String command) throws IOException {
    return acquire(fs, file, what, attempt, command, true);
  }

  private static WriterLock acquire(
      FileSystem fs, Path file, String what, String attempt, String command, boolean mayBeUnsigned)
      throws IOException {
    if (PlainFiles.areStored(fs)) {
      return new WriterLock(fs, file);
    }
    Owner owner =
        new Owner(
            hostName(),
            ProcessHandle.current().pid(),
            started(ProcessHandle.current()),
            attempt,
            command,
            Instant.now().toString());
    boolean makesFolder = !fs.exists(file.getParent());
    makeFolder(fs, file.getParent());
    Created created = create(fs, file, owner, mayBeUnsigned);
    if (created == Created.NOT) {
      Owner holder = holder(fs, file);
      if (holder != null && isAlive(fs, file, holder)) {
        throw new IOException(
            "Another run is writing %s: %s. Try again when it has ended."
                .formatted(what, holder.described()));
      }
      log.info("Taking over the lock {} of a run that is gone: {}", file, holder);
      fs.delete(file, false);
      created = create(fs, file, owner, mayBeUnsigned);
      if (created == Created.NOT) {
        throw new IOException("Another run took the lock " + file + " at the same moment.");
      }
    }
    return new WriterLock(fs, file, owner, makesFolder, created == Created.UNSIGNED);
  }

  /**
   * Waits as long as a run that lives holds the lock, and takes nothing: the next to {@link
   * #acquire} it may be another one.
   *
   * @param what it is of, for the message, as {@code this data set}
   * @param atMost longest time to wait
   * @param say listener that is told once who is waited for
   */
  static void await(FileSystem fs, Path file, String what, Duration atMost, Consumer<String> say)
      throws IOException {
    long begun = System.nanoTime();
    boolean hasSaid = false;
    for (long left = atMost.toNanos();
        left > 0;
        left = atMost.toNanos() - (System.nanoTime() - begun)) {
      Owner holder = PlainFiles.areStored(fs) ? null : holder(fs, file);
      if (holder == null || !isAlive(fs, file, holder)) {
        return;
      }
      if (!hasSaid) {
        say.accept("Waiting for the run that is writing " + what + ": " + holder.described());
        hasSaid = true;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_EVERY.toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for the lock " + file + ".");
      }
    }
  }

  /** Whether a run that lives holds a lock. */
  static boolean isHeld(FileSystem fs, Path file) throws IOException {
    Owner holder = PlainFiles.areStored(fs) ? null : holder(fs, file);
    return holder != null && isAlive(fs, file, holder);
  }

  /** Hadoop's local file system only answers no where the system has a reason. */
  private static void makeFolder(FileSystem fs, Path folder) throws IOException {
    try {
      if (fs.getUri().getScheme().equals("file")) {
        makeLocalFolder(java.nio.file.Path.of(folder.toUri().getPath()));
      } else if (!fs.mkdirs(folder)) {
        throw new IOException("Cannot make the folder " + folder + ".");
      }
    } catch (NoSuchFileException e) { // no disk: /proc and the like
      throw new UserException(
          Mistake.NO_ACCESS,
          "No folder can be made in " + e.getFile() + ". Give one on a disk.",
          e);
    }
  }

  private static void makeLocalFolder(java.nio.file.Path folder) throws IOException {
    java.nio.file.Path there = folder;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new UserException(
          Mistake.BAD_PATH, "There is a file " + there + " where a folder is to be.");
    }
    Files.createDirectories(folder);
  }

  /** Makes sure that nobody took the lock over, as after a long sleep of this machine. */
  public void requireHeld() throws IOException {
    if (owner != null && !isHeld()) {
      throw new IOException("The lock " + file + " was lost to another run; nothing is published.");
    }
  }

  private boolean isHeld() throws IOException {
    Owner holder = holder(fs, file);
    return owner.equals(holder) || (isUnsigned && UNKNOWN.equals(holder));
  }

  /** Writes the owner's name where the disk had no room for it; to be called when it may have. */
  void sign() {
    if (isUnsigned) {
      try (OutputStream out = open(fs, file, true)) {
        out.write(Json.MAPPER.writeValueAsBytes(owner));
        isUnsigned = false;
      } catch (IOException e) {
        log.debug("No room for the owner of the lock {}", file, e);
      }
    }
  }

  /** Gives the lock up; a folder that was made for it and for nothing else goes with it. */
  @Override
  public void close() throws IOException {
    if (owner == null) {
      return;
    }
    renewal.shutdownNow();
    if (isHeld()) {
      fs.delete(file, false);
      if (hasMadeFolder && fs.listStatus(file.getParent()).length == 0) {
        fs.delete(file.getParent(), false);
      }
    }
  }

  private void renew() {
    try {
      fs.setTimes(file, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      log.warn("Cannot renew the lock {}: {}", file, e.getMessage());
    }
  }

  private enum Created {
    NOT,
    SIGNED,
    UNSIGNED
  }

  /** Creates the file only if it is not there. */
  private static Created create(FileSystem fs, Path file, Owner owner, boolean mayBeUnsigned)
      throws IOException {
    OutputStream out;
    try {
      out = open(fs, file, false);
    } catch (IOException e) {
      // File systems differ in what they say, HDFS even with the moment: as long as the other
      // writer has not closed the file, it tells of a lease.
      if (fs.exists(file)) {
        return Created.NOT;
      }
      throw e;
    }
    try (out) {
      out.write(Json.MAPPER.writeValueAsBytes(owner));
    } catch (IOException e) {
      if (mayBeUnsigned && fs.exists(file)) {
        return Created.UNSIGNED;
      }
      // On a full disk: an empty lock would keep everybody out for a while.
      fs.delete(file, false);
      throw e;
    }
    return Created.SIGNED;
  }

  /**
   * Opens a lock to write, a new one by exclusive creation: Hadoop's local file system has none.
   */
  private static OutputStream open(FileSystem fs, Path file, boolean isThere) throws IOException {
    return fs.getUri().getScheme().equals("file")
        ? Files.newOutputStream(
            java.nio.file.Path.of(file.toUri().getPath()),
            isThere ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW)
        : fs.create(file, isThere);
  }

  private static Owner holder(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      Owner owner = Json.MAPPER.readValue(in.readNBytes(MAX_BYTES), Owner.class);
      return owner == null || owner.host() == null ? UNKNOWN : owner;
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      // Until its last byte is written a lock is held by someone unknown; and so it stays when the
      // machine goes down just then.
      log.debug("Cannot read the lock {}", file, e);
      return UNKNOWN;
    }
  }

  /** This machine's name, which need not resolve to an address. */
  private static String hostName() throws IOException {
    java.nio.file.Path kernel = java.nio.file.Path.of("/proc/sys/kernel/hostname");
    return Files.isReadable(kernel)
        ? Files.readString(kernel).strip()
        : InetAddress.getLocalHost().getHostName();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Whether a process has ended and nobody has asked how, as in a container without an init. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(java.nio.file.Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2); // the name may have brackets, too
    } catch (IOException e) {
      return false; // another system, or it ended just now
    }
  }

  private static boolean isAlive(FileSystem fs, Path file, Owner holder) throws IOException {
    if (holder.host().equals(hostName()) && holder.pid() > 0) {
      Optional<ProcessHandle> process = ProcessHandle.of(holder.pid());
      if (process.isEmpty() || isZombie(holder.pid())) {
        return false;
      }
      if (started(process.get()) == holder.started()) {
        return true;
      }
    }
    try {
      FileStatus status = fs.getFileStatus(file);
      return System.currentTimeMillis() - status.getModificationTime() < STALE_AFTER.toMillis();
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
