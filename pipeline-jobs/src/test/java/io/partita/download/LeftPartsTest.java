package io.partita.download;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FileServer;
import io.partita.Mistake;
import io.partita.RawServer;
import io.partita.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads to a folder in which a part, or a file, was left by another run. */
@Timeout(120)
class LeftPartsTest extends DownloadFixture {
  @Test
  void partsThatDoNotFitTogetherAreFetchedOnceAnew() throws Exception {
    try (FileServer server = new FileServer().with("/songs.zip", CONTENT)) {
      String url = server.url("/songs.zip");
      leavePart(url, FileServer.etag(CONTENT), 300_000, bytes(1000, 2));

      fetch(CHECKED, url);

      assertThat(server.requests()).containsExactly("/songs.zip bytes=1000-", "/songs.zip");
    }
    assertOnlyTheFile();
    assertThat(said).last().asString().is(naming("songs.zip", "zero"));
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
          .message()
          .is(naming("songs.zip", url, sha1(wrong), sha1(CONTENT)));

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
    assertEach(said, naming("songs.zip", "zero"));
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

    assertEach(
        said, naming(file), naming(file), naming(file), naming(file, sha1(damaged), sha1(CONTENT)));
  }

  @Test
  void aFolderInTheFilesPlaceIsAMistake() throws Exception {
    Files.createDirectory(file);

    assertThatMistake(() -> download(SHORT).isThere(UNCHECKED, file))
        .is(Mistake.OCCUPIED)
        .names(file);
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
}
