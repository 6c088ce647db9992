package io.partita.cluster;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cluster that {@code partita cluster} starts. */
@Tag("cluster")
@Tag("full")
class LocalClusterTest {
  /** How the kernel writes 127.0.0.1, alone and inside of an IPv6 address, and ::1. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private final LocalCluster cluster = TestCluster.get().cluster();

  @Test
  void statusNamesEveryPartAndHowItIs() throws IOException {
    PartitaRun run = PartitaRun.of("cluster", "status", "--json", "--dir", dir());

    JsonNode status = run.json();
    assertThat(status.path("up").asBoolean()).isTrue();
    assertThat(status.path("master").asText()).isEqualTo(cluster.masterUrl());
    assertThat(status.path("hdfs").asText()).isEqualTo(cluster.hdfsUri());
    assertThat(status.path("parts"))
        .extracting(part -> part.path("part").asText() + " " + part.path("state").asText())
        .containsExactly(
            "master up",
            "history up",
            "namenode up",
            "datanode-1 up",
            "datanode-2 up",
            "worker-1 up",
            "worker-2 up");
  }

  @Test
  void startingItAgainChangesNothing() throws IOException {
    List<LocalCluster.Status> before = cluster.status();

    PartitaRun.of("cluster", "start", "--dir", dir()).exits(0);

    assertThat(cluster.status()).isEqualTo(before);
  }

  @Test
  void otherSizesWhileItRunsAreAMistake() {
    PartitaRun.of("cluster", "start", "--workers", 3, "--dir", dir())
        .mistake(Mistake.OCCUPIED)
        .names(dir());
  }

  @Test
  void aPlaceWhereNoFolderCanBeMadeIsAMistake() {
    PartitaRun.of("cluster", "start", "--dir", "/proc/x")
        .mistake(Mistake.NO_ACCESS)
        .names("--dir", "/proc/x");
  }

  @Test
  void nobodyElseOnTheNetworkReachesIt() throws IOException {
    Set<String> sockets = new HashSet<>();
    for (LocalCluster.Status part : cluster.status()) {
      sockets.addAll(sockets(part.pid()));
    }
    List<String> listening = listening(sockets);

    assertThat(listening).hasSizeGreaterThan(7);
    assertThat(LOOPBACK).containsAll(listening);
  }

  @Test
  void aFolderWithoutAClusterHasNothingToShowOrToStop() {
    Path nowhere = dir().resolveSibling("nowhere");

    assertThat(PartitaRun.of("cluster", "status", "--dir", nowhere).exits(1).outLines()).hasSize(1);
    assertThat(PartitaRun.of("cluster", "stop", "--dir", nowhere).exits(0).errLines()).hasSize(1);
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void sizesHaveLimits() {
    assertThatMistake(() -> new ClusterSizes(0, 1, "1g"))
        .is(Mistake.BAD_OPTION)
        .names("--workers", 1, 16, 0);
    assertThatMistake(() -> new ClusterSizes(1, 1, "much"))
        .is(Mistake.BAD_OPTION)
        .names("--worker-memory", "much");
  }

  private Path dir() {
    return cluster.clientConf().getParent();
  }

  /** The inodes of a process's sockets. */
  private static Set<String> sockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        }
      }
    }
    return inodes;
  }

  /** The addresses on which sockets with these inodes listen, as the kernel writes them. */
  private static List<String> listening(Set<String> inodes) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals("0A") && inodes.contains(fields[9])) {
          addresses.add(fields[1].substring(0, fields[1].indexOf(':')));
        }
      }
    }
    return addresses;
  }
}
