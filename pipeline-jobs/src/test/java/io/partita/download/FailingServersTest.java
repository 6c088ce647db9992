package io.partita.download;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FileServer;
import io.partita.Mistake;
import io.partita.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from servers that end early, stall, refuse, or send something else. */
@Timeout(120)
class FailingServersTest extends DownloadFixture {
  static Stream<String> wrongRanges() {
    return Stream.of(
        "Content-Range: bytes 0-299999/300000\nContent-Length: 300000",
        "Content-Range: bytes 1001-299999/300000\nContent-Length: 298999",
        "Content-Range: bytes 1000-299999/300001\nContent-Length: 299000",
        "Content-Range: bytes 1000-299999/300000\nContent-Length: 299001",
        "Content-Range: bytes 1000-299999/300000\nContent-Length: 299000\nETag: \"two\"",
        "Content-Range: nonsense\nContent-Length: 299000",
        "Content-Length: 299000",
        "Content-Type: multipart/byteranges; boundary=x\nContent-Length: 299000");
  }

  @ParameterizedTest
  @MethodSource("wrongRanges")
  void aWrongRangeIsDropped(String headers) throws Exception {
    try (RawServer server =
        new RawServer(RawServer.of("206 Partial Content\n" + headers, CONTENT), whole())) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      fetch(UNCHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=1000-", "none");
    }
    assertOnlyTheFile();
    assertEach(said, naming("songs.zip", "zero"));
  }

