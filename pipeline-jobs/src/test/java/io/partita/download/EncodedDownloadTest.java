package io.partita.download;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send a file in an encoding that was not asked for. */
@Timeout(120)
class EncodedDownloadTest {
  private static final byte[] CONTENT = noise(100_000);
  private static final byte[] GZIP = gzip(CONTENT);
  private static final RetryPolicy SHORT =
      new RetryPolicy(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofMillis(10),
          5);

  @TempDir private Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZip", "identity, gzip", " gzip , identity"})
  void whatComesAsGzipIsInflated(String coding) throws IOException {
    for (PublishedFile file : both("songs.zip", CONTENT)) {
      try (RawServer server = new RawServer(encoded(coding, GZIP))) {
        assertThat(fetched(file, server)).isEqualTo(CONTENT);
        assertThat(server.requested("accept-encoding")).containsExactly("identity");
      }
      assertThat(said).haveAtLeastOne(naming("songs.zip", "gzip"));
    }
  }

  /** As Apache does that takes the ending for an encoding: what is published is what is sent. */
  @ParameterizedTest
  @CsvSource({"songs.tgz, x-gzip", "songs.tar.gz, gzip", "SONGS.TGZ, gzip"})
  void aTarGzThatIsCalledEncodedStaysWhatItIs(String name, String coding) throws IOException {
    for (PublishedFile file : both(name, GZIP)) {
      try (RawServer server = new RawServer(encoded(coding, GZIP))) {
        assertThat(fetched(file, server)).isEqualTo(GZIP);
      }
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aTarGzThatIsEncodedOnceMoreIsInflatedOnce() throws IOException {
    for (PublishedFile file : both("songs.tar.gz", GZIP)) {
      try (RawServer server = new RawServer(encoded("gzip", gzip(GZIP)))) {
        assertThat(fetched(file, server)).isEqualTo(GZIP);
      }
    }
  }

  @Test
  void aTarGzWithoutAnEncodingStaysWhatItIs() throws IOException {
    for (PublishedFile file : both("songs.tar.gz", GZIP)) {
      try (RawServer server =
          new RawServer(
              RawServer.of(
                  "200 OK\nContent-Type: application/gzip\nContent-Length: " + GZIP.length,
                  GZIP))) {
        assertThat(fetched(file, server)).isEqualTo(GZIP);
      }
    }
  }

  /** Ranges, lengths and tags are those of what is sent, not of what it is decoded to. */
  @Test
  void anEncodedFileIsGoneOnWithAsItIsSent() throws IOException {
    for (String again : List.of("\nContent-Encoding: gzip", "")) {
      try (RawServer server =
          new RawServer(
              RawServer.of(head("200 OK\nContent-Encoding: gzip", GZIP.length), first(1000)),
              RawServer.of(rest(again), Arrays.copyOfRange(GZIP, 1000, GZIP.length)))) {
        assertThat(fetched(both("songs.zip", CONTENT).get(0), server)).isEqualTo(CONTENT);
        assertThat(server.requested("range")).containsExactly("none", "bytes=1000-");
      }
    }
  }

  @Test
  void theRestInAnotherEncodingIsOfAnotherFile() throws IOException {
    try (RawServer server =
        new RawServer(
            RawServer.of(head("200 OK", GZIP.length), first(1000)),
            RawServer.of(
                rest("\nContent-Encoding: gzip"), Arrays.copyOfRange(GZIP, 1000, GZIP.length)),
            encoded("gzip", GZIP))) {
      assertThat(fetched(both("songs.zip", CONTENT).get(0), server)).isEqualTo(CONTENT);
      assertThat(server.requested("range")).containsExactly("none", "bytes=1000-", "none");
    }
    assertThat(said).haveAtLeastOne(naming("songs.zip", "zero"));
  }

  @Test
  void whatIsNoGzipIsNotKept() throws IOException {
    for (byte[] wrong : List.of(CONTENT, Arrays.copyOf(GZIP, GZIP.length - 9))) {
      PublishedFile file = both("songs.zip", CONTENT).get(0);
      try (RawServer server = new RawServer(encoded("gzip", wrong))) {
        assertThatThrownBy(() -> fetched(file, server))
            .isInstanceOf(IOException.class)
            .message()
            .is(naming("songs.zip", "gzip"));
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void anInflatedFileWithAWrongChecksumIsNotKept() throws IOException {
    PublishedFile file = new PublishedFile("songs.zip", sha1(noise(7)));
    try (RawServer server = new RawServer(encoded("gzip", GZIP))) {
      assertThatThrownBy(() -> fetched(file, server))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has the SHA-1 " + sha1(CONTENT) + ", but " + file.sha1());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Encoding, br",
    "Content-Encoding, deflate",
    "Content-Encoding, zstd",
    "Content-Encoding, 'gzip, gzip'",
    "Transfer-Encoding, 'gzip, chunked'"
  })
  void otherEncodingsAreRefusedInOneLine(String header, String coding) throws IOException {
    PublishedFile file = both("songs.zip", CONTENT).get(0);
    try (RawServer server =
        new RawServer(RawServer.of("200 OK\n" + header + ": " + coding, GZIP))) {
      assertThatMistake(() -> fetched(file, server))
          .is(Mistake.UNAVAILABLE)
          .names(server.url("/x"), header, coding, "--url");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private byte[] fetched(PublishedFile file, RawServer server) throws IOException {
    Path target = folder.resolve(file.name());
    new ResumableDownload(said::add, (step, done, total) -> {}, SHORT)
        .fetch(file, URI.create(server.url("/x")), target);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    byte[] bytes = Files.readAllBytes(target);
    Files.delete(target);
    return bytes;
  }

  /** Without and with a checksum. */
  private static List<PublishedFile> both(String name, byte[] content) {
    return List.of(new PublishedFile(name, null), new PublishedFile(name, sha1(content)));
  }

  private static RawServer.Answer encoded(String coding, byte[] bytes) {
    return RawServer.of(head("200 OK\nContent-Encoding: " + coding, bytes.length), bytes);
  }

  private static String head(String status, int length) {
    return status + "\nETag: \"one\"\nContent-Length: " + length;
  }

  private static String rest(String more) {
    return head("206 Partial Content", GZIP.length - 1000)
        + more
        + "\nContent-Range: bytes 1000-%d/%d".formatted(GZIP.length - 1, GZIP.length);
  }

  private static byte[] first(int bytes) {
    return Arrays.copyOf(GZIP, bytes);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
