package io.partita.archive;

import static io.partita.archive.Archives.assertRejected;
import static io.partita.archive.Archives.bytes;
import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.join;
import static io.partita.archive.Archives.readAll;
import static io.partita.archive.Archives.rejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void aGzipHeaderMayHaveAnyOfItsFields() throws MalformedInputException {
    byte[] plain = gzip(SONG);
    byte[] data = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] extra = new byte[2 + 0x103];
    extra[0] = 3;
    extra[1] = 1;
    byte[] name = {'a', 0};
    byte[] comment = {'c', 'd', 0};
    byte[] checksum = new byte[2];
    assertThat(inflated(4, extra, data)).isEqualTo(SONG);
    assertThat(inflated(8, name, data)).isEqualTo(SONG);
    assertThat(inflated(16, comment, data)).isEqualTo(SONG);
    assertThat(inflated(2, checksum, data)).isEqualTo(SONG);
    assertThat(inflated(30, extra, name, comment, checksum, data)).isEqualTo(SONG);
  }

  /** The content of a gzip file with these flags, and these bytes behind its first ten. */
  private static byte[] inflated(int flags, byte[]... parts) throws MalformedInputException {
    byte[] header = Arrays.copyOf(gzip(SONG), 10);
    header[3] = (byte) flags;
    return bytes(readAll("a.mid.gz", join(header, join(parts))).get(0));
  }

  /** Places from the end are negative. */
  @ParameterizedTest
  @CsvSource({"2, 7, 4", "3, 0x20, 4", "3, 0x80, 4", "-8, 1, 34", "-4, 1, 34"})
  void aBrokenGzipHeaderOrTrailerIsRejectedAtItsEnd(int place, int value, long byteOffset)
      throws MalformedInputException {
    byte[] gzip = gzip(SONG);
    assertThat(gzip).hasSize(34);
    gzip[Math.floorMod(place, gzip.length)] = (byte) value;
    RejectedMember rejected = rejected(readAll("a.mid.gz", gzip).get(0));
    assertThat(rejected.fault()).isEqualTo(ArchiveFault.CORRUPT_ARCHIVE);
    assertThat(rejected.byteOffset()).isEqualTo(byteOffset);
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