  @Test
  void moreBytesThanAnnouncedAreDropped() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) ->
                sendChunked(
                    out,
                    "206 Partial Content\nContent-Range: bytes 1000-299999/300000",
                    bytes(299_001, 3)),
            whole())) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      fetch(UNCHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=1000-", "none");
    }
    assertOnlyTheFile();
    assertThat(said).haveAtLeastOne(naming("songs.zip", "zero"));
  }

  @Test
  void aServerThatAlwaysEndsEarlyIsGivenUp() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              int first = first(request);
              send(out, head(first), first, 1000);
              awaitPart(1000);
            })) {
      String url = server.url("/songs.zip");

      assertThatThrownBy(() -> fetch(CHECKED, url))
          .isInstanceOf(IOException.class)
          .hasNoCause()
          .message()
          .is(naming("songs.zip", url, "5 tries", "1,000"));

      assertThat(server.requested("range"))
          .hasSize(6)
          .startsWith("none", "bytes=1000-")
          .endsWith("bytes=1000-");
    }
    assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
    assertThat(file).doesNotExist();
  }

  @Test
  void aServerThatOnlyRepeatsItselfIsGivenUp() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              RawServer.send(out, head(0), Arrays.copyOf(CONTENT, 1000));
              awaitPart(1000);
            })) {
      assertThatThrownBy(() -> fetch(CHECKED, server.url("/songs.zip")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("5 tries");
    }
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 Service Unavailable | 503",
        "500 Internal Server Error | 500",
        "408 Request Timeout | 408",
        "429 Too Many Requests | 429",
        "200 OK | empty"
      })
  void aServerThatNeverSendsIsGivenUpAfterFiveTries(String status, String named) throws Exception {
    try (RawServer server = new RawServer(RawServer.of(status + "\nContent-Length: 0", none()))) {
      String url = server.url("/songs.zip");

      assertThatThrownBy(() -> fetch(UNCHECKED, url))
          .isInstanceOf(IOException.class)
          .message()
          .is(naming("songs.zip", url, named, "5 tries"));
      assertThat(server.requested("range")).hasSize(5);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aServerThatIsNotThereIsGivenUp() throws Exception {
    String url;
    try (RawServer server = new RawServer(whole())) {
      url = server.url("/songs.zip");
    }

    assertThatThrownBy(() -> fetch(UNCHECKED, url))
        .isInstanceOf(IOException.class)
        .message()
        .is(naming("songs.zip", url, "refused", "5 tries"));
    assertThatThrownBy(() -> fetch(UNCHECKED, "http://" + "x".repeat(64) + ".invalid/songs.zip"))
        .as("a name that is too long for any server to know")
        .isInstanceOf(IOException.class)
        .message()
        .is(naming("songs.zip", "invalid", "host", "5 tries"));
    assertThat(folder).isEmptyDirectory();
  }

  /** Of 36 files of a server that is down each would be waited for as long as the first. */
  @Test
  void aServerThatFailedAFileIsAskedOnceForEachOther() throws Exception {
    RawServer.Answer busy = RawServer.of("503 Busy\nContent-Length: 0", none());
    try (RawServer server = new RawServer(busy, busy, busy, busy, busy, busy, whole())) {
      ResumableDownload download = download(SHORT);
      URI address = URI.create(server.url("/songs.zip"));

      assertThatThrownBy(() -> download.fetch(UNCHECKED, address, file))
          .hasMessageContaining("5 tries");
      assertThatThrownBy(() -> download.fetch(UNCHECKED, address, file))
          .hasMessageContaining("1 try");
      assertThat(server.requested("range")).hasSize(6);
      download.fetch(UNCHECKED, address, file);
    }
    assertOnlyTheFile();
  }

  @Test
  void aServerThatAsksForAPauseGetsIt() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.of("503 Busy\nRetry-After: 1\nContent-Length: 0", none()), whole())) {
      fetch(UNCHECKED, server.url("/songs.zip"));
    }
    assertOnlyTheFile();
    // The longest wish of a server that is fulfilled here.
    assertEach(said, naming("songs.zip", 503, "0.01 s"));
  }

  @Test
  void aBodyThatStallsIsCut() throws Exception {
    RetryPolicy stalling =
        new RetryPolicy(
            SHORT.connection(),
            Duration.ofSeconds(1),
            SHORT.firstPause(),
            SHORT.longestPause(),
            SHORT.longestWish(),
            SHORT.fruitlessTries());
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              send(out, head(0), 0, 1000);
              end.await();
            },
            rest())) {
      download(stalling).fetch(UNCHECKED, URI.create(server.url("/songs.zip")), file);

      assertThat(server.requested("range")).startsWith("none", "bytes=1000-");
    }
    assertOnlyTheFile();
    assertThat(said.get(0)).is(naming("songs.zip", "1 s"));
  }

  @Test
  void aServerThatDoesNotAnswerIsCut() throws Exception {
    RetryPolicy stalling =
        new RetryPolicy(
            SHORT.connection(),
            Duration.ofSeconds(1),
            SHORT.firstPause(),
            SHORT.longestPause(),
            SHORT.longestWish(),
            SHORT.fruitlessTries());
    try (RawServer server = new RawServer((request, out) -> end.await(), whole())) {
      download(stalling).fetch(UNCHECKED, URI.create(server.url("/songs.zip")), file);
    }
    assertOnlyTheFile();
    assertThat(said.get(0)).is(naming("songs.zip", "0.00 s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "403 Forbidden",
        "404 Not Found",
        "410 Gone",
        "416 Range Not Satisfiable",
        "206 Partial Content",
        "204 No Content"
      })
  void aServerThatRefusesIsNotAskedTwice(String status) throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.of(status + (status.startsWith("2") ? "" : "\nContent-Length: 0"), none()))) {
      String url = server.url("/songs.zip");

      assertThatMistake(() -> fetch(UNCHECKED, url))
          .is(Mistake.UNAVAILABLE)
          .names(url, status.substring(0, 3), "--url");
      assertThat(server.requested("range")).hasSize(1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRefusalKeepsWhatIsThere() throws Exception {
    try (FileServer server = new FileServer()) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      assertThatMistake(() -> fetch(UNCHECKED, url)).is(Mistake.UNAVAILABLE);
    }
    assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
    assertThat(about).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"})
  void aWebPageIsNoDataSet(String type) throws Exception {
    byte[] page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    try (RawServer server =
        new RawServer(
            RawServer.of(
                "200 OK\nContent-Type: " + type + "\nContent-Length: " + page.length, page))) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      assertThatThrownBy(() -> fetch(UNCHECKED, url))
          .isInstanceOf(IOException.class)
          .message()
          .is(naming(url, "songs.zip", "--url"));
    }
    assertThat(file).doesNotExist();
    assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
  }

  @Test
  void aFileThatTheDiskCannotTakeIsNotBegun() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.of("200 OK\nContent-Length: 9000000000000000", Arrays.copyOf(CONTENT, 9)))) {
      assertThatThrownBy(() -> fetch(UNCHECKED, server.url("/songs.zip")))
          .isInstanceOf(IOException.class)
          .message()
          .is(naming("songs.zip", "9,000,000,000,000,000"));
      assertThat(server.requested("range")).hasSize(1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static void sendChunked(OutputStream out, String head, byte[] body) throws IOException {
    RawServer.send(out, head + "\nTransfer-Encoding: chunked", none());
    String size = Integer.toHexString(body.length) + "\r\n";
    out.write(size.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
