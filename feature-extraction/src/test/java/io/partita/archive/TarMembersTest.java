package io.partita.archive;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.archive.Archives.assertRejected;
import static io.partita.archive.Archives.bytes;
import static io.partita.archive.Archives.checksummed;
import static io.partita.archive.Archives.end;
import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.join;
import static io.partita.archive.Archives.padded;
import static io.partita.archive.Archives.paths;
import static io.partita.archive.Archives.readAll;
import static io.partita.archive.Archives.rejected;
import static io.partita.archive.Archives.tarHeader;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FaultAssert;
import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarMembersTest {
  private static final byte[] SONG = "MThd and so on".getBytes(UTF_8);

  @Test
  void namesLoseTheirDotSlashAndMayRepeat() throws MalformedInputException {
    List<MemberOutcome> outcomes =
        readAll("a.tar", join(file("./x/a.mid"), file("x/a.mid"), file(".//a.mid"), end()));
    assertThat(paths(outcomes)).containsExactly("x/a.mid", "x/a.mid", "a.mid");
    assertThat(outcomes).extracting(MemberOutcome::ordinal).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/a.mid",
        "../a.mid",
        "x/../../a.mid",
        "x/..\\a.mid",
        "C:\\a.mid",
        "c:a.mid",
        "\\\\host\\a.mid"
      })
  void namesThatLeadOutAreRejected(String name) throws MalformedInputException {
    List<MemberOutcome> outcomes = readAll("a.tar", join(file(name), file("a.mid"), end()));
    assertThat(outcomes).hasSize(2);
    assertThat(rejected(outcomes.get(0)).fault()).isEqualTo(ArchiveFault.UNSAFE_NAME);
    assertThat(bytes(outcomes.get(1))).isEqualTo(SONG);
  }

  @Test
  void aPaxPathIsNoWayAroundTheNameRules() throws MalformedInputException {
    byte[] pax = pax("path=/etc/a.mid");
    List<MemberOutcome> outcomes = readAll("a.tar", join(pax, file("a.mid"), end()));
    assertThat(rejected(outcomes.get(0)).fault()).isEqualTo(ArchiveFault.UNSAFE_NAME);
    assertThat(outcomes.get(0).path()).isEqualTo("/etc/a.mid");
  }

  @ParameterizedTest
  @CsvSource({"1,LINK", "2,LINK", "3,SPECIAL_FILE", "4,SPECIAL_FILE", "6,SPECIAL_FILE"})
  void whatIsNoFileIsRejected(char type, ArchiveFault fault) throws MalformedInputException {
    byte[] tar = join(file("a.mid"), tarHeader("b.mid", 77, type), file("c.mid"), end());
    List<MemberOutcome> outcomes = readAll("a.tar", tar);
    assertThat(paths(outcomes)).containsExactly("a.mid", "b.mid", "c.mid");
    assertRejected(outcomes.get(1), "b.mid", 1, 77, fault, 1024).isNotBlank();
  }

  @Test
  void sparseFilesAreRejectedAndPassedOver() throws MalformedInputException {
    byte[] tar =
        join(
            tarHeader("a.mid", SONG.length, 'S'), padded(SONG),
            pax("GNU.sparse.name=s.mid"), file("b.mid"),
            file("c.mid"), end());
    List<MemberOutcome> outcomes = readAll("a.tar", tar);
    assertThat(paths(outcomes)).containsExactly("a.mid", "s.mid", "c.mid");
    assertThat(rejected(outcomes.get(0)).fault()).isEqualTo(ArchiveFault.UNSUPPORTED_METHOD);
    assertThat(rejected(outcomes.get(1)).fault()).isEqualTo(ArchiveFault.UNSUPPORTED_METHOD);
    assertThat(bytes(outcomes.get(2))).isEqualTo(SONG);
  }

  @Test
  void foldersAreNoMembers() throws MalformedInputException {
    byte[] tar =
        join(tarHeader("x.mid/", 0, '0'), tarHeader("y.mid", 0, '5'), file("z.mid"), end());
    List<MemberOutcome> outcomes = readAll("a.tar", tar);
    assertThat(paths(outcomes)).containsExactly("z.mid");
    assertThat(outcomes.get(0).ordinal()).isEqualTo(2);
  }

  @Test
  void namesAreUtf8OrElseLatin1AndPrintable() throws MalformedInputException {
    String utf8 = new String("ä.mid".getBytes(UTF_8), ISO_8859_1);
    List<MemberOutcome> outcomes =
        readAll("a.tar", join(file(utf8), file("\u00e4.mid"), file("a\n\u0085\u001b.mid"), end()));
    assertThat(paths(outcomes)).containsExactly("ä.mid", "ä.mid", "a\ufffd\ufffd\ufffd.mid");
  }

  @Test
  void aMemberOverTheLimitIsNotHeld() throws MalformedInputException {
    ArchiveLimits limits = ArchiveLimits.defaults().withMaxMemberBytes(1000);
    byte[] tar =
        join(
            tarHeader("big.mid", 1001, '0'),
            padded(new byte[1001]),
            tarHeader("fits.mid", 1000, '0'),
            padded(new byte[1000]),
            end());
    List<MemberOutcome> outcomes = readAll("a.tar", tar, limits);
    assertRejected(outcomes.get(0), "big.mid", 0, 1001, ArchiveFault.TOO_LARGE, 0)
        .names(1001, 1000);
    assertThat(bytes(outcomes.get(1))).hasSize(1000);
  }

  @Test
  void aClaimOfEightGigabytesCostsNothing() throws MalformedInputException {
    List<MemberOutcome> outcomes =
        readAll("a.tar", join(file("a.mid"), tarHeader("b.mid", 8L << 30, '0'), new byte[5000]));
    assertThat(paths(outcomes)).containsExactly("a.mid", "b.mid", "a.tar");
    assertThat(rejected(outcomes.get(1)).fault()).isEqualTo(ArchiveFault.TOO_LARGE);
    assertThat(rejected(outcomes.get(2)).fault()).isEqualTo(ArchiveFault.TRUNCATED_ARCHIVE);
  }

  @Test
  void sizesMayBeBinary() throws MalformedInputException {
    byte[] header = tarHeader("a.mid", 0, '0');
    Arrays.fill(header, 124, 136, (byte) 0);
    header[124] = (byte) 0x80;
    header[135] = (byte) SONG.length;
    assertThat(bytes(readAll("a.tar", join(checksummed(header), padded(SONG), end())).get(0)))
        .isEqualTo(SONG);
    header[134] = 2;
    header[135] = 3;
    byte[] tar = join(checksummed(header), padded(new byte[515]), end());
    assertThat(bytes(readAll("a.tar", tar).get(0))).hasSize(515);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12x", "\u0080\u0001", "\u0080\0\0\0\u0080"})
  void aSizeThatIsNoNumberOrBeyond63BitsEndsTheArchive(String size) throws MalformedInputException {
    byte[] header = tarHeader("b.mid", 0, '0');
    Arrays.fill(header, 124, 136, (byte) 0);
    Archives.put(header, 124, size);
    List<MemberOutcome> outcomes =
        readAll("a.tar", join(file("a.mid"), checksummed(header), file("c.mid"), end()));
    assertThat(paths(outcomes)).containsExactly("a.mid", "a.tar");
    assertThat(rejected(outcomes.get(1)).fault()).isEqualTo(ArchiveFault.CORRUPT_ARCHIVE);
    assertThat(rejected(outcomes.get(1)).byteOffset()).isEqualTo(1024);
  }

  @Test
  void aChecksumMayBeASumOfSignedBytes() throws MalformedInputException {
    byte[] header = tarHeader("\u00e4.mid", SONG.length, '0');
    int unsigned = Integer.parseInt(new String(header, 148, 6, ISO_8859_1), 8);
    Archives.put(header, 148, "%06o".formatted(unsigned - 256));
    List<MemberOutcome> outcomes = readAll("a.tar", join(header, padded(SONG), end()));
    assertThat(paths(outcomes)).containsExactly("\u00e4.mid");
  }

  @Test
  void aNameMayFillItsField() throws MalformedInputException {
    String name = "x".repeat(96) + ".mid";
    assertThat(paths(readAll("a.tar", join(file(name), end())))).containsExactly(name);
  }

  @Test
  void aPaxSizeCountsInPlaceOfTheHeaders() throws MalformedInputException {
    byte[] tar =
        join(
            pax("size=" + SONG.length),
            tarHeader("a.mid", 0, '0'),
            padded(SONG),
            file("b.mid"),
            end());
    List<MemberOutcome> outcomes = readAll("a.tar", tar);
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertThat(bytes(outcomes.get(1))).isEqualTo(SONG);
    tar = join(file("a.mid"), pax("size=-1"), file("b.mid"), end());
    assertThat(rejected(readAll("a.tar", tar).get(1)).fault())
        .isEqualTo(ArchiveFault.CORRUPT_ARCHIVE);
  }

  @Test
  void aTarCutInAMemberRejectsItAndTheRest() throws MalformedInputException {
    byte[] tar = join(file("a.mid"), tarHeader("b.mid", 10_000, '0'), new byte[3000]);
    List<MemberOutcome> outcomes = readAll("a.tar", tar);
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertThat(outcomes).hasSize(3);
    assertRejected(outcomes.get(1), "b.mid", 1, 10_000, ArchiveFault.TRUNCATED_ARCHIVE, tar.length)
        .names(7000, 10_000);
    assertRejected(outcomes.get(2), "a.tar", 2, -1, ArchiveFault.TRUNCATED_ARCHIVE, tar.length)
        .names(7000, 10_000);
  }

  @Test
  void aTarWithoutItsEndIsTruncated() throws MalformedInputException {
    List<MemberOutcome> outcomes = readAll("a.tar", file("a.mid"));
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertRejected(outcomes.get(1), ArchiveFault.TRUNCATED_ARCHIVE).names("zeros");
  }

  @Test
  void aBrokenHeaderEndsTheArchive() throws MalformedInputException {
    byte[] broken = file("b.mid");
    broken[3] ^= 1;
    List<MemberOutcome> outcomes =
        readAll("a.tar", join(file("a.mid"), broken, file("c.mid"), end()));
    assertThat(paths(outcomes)).containsExactly("a.mid", "a.tar");
    assertRejected(outcomes.get(1), "a.tar", 1, -1, ArchiveFault.CORRUPT_ARCHIVE, 1024)
        .names("checksum", "62 2E 6D 68 64 00 00 00");
  }

  @Test
  void appendedArchivesAreReadOn() throws MalformedInputException {
    byte[] first = join(file("a.mid"), end());
    byte[] second = join(file("b.mid"), end());
    assertThat(paths(readAll("a.tar", join(first, second)))).containsExactly("a.mid", "b.mid");
    assertThat(paths(readAll("a.tgz", join(gzip(first), gzip(second)))))
        .containsExactly("a.mid", "b.mid");
  }

  @Test
  void aHugeLongNameIsRefused() throws MalformedInputException {
    byte[] tar = join(file("a.mid"), tarHeader("././@LongLink", 5L << 30, 'L'), new byte[512]);
    assertRejected(readAll("a.tar", tar).get(1), ArchiveFault.CORRUPT_ARCHIVE)
        .names("type L", 5L << 30, 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999 path=a\n", "path=a\n", "5 a\n", "-3 path=a\n", "12 path=ab\n"})
  void aBrokenPaxHeaderEndsTheArchive(String records) throws MalformedInputException {
    byte[] data = records.getBytes(UTF_8);
    byte[] tar =
        join(file("a.mid"), tarHeader("pax", data.length, 'x'), padded(data), file("b.mid"), end());
    assertRejected(readAll("a.tar", tar).get(1), ArchiveFault.CORRUPT_ARCHIVE)
        .names("pax", "byte 0");
  }

  @Test
  void whatIsNoTarIsRefusedOnOpening() {
    assertRefused("a.tar", "<!DOCTYPE html>".repeat(100).getBytes(UTF_8), "NOT_AN_ARCHIVE", 0);
    assertRefused("a.tar", new byte[0], "TRUNCATED_ARCHIVE", 0);
    assertRefused("a.tar.gz", "<html>".getBytes(UTF_8), "NOT_AN_ARCHIVE", 0)
        .names("1F 8B", "3C 68");
    assertRefused("a.tgz", new byte[0], "NOT_AN_ARCHIVE", 0).names("1F 8B");
    byte[] noTar = gzip("no tar".repeat(200).getBytes(UTF_8));
    assertThatFault(() -> readAll("a.tgz", noTar)).is("NOT_AN_ARCHIVE");
    assertRefused("a.tgz", Arrays.copyOf(gzip(end()), 12), "TRUNCATED_ARCHIVE", 12).names("12");
  }

  @Test
  void anEmptyTarHasNoMembers() throws MalformedInputException {
    assertThat(readAll("a.tar", end())).isEmpty();
    assertThat(readAll("a.tgz", gzip(end()))).isEmpty();
  }

  @Test
  void aCutGzipDeliversWhatIsBeforeTheCut() throws MalformedInputException {
    byte[] noise = noise(100_000);
    byte[] tar =
        join(
            file("a.mid"),
            tarHeader("b.mid", noise.length, '0'),
            padded(noise),
            file("c.mid"),
            end());
    byte[] gzip = gzip(tar);
    List<MemberOutcome> outcomes = readAll("a.tgz", Arrays.copyOf(gzip, 50_000));
    assertThat(paths(outcomes)).containsExactly("a.mid", "b.mid", "a.tgz");
    assertRejected(outcomes.get(1), "b.mid", 1, 100_000, ArchiveFault.TRUNCATED_ARCHIVE, 50_000)
        .names(50_000);
    assertThat(rejected(outcomes.get(2)).fault()).isEqualTo(ArchiveFault.TRUNCATED_ARCHIVE);
  }

  @Test
  void aWrongChecksumIsNoticedAtTheEnd() throws MalformedInputException {
    byte[] gzip = gzip(join(file("a.mid"), end()));
    gzip[gzip.length - 8] ^= 1;
    List<MemberOutcome> outcomes = readAll("a.tgz", gzip);
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertRejected(outcomes.get(1), ArchiveFault.CORRUPT_ARCHIVE).names("CRC-32");
  }

  @Test
  void aTarMayLieInManyGzipMembers() throws MalformedInputException {
    byte[] tar = join(file("a.mid"), file("b.mid"), end());
    byte[][] parts = new byte[tar.length / 64][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = gzip(Arrays.copyOfRange(tar, i * 64, i * 64 + 64));
    }
    assertThat(paths(readAll("a.tgz", join(parts)))).containsExactly("a.mid", "b.mid");
  }

  @Test
  void aHundredThousandEmptyGzipMembersAreNoProblem() throws MalformedInputException {
    byte[] empty = gzip(new byte[0]);
    byte[][] parts = Collections.nCopies(100_000, empty).toArray(new byte[0][]);
    byte[] gzip = join(join(parts), gzip(join(file("a.mid"), end())));
    assertThat(paths(readAll("a.tgz", gzip))).containsExactly("a.mid");
  }

  @Test
  void aBombStopsTheArchive() throws MalformedInputException {
    ArchiveLimits limits = new ArchiveLimits(1000, 100, 10_000);
    byte[] gzip =
        gzip(join(file("a.mid"), tarHeader("b.txt", 50_000_000, '0'), new byte[50_000_000]));
    List<MemberOutcome> outcomes = readAll("a.tgz", gzip, limits);
    assertThat(paths(outcomes)).containsExactly("a.mid", "a.tgz");
    assertRejected(outcomes.get(1), ArchiveFault.BOMB).names(100);
    assertThat(rejected(outcomes.get(1)).byteOffset()).isLessThan(2000);
  }

  @Test
  void aFailingDiskIsNoDamage() throws IOException, MalformedInputException {
    byte[] tar = join(file("a.mid"), tarHeader("b.mid", 500_000, '0'), noise(500_000));
    for (Map.Entry<String, byte[]> archive : Map.of("a.tar", tar, "a.tgz", gzip(tar)).entrySet()) {
      BytesFile file = new BytesFile(archive.getKey(), archive.getValue(), 300_000);
      try (MemberReader reader = MemberReader.open(file, ArchiveLimits.defaults(), Archives.MIDI)) {
        assertThatThrownBy(() -> Archives.drain(reader))
            .isExactlyInstanceOf(IOException.class)
            .hasMessage("Disk on fire");
      }
    }
  }

  private static FaultAssert assertRefused(
      String path, byte[] bytes, String fault, long byteOffset) {
    return assertThatFault(() -> readAll(path, bytes)).is(fault, byteOffset);
  }

  private static byte[] file(String name) {
    return join(tarHeader(name, SONG.length, '0'), padded(SONG));
  }

  private static byte[] pax(String record) {
    int bytes = record.length() + 2; // with the space and the line feed
    int length = bytes + (bytes + 2 > 99 ? 3 : 2);
    byte[] data = (length + " " + record + "\n").getBytes(UTF_8);
    return join(tarHeader("pax", data.length, 'x'), padded(data));
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(3).nextBytes(noise);
    return noise;
  }
}
