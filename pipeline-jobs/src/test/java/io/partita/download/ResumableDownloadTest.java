package io.partita.download;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FileServer;
import io.partita.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Downloads that come in one go, or in pieces that are gone on from, over real sockets. */
@Timeout(120)
class ResumableDownloadTest extends DownloadFixture {
  @Test
  void aFileComesInOneGo() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      fetch(CHECKED, server.url("/songs.zip"));

      assertThat(server.requests()).containsExactly("/songs.zip");
    }
    assertOnlyTheFile();
    assertThat(said).isEmpty();
    assertThat(steps)
        .startsWith("Downloading songs.zip")
        .contains("Downloading songs.zip 300000 of 300000")
        .endsWith("Checking songs.zip 300000 of 300000");
  }

  @Test
  void aCutConnectionIsGoneOnFromWhereItWasCut() throws Exception {
    try (RawServer server = new RawServer(cutAt(100_000), cutAt(150_000), cutAt(150_001), rest())) {
      fetch(CHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range"))
          .containsExactly("none", "bytes=100000-", "bytes=150000-", "bytes=150001-");
      assertThat(server.requested("if-range")).containsExactly("none", TAG, TAG, TAG);
    }
    assertOnlyTheFile();
    assertThat(said).hasSize(6);
    assertThat(said.get(0)).is(naming("songs.zip", "0.00 s")).doesNotContain("(closed)");
    assertThat(said.get(1)).is(naming("songs.zip", "100,000"));
  }

  @Test
  void aLaterRunGoesOnFromAPart() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(CONTENT), 300_000, Arrays.copyOf(CONTENT, 299_999));

      fetch(UNCHECKED, url);

      assertThat(server.requests()).containsExactly("/songs.zip bytes=299999-");
    }
    assertOnlyTheFile();
    assertEach(said, naming("songs.zip", "299,999"));
  }

  @Test
  void theTimeOfTheLastChangeServesWhereThereIsNoEntityTag() throws Exception {
    String time = "Wed, 01 May 2024 12:00:00 GMT";
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              send(out, "200 OK\nLast-Modified: " + time + "\nContent-Length: 300000", 0, 1000);
              awaitPart(1000);
            },
            rest())) {
      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range")).containsExactly("none", "bytes=1000-");
      assertThat(server.requested("if-range")).containsExactly("none", time);
    }
    assertOnlyTheFile();
  }

  @Test
  void aServerThatTellsNoVersionIsBelievedWhenTheLengthIsTheSame() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              send(out, "200 OK\nETag: W/\"weak\"\nContent-Length: 300000", 0, 1000);
              awaitPart(1000);
            },
            rest())) {
      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range")).containsExactly("none", "bytes=1000-");
      assertThat(server.requested("if-range")).containsExactly("none", "none");
    }
    assertOnlyTheFile();
  }

  @Test
  void aPartOfAnUnknownVersionAndLengthIsNotGoneOnFrom() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              send(out, "200 OK\nTransfer-Encoding: chunked", 0, 0);
              out.write("3e8\r\n".getBytes(StandardCharsets.US_ASCII));
              out.write(CONTENT, 0, 1000);
              out.flush();
              awaitPart(1000);
            },
            whole())) {
      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range")).containsExactly("none", "none");
    }
    assertOnlyTheFile();
    assertThat(said).haveAtLeastOne(naming("songs.zip", "zero"));
  }

  @Test
  void aChecksumTellsTooWhetherPartsFitTogether() throws Exception {
    try (RawServer server = new RawServer(rest())) {
      String url = server.url("/songs.zip");
      leavePart(url, null, 300_000, Arrays.copyOf(CONTENT, 1000));

      fetch(CHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=1000-");
      assertThat(server.requested("if-range")).containsExactly("none");
    }
    assertOnlyTheFile();
  }

  @Test
  void aServerThatIgnoresRangesSendsTheWholeFileAgain() throws Exception {
    try (RawServer server = new RawServer(cutAt(100_000), whole())) {
      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range")).containsExactly("none", "bytes=100000-");
    }
    assertOnlyTheFile();
    assertThat(said).haveAtLeastOne(naming("songs.zip", "zero"));
  }

  @Test
  void aRangeThatIsShorterThanAskedForIsGoneOnFrom() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) ->
                send(
                    out,
                    "206 Partial Content\nContent-Range: bytes 1000-1999/300000\nContent-Length:"
                        + " 1000",
                    1000,
                    2000),
            rest())) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      fetch(UNCHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=1000-", "bytes=2000-");
    }
    assertOnlyTheFile();
    assertThat(said).haveAtLeastOne(naming("2,000", "300,000"));
  }

  @Test
  void aFileOfUnknownLengthIsGoneOnFromToo() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              String chunk = Integer.toHexString(300_000) + "\r\n";
              RawServer.send(out, "200 OK\nETag: " + TAG + "\nTransfer-Encoding: chunked", none());
              out.write(chunk.getBytes(StandardCharsets.ISO_8859_1));
              out.write(CONTENT, 0, 1000);
              out.flush();
              awaitPart(1000);
            },
            (request, out) -> {
              send(out, head(1000), 1000, 2000);
              awaitPart(2000);
            },
            rest())) {
      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requested("range")).containsExactly("none", "bytes=1000-", "bytes=2000-");
    }
    assertOnlyTheFile();
  }

  @Test
  void redirectsAreFollowedAndTheAddressStays() throws Exception {
    try (FileServer server =
        new FileServer()
            .with("/new/songs.zip", CONTENT)
            .redirecting("/songs.zip", "/new/songs.zip")) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(CONTENT), 300_000, Arrays.copyOf(CONTENT, 1000));

      fetch(CHECKED, url);

      assertThat(server.requests())
          .containsExactly("/songs.zip bytes=1000-", "/new/songs.zip bytes=1000-");
    }
    assertOnlyTheFile();
  }

  @Test
  void twoAtOnceDoNotMixTheirBytes() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              send(out, head(0), 0, 1000);
              second.await();
              out.write(CONTENT, 1000, 299_000);
              out.flush();
            })) {
      String url = server.url("/songs.zip");
      Future<?> first =
          executor.submit(
              () -> {
                fetch(CHECKED, url);
                return null;
              });
      awaitPart(1000);

      assertThatThrownBy(() -> fetch(CHECKED, url))
          .isInstanceOf(IOException.class)
          .message()
          .is(naming(file));

      second.countDown();
      first.get();
      assertThat(server.requested("range")).hasSize(1);
    } finally {
      executor.shutdownNow();
    }
    assertOnlyTheFile();
  }

  /** Goes on from the byte asked for, and closes the connection when the part has so many bytes. */
  private RawServer.Answer cutAt(int bytes) {
    return (request, out) -> {
      int first = first(request);
      send(out, head(first), first, bytes);
      awaitPart(bytes);
    };
  }
}
