package io.partita.lake;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.WriterLock.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterLockTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SINCE = "2026-01-01T00:00:00Z";

  @TempDir private java.nio.file.Path folder;
  private java.nio.file.Path local;
  private Path file;
  private FileSystem fs;
  private String host;

  @BeforeEach
  void place() throws IOException {
    local = folder.resolve("songs/lock");
    file = new Path(local.toUri());
    fs = file.getFileSystem(new Configuration());
    host = InetAddress.getLocalHost().getHostName();
  }

  @Test
  void namesItsOwnerWhileItIsHeld() throws IOException {
    try (WriterLock lock = acquire("a1")) {
      Owner owner = JSON.readValue(local.toFile(), Owner.class);
      assertThat(owner.host()).isEqualTo(host);
      assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(owner.attempt()).isEqualTo("a1");
      lock.requireHeld();
    }
    assertThat(local).doesNotExist();
  }

  @Test
  void aSecondRunIsToldWhoHoldsIt() throws IOException {
    try (WriterLock lock = acquire("a1")) {
      assertIsHeld("ingest lmd", host, "pid", ProcessHandle.current().pid());
      lock.requireHeld();
    }
    acquire("a3").close();
  }

  @Test
  void whoWaitsSaysForWhomOnceAndGoesOnWhenTheLockIsFree() throws IOException {
    WriterLock held = acquire("a1");
    Owner owner = JSON.readValue(local.toFile(), Owner.class);

    List<String> said = await(Duration.ofDays(1), held::close);

    assertThat(said)
        .singleElement()
        .asString()
        .is(naming("ingest lmd", host, "pid", owner.pid(), owner.since()));
    acquire("a2").close();
  }

  @Test
  void whoHasWaitedLongEnoughIsToldWhoHoldsIt() throws IOException {
    try (WriterLock held = acquire("a1")) {
      assertThat(await(Duration.ofMillis(1), held::requireHeld)).hasSize(1);
      assertIsHeld("ingest lmd", host);
      held.requireHeld();
    }
  }

  @Test
  void nobodyWaitsWithoutBeingAskedToNorForNothing() throws Exception {
    try (WriterLock held = acquire("a1")) {
      assertThat(await(Duration.ZERO, held::requireHeld)).isEmpty();
    }
    assertThat(await(Duration.ofDays(1), () -> {})).isEmpty();
    assertThat(local.getParent()).doesNotExist();

    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();
    leave(new Owner(host, process.pid(), 0, "a1", "ingest-lmd", SINCE));
    assertThat(await(Duration.ofDays(1), () -> {})).isEmpty();
    assertThat(local).exists();
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();
    leave(new Owner(host, process.pid(), 0, "a1", "ingest-lmd", SINCE));

    acquire("a2").close();
    assertThat(local).doesNotExist();
  }

  @Test
  void anotherProcessOfThisHostThatLivesKeepsItHoweverOldTheLockIs() throws Exception {
    Process process = new ProcessBuilder("cat").start(); // waits for its input
    try {
      leave(new Owner(host, process.pid(), startOf(process), "a1", "ingest-midi", SINCE));
      age(WriterLock.STALE_AFTER.toMillis() * 10);

      assertIsHeld("ingest midi", host, "pid", process.pid(), SINCE);
    } finally {
      process.destroyForcibly().waitFor();
    }
    acquire("a2").close();
  }

  @Test
  void aLaterProcessWithTheOwnersPidDoesNotKeepItForever() throws IOException {
    long pid = ProcessHandle.current().pid();
    leave(new Owner(host, pid, 1, "a1", "ingest-lmd", SINCE));
    assertIsHeld("ingest lmd", host, "pid", pid);

    age(WriterLock.STALE_AFTER.toMillis() + 1000);
    acquire("a2").close();
  }

  @Test
  void theLockOfAnotherHostIsTakenOverWhenItWasNotRenewedForLong() throws IOException {
    leave(new Owner("elsewhere", 1, 0, "a1", "ingest-lmd", SINCE));
    assertIsHeld("ingest lmd", "elsewhere", "pid", 1);

    age(WriterLock.STALE_AFTER.toMillis() + 1000);
    acquire("a2").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"host\":", "null", "{}"})
  void aLockWrittenByHalfIsHeldBySomeoneWhoHasJustBegun(String written) throws IOException {
    Files.createDirectories(local.getParent());
    Files.writeString(local, written);
    assertIsHeld("just", "begun");

    age(WriterLock.STALE_AFTER.toMillis() + 1000);
    acquire("a2").close();
  }

  @Test
  void whoLostItPublishesNothingAndLeavesTheOthersLock() throws IOException {
    WriterLock lost = acquire("a1");
    leave(new Owner("elsewhere", 1, 0, "a2", "ingest-lmd", SINCE));

    assertThatThrownBy(lost::requireHeld)
        .isInstanceOf(IOException.class)
        .message()
        .is(naming(file));
    lost.close();
    assertThat(local).exists();
  }

  @Test
  void otherFileSystemsThanTheLocalDiskHaveLocksToo() throws IOException {
    Path crashing = new Path(CrashingFileSystem.SCHEME + ":" + local);
    CrashingFileSystem.neverCrash();
    FileSystem other = crashing.getFileSystem(CrashingFileSystem.configuration());

    try (WriterLock held =
        WriterLock.acquire(other, crashing, "this data set", "a1", "ingest-lmd")) {
      held.requireHeld();
      assertThatThrownBy(
              () -> WriterLock.acquire(other, crashing, "this data set", "a2", "ingest-lmd"))
          .message()
          .is(naming("ingest lmd", host));
    }
    assertThat(local).doesNotExist();
  }

  /** What happens once somebody waits. */
  private interface Meanwhile {
    void happens() throws IOException;
  }

  /** Waits, and answers what was said of it. */
  private List<String> await(Duration atMost, Meanwhile meanwhile) throws IOException {
    List<String> said = new ArrayList<>();
    WriterLock.await(
        fs,
        file,
        "this data set",
        atMost,
        line -> {
          said.add(line);
          try {
            meanwhile.happens();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return said;
  }

  private void assertIsHeld(Object... byWhom) {
    assertThatThrownBy(() -> acquire("a2"))
        .isInstanceOf(IOException.class)
        .message()
        .is(naming(byWhom));
  }

  private WriterLock acquire(String attempt) throws IOException {
    return WriterLock.acquire(fs, file, "this data set", attempt, "ingest-lmd");
  }

  private void leave(Owner owner) throws IOException {
    Files.createDirectories(local.getParent());
    Files.write(local, JSON.writeValueAsBytes(owner));
  }

  private void age(long milliseconds) throws IOException {
    Files.setLastModifiedTime(local, FileTime.from(Instant.now().minusMillis(milliseconds)));
  }

  private static long startOf(Process process) {
    return process.toHandle().info().startInstant().orElseThrow().toEpochMilli();
  }

  @Test
  void aProcessThatNobodyHasBuriedHoldsNothing() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      java.nio.file.Path stat = java.nio.file.Path.of("/proc/" + pid + "/stat");
      assumeTrue(Files.exists(stat), "No /proc here");
      while (!Files.readString(stat).contains(") Z ")) {
        Thread.onSpinWait(); // its parent does not wait for it, so that it stays
      }
      long started =
          ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow().toEpochMilli();
      leave(new Owner(host, pid, started, "a1", "ingest-lmd", SINCE));

      acquire("a2").close();
    } finally {
      parent.destroyForcibly();
    }
  }
}
