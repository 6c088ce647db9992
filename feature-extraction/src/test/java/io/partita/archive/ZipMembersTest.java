package io.partita.archive;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.archive.Archives.assertRejected;
import static io.partita.archive.Archives.bytes;
import static io.partita.archive.Archives.join;
import static io.partita.archive.Archives.paths;
import static io.partita.archive.Archives.readAll;
import static io.partita.archive.Archives.rejected;
import static io.partita.archive.Archives.zip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipMembersTest {
  private static final byte[] SONG = "MThd and so on, and so on, and so on".getBytes(UTF_8);
  private static final int FLAGS = 8;
  private static final int METHOD = 10;
  private static final int CRC = 16;
  private static final int SIZE = 24;
  private static final int ATTRIBUTES = 38;
  private static final int OFFSET = 42;

  /** a.mid deflated, b.mid stored, c.mid deflated. */
  private final byte[] zip = zip(songs("a.mid", "b.mid", "c.mid"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8  | 1       | ENCRYPTED          | ''
          10 | 14      | UNSUPPORTED_METHOD | 14 0 8
          24 | 70000000| TOO_LARGE          | 70000000 67108864
          24 | 37      | CORRUPT_MEMBER     | 37 36
          42 | 1       | CORRUPT_MEMBER     | another
          42 | 9000000 | CORRUPT_MEMBER     | 9000000 36
          """)
  void oneBrokenEntryLeavesTheOthers(int field, int value, ArchiveFault fault, String names)
      throws MalformedInputException {
    int entry = directoryEntry(zip, 1);
    if (field == FLAGS || field == METHOD) {
      littleEndian(zip).putShort(entry + field, (short) value);
    } else {
      littleEndian(zip).putInt(entry + field, value);
    }
    List<MemberOutcome> outcomes = readAll("a.zip", zip);
    assertThat(paths(outcomes)).containsExactly("a.mid", "b.mid", "c.mid");
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertRejected(outcomes.get(1), fault).isNotBlank().names((Object[]) names.split(" "));
    assertThat(bytes(outcomes.get(2))).isEqualTo(SONG);
  }

  @ParameterizedTest
  @CsvSource({"35,36", "37,36", "100000,36"})
  void aDeflatedMemberHasTheSizeItClaims(int claimed, int real) throws MalformedInputException {
    littleEndian(zip).putInt(directoryEntry(zip, 0) + SIZE, claimed);
    String found = claimed < real ? "more" : Integer.toString(real);
    assertRejected(readAll("a.zip", zip).get(0), ArchiveFault.CORRUPT_MEMBER).names(claimed, found);
  }

  @Test
  void aWrongChecksumRejectsTheMember() throws MalformedInputException {
    littleEndian(zip).putInt(directoryEntry(zip, 1) + CRC, 0x12345678);
    assertRejected(readAll("a.zip", zip).get(1), ArchiveFault.CORRUPT_MEMBER)
        .containsPattern("CRC-32 [0-9a-f]{8}\\b")
        .names("CRC-32", "12345678");
  }

  @Test
  void brokenDeflateDataRejectTheMember() throws MalformedInputException {
    zip[30 + "a.mid".length()] = (byte) 0xff;
    List<MemberOutcome> outcomes = readAll("a.zip", zip);
    assertRejected(outcomes.get(0), ArchiveFault.CORRUPT_MEMBER).names("broken");
    assertThat(bytes(outcomes.get(1))).isEqualTo(SONG);
  }

  @Test
  void aBrokenLocalHeaderRejectsTheMember() throws MalformedInputException {
    zip[0] = 'X';
    assertRejected(
            readAll("a.zip", zip).get(0), "a.mid", 0, SONG.length, ArchiveFault.CORRUPT_MEMBER, 0)
        .names("local header", "04034b58");
  }

  @Test
  void membersThatShareBytesAreRejected() throws MalformedInputException {
    int first = littleEndian(zip).getInt(directoryEntry(zip, 0) + OFFSET);
    littleEndian(zip).putInt(directoryEntry(zip, 2) + OFFSET, first);
    List<MemberOutcome> outcomes = readAll("a.zip", zip);
    assertThat(bytes(outcomes.get(0))).isEqualTo(SONG);
    assertThat(rejected(outcomes.get(2)).fault()).isEqualTo(ArchiveFault.CORRUPT_MEMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "0120777,LINK",
    "0020666,SPECIAL_FILE",
    "0010644,SPECIAL_FILE",
    "0140755,SPECIAL_FILE"
  })
  void whatIsNoFileIsRejected(String mode, ArchiveFault fault) throws MalformedInputException {
    int entry = directoryEntry(zip, 1);
    littleEndian(zip).putShort(entry + 4, (short) (3 << 8));
    littleEndian(zip).putInt(entry + ATTRIBUTES, Integer.parseInt(mode, 8) << 16);
    assertThat(rejected(readAll("a.zip", zip).get(1)).fault()).isEqualTo(fault);
  }

  @Test
  void unsafeNamesAreRejected() throws MalformedInputException {
    List<MemberOutcome> outcomes =
        readAll("a.zip", zip(songs("../a.mid", "x/b.mid", "C:/c.mid", "./d.mid")));
    assertThat(paths(outcomes)).containsExactly("../a.mid", "x/b.mid", "C:/c.mid", "d.mid");
    assertThat(rejected(outcomes.get(0)).fault()).isEqualTo(ArchiveFault.UNSAFE_NAME);
    assertThat(rejected(outcomes.get(2)).fault()).isEqualTo(ArchiveFault.UNSAFE_NAME);
  }

  @Test
  void namesAreUtf8WhereTheZipSaysSoOrComesFromUnixElseCodePage437()
      throws MalformedInputException {
    byte[] utf8 = zip(songs("\u00e4.mid"));
    assertThat(paths(readAll("a.zip", utf8))).containsExactly("ä.mid");

    byte[] unix = zip(songs("\u00e4.mid"));
    littleEndian(unix).putShort(directoryEntry(unix, 0) + FLAGS, (short) 0);
    assertThat(paths(readAll("a.zip", unix))).containsExactly("├ñ.mid");
    littleEndian(unix).putShort(directoryEntry(unix, 0) + 4, (short) (3 << 8));
    assertThat(paths(readAll("a.zip", unix))).containsExactly("ä.mid");

    byte[] dos = zip(songs("~~.mid"));
    dos[directoryEntry(dos, 0) + 46] = (byte) 0x84;
    dos[directoryEntry(dos, 0) + 47] = 7;
    littleEndian(dos).putShort(directoryEntry(dos, 0) + FLAGS, (short) 0);
    assertThat(paths(readAll("a.zip", dos))).containsExactly("ä\ufffd.mid");
  }

  @Test
  void aUnicodePathFieldNamesTheMember() throws IOException, MalformedInputException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream writer = new ZipArchiveOutputStream(out)) {
      writer.setEncoding("IBM437");
      writer.setUseLanguageEncodingFlag(false);
      writer.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS);
      writer.putArchiveEntry(new ZipArchiveEntry("音.mid"));
      writer.write(SONG);
      writer.closeArchiveEntry();
    }
    assertThat(paths(readAll("a.zip", out.toByteArray()))).containsExactly("音.mid");
  }

  @Test
  void zip64IsRead() throws IOException, MalformedInputException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream writer = new ZipArchiveOutputStream(out)) {
      writer.setUseZip64(Zip64Mode.Always);
      for (int i = 0; i < 70_000; i++) {
        writer.putArchiveEntry(new ZipArchiveEntry(i + (i % 10_000 == 0 ? ".mid" : ".txt")));
        writer.write(SONG);
        writer.closeArchiveEntry();
      }
    }
    List<MemberOutcome> outcomes = readAll("a.zip", out.toByteArray());
    assertThat(outcomes).hasSize(7).allMatch(outcome -> outcome instanceof Member);
    assertThat(outcomes.get(6).ordinal()).isEqualTo(60_000);
  }

  @Test
  void aZip64EndLiesBeforeItsLocator() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream writer = new ZipArchiveOutputStream(out)) {
      writer.setUseZip64(Zip64Mode.Always);
      writer.putArchiveEntry(new ZipArchiveEntry("a.mid"));
      writer.write(SONG);
      writer.closeArchiveEntry();
    }
    byte[] zip64 = out.toByteArray();
    int end = zip64.length - 22;
    int offset = end - 20 + 8;
    assertThat(littleEndian(zip64).getLong(offset)).isEqualTo(end - 20 - 56);

    littleEndian(zip64).putLong(offset, end - 20 - 55);
    assertThatFault(() -> readAll("a.zip", zip64)).is("CORRUPT_ARCHIVE", end);
    littleEndian(zip64).putLong(offset, -1);
    assertThatFault(() -> readAll("a.zip", zip64)).is("CORRUPT_ARCHIVE", end);
    littleEndian(zip64).putLong(offset, end - 20 - 57);
    assertThatFault(() -> readAll("a.zip", zip64)).is("CORRUPT_ARCHIVE", end - 20 - 57);
  }

  @Test
  void aMemberEndsWithinTheFile() throws MalformedInputException {
    int last = zip.length - 30 - SONG.length;
    littleEndian(zip).putInt(directoryEntry(zip, 1) + OFFSET, last);
    assertThat(rejected(readAll("a.zip", zip).get(1)).detail())
        .startsWith("Expected the member's local header");
    littleEndian(zip).putInt(directoryEntry(zip, 1) + OFFSET, last + 1);
    assertThat(rejected(readAll("a.zip", zip).get(1)).detail())
        .startsWith("The member would lie at byte " + (last + 1));
  }

  @Test
  void bytesBeforeAZipAndACommentBehindItDoNotMatter() throws MalformedInputException {
    littleEndian(zip).putShort(zip.length - 2, (short) 5);
    byte[] wrapped = join("#!/bin/sh\n".getBytes(UTF_8), zip, "hello".getBytes(UTF_8));
    assertThat(readAll("a.zip", wrapped)).hasSize(3).allMatch(o -> o instanceof Member);
  }

  @Test
  void aBrokenDirectoryDeliversTheEntriesBeforeTheBreak() throws MalformedInputException {
    int entry = directoryEntry(zip, 2);
    zip[entry] = 0;
    List<MemberOutcome> outcomes = readAll("some/a.zip", zip);
    assertThat(paths(outcomes)).containsExactly("a.mid", "b.mid", "some/a.zip");
    assertRejected(outcomes.get(2), "some/a.zip", 2, -1, ArchiveFault.CORRUPT_ARCHIVE, entry)
        .names("entry 2", "02014b00");
  }

  @Test
  void whatHasNoDirectoryIsRefusedOnOpening() {
    assertThatFault(() -> readAll("a.zip", Arrays.copyOf(zip, zip.length / 2)))
        .is("TRUNCATED_ARCHIVE", zip.length / 2);
    assertThatFault(() -> readAll("a.zip", "<html>".getBytes(UTF_8))).is("NOT_AN_ARCHIVE", 0);
    littleEndian(zip).putInt(zip.length - 10, 1 << 30);
    assertThatFault(() -> readAll("a.zip", zip))
        .is("CORRUPT_ARCHIVE", zip.length - 22)
        .names(1 << 30, zip.length - 22);
  }

  @Test
  void anEmptyZipHasNoMembers() throws MalformedInputException {
    assertThat(readAll("a.zip", zip(Map.of()))).isEmpty();
  }

  @Test
  void aBombStopsTheArchive() throws MalformedInputException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      members.put("deflated" + i + ".mid", new byte[100_000]);
      members.put("stored" + i + ".mid", new byte[0]);
    }
    ArchiveLimits limits = new ArchiveLimits(1 << 20, 500, 250_000);
    List<MemberOutcome> outcomes = readAll("a.zip", zip(members), limits);
    assertThat(outcomes).hasSize(6);
    assertThat(rejected(outcomes.get(5)).path()).isEqualTo("a.zip");
    assertThat(rejected(outcomes.get(5)).ordinal()).isEqualTo(5);
    assertRejected(outcomes.get(5), ArchiveFault.BOMB).names(300_000, 500);
  }

  @Test
  void aFailingDiskIsNoDamage() throws IOException, MalformedInputException {
    byte[] big = zip(Archives.members());
    List<ZipDirectory.Entry> entries = ZipDirectory.read(new BytesFile("a.zip", big)).entries();
    BytesFile failing = new BytesFile("a.zip", big, 100_000);
    try (MemberReader reader =
        ZipMembers.open(failing, entries, ArchiveLimits.defaults(), Archives.MIDI)) {
      assertThatThrownBy(() -> Archives.drain(reader))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("Disk on fire");
    }
  }

  @Test
  void entriesTravelToOtherMachines() throws Exception {
    ZipDirectory.Entry entry = ZipDirectory.read(new BytesFile("a.zip", zip)).entries().get(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(entry);
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(objects.readObject()).isEqualTo(entry);
    }
  }

  private static Map<String, byte[]> songs(String... names) {
    Map<String, byte[]> songs = new LinkedHashMap<>();
    for (String name : names) {
      songs.put(name, SONG);
    }
    return songs;
  }

  private static int directoryEntry(byte[] zip, int number) {
    String text = new String(zip, ISO_8859_1);
    int at = -1;
    for (int i = 0; i <= number; i++) {
      at = text.indexOf("PK\1\2", at + 1);
    }
    return at;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
