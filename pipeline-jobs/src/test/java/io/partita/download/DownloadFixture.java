package io.partita.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file to download, its folder, and servers that send it from the byte asked for. */
abstract class DownloadFixture {
  static final String TAG = "\"one\"";
  static final byte[] CONTENT = bytes(300_000, 1);
  static final PublishedFile UNCHECKED = new PublishedFile("songs.zip", null);
  static final PublishedFile CHECKED = new PublishedFile("songs.zip", sha1(CONTENT));

  static final RetryPolicy SHORT =
      new RetryPolicy(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofMillis(10),
          5);

  @TempDir Path folder;
  Path file;
  Path part;
  Path about;
  final List<String> said = new CopyOnWriteArrayList<>();
  final List<String> steps = new CopyOnWriteArrayList<>();
  final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void namePlaces() {
    file = folder.resolve("songs.zip");
    part = folder.resolve("songs.zip.part");
    about = folder.resolve("songs.zip.part.json");
  }

  @AfterEach
  void letServersEnd() {
    end.countDown();
  }

  ResumableDownload download(RetryPolicy patience) {
    return new ResumableDownload(
        said::add,
        (step, done, total) -> {
          assertThat(file.toFile().length()).as("never half a file").isIn(0L, 5L, 300_000L);
          if (steps.isEmpty()) {
            steps.add(step);
          }
          steps.add(step + " " + done + " of " + total);
        },
        patience);
  }

  void fetch(PublishedFile published, String url) throws IOException {
    download(SHORT).fetch(published, URI.create(url), file);
  }

  void leavePart(String address, String etag, long length, byte[] bytes) throws IOException {
    Files.write(part, bytes);
    Files.writeString(
        about,
        "{\"address\":\"%s\",\"etag\":%s,\"last_modified\":null,\"length\":%d}"
            .formatted(
                address, etag == null ? null : '"' + etag.replace("\"", "\\\"") + '"', length));
  }

  void assertOnlyTheFile() {
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  static RawServer.Answer rest() {
    return (request, out) -> {
      int first = first(request);
      send(out, head(first), first, CONTENT.length);
    };
  }

  static RawServer.Answer whole() {
    return RawServer.of(head(0), CONTENT);
  }

  static String head(int first) {
    int rest = CONTENT.length - first;
    String length = "\nETag: " + TAG + "\nContent-Length: " + rest;
    return first == 0
        ? "200 OK" + length
        : "206 Partial Content\nContent-Range: bytes " + first + "-299999/300000" + length;
  }

  static int first(Map<String, String> request) {
    return Integer.parseInt("0" + request.getOrDefault("range", "").replaceAll("\\D", ""));
  }

  static void send(OutputStream out, String head, int from, int to) throws IOException {
    RawServer.send(out, head, Arrays.copyOfRange(CONTENT, from, to));
  }

  /** A client drops what it had not read when the connection is cut: so it must have read. */
  void awaitPart(long bytes) throws InterruptedException {
    while (part.toFile().length() < bytes) {
      Thread.sleep(1);
    }
  }

  static byte[] none() {
    return new byte[0];
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
