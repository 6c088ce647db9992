package io.partita.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FileServer;
import io.partita.RawServer;
import io.partita.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from servers of every kind of conduct, over real sockets. */
@Timeout(120)
class ResumableDownloadTest {
  private static final String TAG = "\"one\"";
  private static final byte[] CONTENT = bytes(300_000, 1);
  private static final PublishedFile UNCHECKED = new PublishedFile("songs.zip", null);
  private static final PublishedFile CHECKED = new PublishedFile("songs.zip", sha1(CONTENT));
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofMillis(10),
          5);

  @TempDir private Path folder;
  private Path file;
  private Path part;
  private Path about;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

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
    assertThat(said.get(0))
        .startsWith("songs.zip: the connection was cut (")
        .endsWith("); trying again in 0.00 s.")
        .doesNotContain("(closed)");
    assertThat(said.get(1)).isEqualTo("songs.zip: going on from byte 100,000.");
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
    assertThat(said).containsExactly("songs.zip: going on from byte 299,999.");
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
    assertThat(said)
        .contains(
            "songs.zip: starting from zero, as the server does not say whether the file has"
                + " changed.");
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
    assertThat(said)
        .contains(
            "songs.zip: starting from zero, as the server sends the whole file, not the rest or not"
                + " of the same one.");
  }

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
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).contains("; starting from zero; trying again in ");
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
    assertThat(said)
        .anyMatch(line -> line.contains("the answer ended after 2,000 of 300,000 bytes"));
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
    assertThat(said)
        .anyMatch(line -> line.contains("the server sends more than it announced; starting from"));
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
          .hasMessageMatching(
              "songs\\.zip could not be downloaded from "
                  + url
                  + ": the connection was cut \\(.*\\) \\(5 tries without a new byte\\)\\. 1,000"
                  + " bytes of it are kept, and the same command goes on from there\\.");

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
          .hasMessageContaining("(5 tries without a new byte)");
    }
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 Service Unavailable | the server answers 503",
        "500 Internal Server Error | the server answers 500",
        "408 Request Timeout | the server answers 408",
        "429 Too Many Requests | the server answers 429",
        "200 OK | the answer is empty"
      })
  void aServerThatNeverSendsIsGivenUpAfterFiveTries(String status, String reason) throws Exception {
    try (RawServer server = new RawServer(RawServer.of(status + "\nContent-Length: 0", none()))) {
      String url = server.url("/songs.zip");

      assertThatThrownBy(() -> fetch(UNCHECKED, url))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "songs.zip could not be downloaded from "
                  + url
                  + ": "
                  + reason
                  + " (5 tries without a new byte). The same command tries again.");
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
        .hasMessageContaining(": the connection was refused (5 tries without a new byte).");
    assertThatThrownBy(() -> fetch(UNCHECKED, "http://" + "x".repeat(64) + ".invalid/songs.zip"))
        .as("a name that is too long for any server to know")
        .isInstanceOf(IOException.class)
        .hasMessageContaining(": the host is not known (5 tries without a new byte).");
    assertThat(folder).isEmptyDirectory();
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
    assertThat(said).containsExactly("songs.zip: the server answers 503; trying again in 0.01 s.");
  }

  @Test
  void aBodyThatStallsIsCut() throws Exception {
    Patience stalling =
        new Patience(
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
    assertThat(said.get(0)).contains("the connection was cut (no byte for 1 s)");
  }

  @Test
  void aServerThatDoesNotAnswerIsCut() throws Exception {
    Patience stalling =
        new Patience(
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
    assertThat(said.get(0)).contains("songs.zip: no answer in time; trying again in");
  }

  @Test
  void partsThatDoNotFitTogetherAreFetchedOnceAnew() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(CONTENT), 300_000, bytes(1000, 2));

      fetch(CHECKED, url);

      assertThat(server.requests()).containsExactly("/songs.zip bytes=1000-", "/songs.zip");
    }
    assertOnlyTheFile();
    assertThat(said).endsWith("songs.zip: its parts do not fit together; starting from zero.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsAlwaysWrongIsNeverPublished(boolean isPieced) throws Exception {
    byte[] wrong = bytes(300_000, 2);
    try (FileServer server = new FileServer().with("/songs.zip", wrong)) {
      String url = server.url("/songs.zip");
      if (isPieced) {
        leavePart(url, FileServer.etag(wrong), 300_000, Arrays.copyOf(wrong, 1000));
      }

      assertThatThrownBy(() -> fetch(CHECKED, url))
          .isInstanceOf(IOException.class)
          .hasNoCause()
          .hasMessage(
              "songs.zip from "
                  + url
                  + " has the SHA-1 "
                  + sha1(wrong)
                  + ", but "
                  + sha1(CONTENT)
                  + " is published. It was deleted; the same command starts from zero.");

      assertThat(server.requests()).hasSize(isPieced ? 2 : 1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatChangedBetweenRunsComesAnew() throws Exception {
    byte[] old = bytes(400_000, 2);
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(old), 400_000, Arrays.copyOf(old, 350_000));

      fetch(UNCHECKED, url);

      assertThat(server.requests()).containsExactly("/songs.zip bytes=350000-");
    }
    assertOnlyTheFile();
  }

  @Test
  void aPartOfAnotherAddressIsNotGoneOnFrom() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      leavePart(
          server.url("/elsewhere.zip"),
          FileServer.etag(CONTENT),
          300_000,
          Arrays.copyOf(CONTENT, 1000));

      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requests()).containsExactly("/songs.zip");
    }
    assertOnlyTheFile();
    assertThat(said)
        .containsExactly(
            "songs.zip: starting from zero, as what is there comes from another address.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"address\":\"htt", "null", "[]", "{\"version\":2}", "{}"})
  void aPartOfWhichNothingIsKnownIsNotGoneOnFrom(String note) throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      Files.write(part, bytes(1000, 2));
      Files.writeString(about, note);

      fetch(UNCHECKED, server.url("/songs.zip"));

      assertThat(server.requests()).containsExactly("/songs.zip");
    }
    assertOnlyTheFile();
  }

  @Test
  void aPartThatIsTooLongIsDropped() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(CONTENT), 300_000, bytes(300_001, 2));

      fetch(UNCHECKED, url);

      assertThat(server.requests()).containsExactly("/songs.zip");
    }
    assertOnlyTheFile();
  }

  @Test
  void aPartThatIsWholeNeedsNoServer() throws Exception {
    leavePart("http://nowhere.invalid/songs.zip", TAG, 300_000, CONTENT);

    fetch(CHECKED, "http://nowhere.invalid/songs.zip");

    assertOnlyTheFile();
  }

  @Test
  void aPartOfUnknownLengthIsWholeWhenNothingFollows() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.of(
                "416 Range Not Satisfiable\nContent-Range: bytes */300000\nContent-Length: 0",
                none()))) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, -1, CONTENT);

      fetch(UNCHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=300000-");
    }
    assertOnlyTheFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Range: bytes */1000", "Content-Range: bytes */*", "X: y"})
  void aPartThatTheServerDoesNotHaveIsDropped(String header) throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.of("416 Range Not Satisfiable\n" + header + "\nContent-Length: 0", none()),
            whole())) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, -1, bytes(1001, 2));

      fetch(UNCHECKED, url);

      assertThat(server.requested("range")).containsExactly("bytes=1001-", "none");
    }
    assertOnlyTheFile();
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

      assertThatThrownBy(() -> fetch(UNCHECKED, url))
          .isInstanceOf(UserException.class)
          .hasMessage(
              url
                  + " answers "
                  + status.substring(0, 3)
                  + ": the file may have moved. --url takes another address of it.");
      assertThat(server.requested("range")).hasSize(1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRefusalKeepsWhatIsThere() throws Exception {
    try (FileServer server = new FileServer()) {
      String url = server.url("/songs.zip");
      leavePart(url, TAG, 300_000, Arrays.copyOf(CONTENT, 1000));

      assertThatThrownBy(() -> fetch(UNCHECKED, url)).isInstanceOf(UserException.class);
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
          .hasMessage(
              url
                  + " answered with a web page, not with songs.zip: the network may ask for a"
                  + " login, or the file may have moved; --url takes another address of it.");
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
          .hasMessageMatching(
              "songs\\.zip needs 9,000,000,000,000,000 more bytes, and its disk has [\\d,]+ bytes"
                  + " left\\. Make room, or choose another folder\\.");
      assertThat(server.requested("range")).hasSize(1);
    }
    assertThat(folder).isEmptyDirectory();
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
          .hasMessage("Another run is downloading " + file + ". Try again when it has ended.");

      second.countDown();
      first.get();
      assertThat(server.requested("range")).hasSize(1);
    } finally {
      executor.shutdownNow();
    }
    assertOnlyTheFile();
  }

  @Test
  void whatIsThereIsWholeAndCheckedWithoutAServer() throws Exception {
    assertThat(download(SHORT).isThere(CHECKED, file)).isFalse();
    Files.write(file, CONTENT);
    assertThat(download(SHORT).isThere(CHECKED, file)).isTrue();
    assertThat(download(SHORT).isThere(UNCHECKED, file)).isTrue();
    byte[] damaged = CONTENT.clone();
    damaged[150_000]++;
    Files.write(file, damaged);
    assertThat(download(SHORT).isThere(UNCHECKED, file)).isTrue();
    assertThat(download(SHORT).isThere(CHECKED, file)).isFalse();

    assertThat(said)
        .containsExactly(
            file + " is there already.",
            file + " is there already.",
            file + " is there already.",
            file
                + " is there, but its SHA-1 is "
                + sha1(damaged)
                + ", not the published "
                + sha1(CONTENT)
                + ": downloading it anew.");
  }

  @Test
  void aFolderInTheFilesPlaceIsAMistake() throws Exception {
    Files.createDirectory(file);

    assertThatThrownBy(() -> download(SHORT).isThere(UNCHECKED, file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + " is no file: move it away, or choose another folder.");
  }

  @Test
  void aWrongFileStaysUntilTheRightOneIsThere() throws Exception {
    Files.writeString(file, "older");
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      assertThatThrownBy(() -> fetch(CHECKED, server.url("/gone.zip")))
          .isInstanceOf(UserException.class);
      assertThat(file).hasContent("older");

      fetch(CHECKED, server.url("/songs.zip"));
    }
    assertOnlyTheFile();
  }

  private ResumableDownload download(Patience patience) {
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

  private void fetch(PublishedFile published, String url) throws IOException {
    download(SHORT).fetch(published, URI.create(url), file);
  }

  private void leavePart(String address, String etag, long length, byte[] bytes)
      throws IOException {
    Files.write(part, bytes);
    Files.writeString(
        about,
        "{\"address\":\"%s\",\"etag\":%s,\"last_modified\":null,\"length\":%d}"
            .formatted(
                address, etag == null ? null : '"' + etag.replace("\"", "\\\"") + '"', length));
  }

  private void assertOnlyTheFile() {
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  /** Goes on from the byte asked for, and closes the connection when the part has so many bytes. */
  private RawServer.Answer cutAt(int bytes) {
    return (request, out) -> {
      int first = first(request);
      send(out, head(first), first, bytes);
      awaitPart(bytes);
    };
  }

  private static RawServer.Answer rest() {
    return (request, out) -> {
      int first = first(request);
      send(out, head(first), first, CONTENT.length);
    };
  }

  private static RawServer.Answer whole() {
    return RawServer.of(head(0), CONTENT);
  }

  private static String head(int first) {
    int rest = CONTENT.length - first;
    String length = "\nETag: " + TAG + "\nContent-Length: " + rest;
    return first == 0
        ? "200 OK" + length
        : "206 Partial Content\nContent-Range: bytes " + first + "-299999/300000" + length;
  }

  private static int first(Map<String, String> request) {
    return Integer.parseInt("0" + request.getOrDefault("range", "").replaceAll("\\D", ""));
  }

  private static void send(OutputStream out, String head, int from, int to) throws IOException {
    RawServer.send(out, head, Arrays.copyOfRange(CONTENT, from, to));
  }

  private static void sendChunked(OutputStream out, String head, byte[] body) throws IOException {
    RawServer.send(out, head + "\nTransfer-Encoding: chunked", none());
    String size = Integer.toHexString(body.length) + "\r\n";
    out.write(size.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** A client drops what it had not read when the connection is cut: so it must have read. */
  private void awaitPart(long bytes) throws InterruptedException {
    while (part.toFile().length() < bytes) {
      Thread.sleep(1);
    }
  }

  private static byte[] none() {
    return new byte[0];
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
