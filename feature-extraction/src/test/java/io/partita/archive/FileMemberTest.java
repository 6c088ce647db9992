package io.partita.archive;

import static io.partita.archive.Archives.assertRejected;
import static io.partita.archive.Archives.bytes;
import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileMemberTest {
  private static final byte[] SONG = "MThd and so on".getBytes(UTF_8);

  @Test
  void aFileIsItsOwnMember() throws IOException, MalformedInputException {
    try (MemberReader reader = Archives.open("folder/a.mid", SONG)) {
      MemberOutcome outcome = reader.next().orElseThrow();
      assertThat(outcome.path()).isEqualTo("a.mid");
      assertThat(bytes(outcome)).isEqualTo(SONG);
      assertThat(reader.next()).isEmpty();
      assertThat(reader.position()).isEqualTo(SONG.length);
      assertThat(reader.unwanted()).isZero();
    }
  }

  @Test
  void aGzipFileIsInflated() throws MalformedInputException {
    List<MemberOutcome> outcomes = readAll("folder/a.mid.gz", gzip(SONG));
    assertThat(outcomes.get(0).path()).isEqualTo("a.mid");
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
  }

  @Test
  void aFileWithAnotherNameIsUnwanted() throws IOException, MalformedInputException {
    try (MemberReader reader = Archives.open("notes.txt", SONG)) {
      assertThat(reader.next()).isEmpty();
      assertThat(reader.unwanted()).isEqualTo(1);
    }
  }

  @Test
  void tooLargeIsRejected() throws MalformedInputException {
    ArchiveLimits limits = ArchiveLimits.defaults().withMaxMemberBytes(10);
    assertRejected(readAll("a.mid", SONG, limits).get(0), "a.mid", 0, 14, ArchiveFault.TOO_LARGE, 0)
        .names(14, 10);
    assertRejected(readAll("a.mid.gz", gzip(SONG), limits).get(0), ArchiveFault.TOO_LARGE)
        .names(10);
  }

  @Test
  void aBrokenGzipFileIsRejected() throws MalformedInputException {
    byte[] cut = Arrays.copyOf(gzip(SONG), 15);
    assertRejected(
            readAll("a.mid.gz", cut).get(0), "a.mid", 0, -1, ArchiveFault.TRUNCATED_ARCHIVE, 15)
        .names(15);
  }

  @Test
  void anArchiveInAFolderIsTakenAsItIs() throws IOException {
    byte[] gzip = gzip(SONG);
    MemberOutcome outcome =
        FileMember.read(new BytesFile("x/a.mid", gzip), "a.mid", 5, ArchiveLimits.defaults());
    assertThat(bytes(outcome)).isEqualTo(gzip);
    assertThat(outcome.ordinal()).isEqualTo(5);
  }
}
