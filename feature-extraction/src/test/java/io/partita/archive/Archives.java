package io.partita.archive;

import static io.partita.TextAssert.assertThatText;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.TextAssert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Builds the archives of the tests, with writers that know nothing of our readers. */
public final class Archives {
  static final Predicate<String> MIDI = path -> path.toLowerCase(Locale.ROOT).endsWith(".mid");

  /** Of every zip member, so that the same members make the same archive. */
  private static final long TIME_MILLIS = 1_000_000_000_000L;

  private Archives() {}

  /** Some members, empty, small and larger than every buffer, whose bytes differ. */
  static Map<String, byte[]> members() {
    Random random = new Random(7);
    Map<String, byte[]> members = new LinkedHashMap<>();
    int[] sizes = {0, 1, 511, 512, 513, 3000, 70_000, 300_000};
    for (int i = 0; i < sizes.length; i++) {
      byte[] bytes = new byte[sizes[i]];
      random.nextBytes(bytes);
      members.put("songs/" + i + (i % 2 == 0 ? ".mid" : ".MID"), bytes);
    }
    members.put("songs/" + "long/".repeat(30) + "ünï.mid", "MThd".getBytes(UTF_8));
    members.put("README.txt", "read me".getBytes(UTF_8));
    return members;
  }

  public static byte[] tar(Map<String, byte[]> members) {
    return tar(members, TarArchiveOutputStream.LONGFILE_POSIX);
  }

  public static byte[] tar(Map<String, byte[]> members, int longNames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(longNames);
      tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setModTime(0);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Every other member stored, the rest deflated. */
  public static byte[] zip(Map<String, byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      int number = 0;
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipArchiveEntry entry = new ZipArchiveEntry(member.getKey());
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setTime(TIME_MILLIS);
        entry.setCrc(crc.getValue());
        entry.setSize(member.getValue().length);
        entry.setMethod(number++ % 2 == 0 ? ZipArchiveEntry.DEFLATED : ZipArchiveEntry.STORED);
        zip.putArchiveEntry(entry);
        zip.write(member.getValue());
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A header block in the V7 form, its name one byte per char. */
  public static byte[] tarHeader(String name, long size, char type) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 124, "%011o\0".formatted(size));
    block[156] = (byte) type;
    return checksummed(block);
  }

  public static byte[] checksummed(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  public static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** Data filled up to whole blocks. */
  public static byte[] padded(byte[] data) {
    return Arrays.copyOf(data, (data.length + 511) / 512 * 512);
  }

  public static byte[] end() {
    return new byte[1024];
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The outcome is such a rejection, and what names its detail is asserted of the answer. */
  static TextAssert assertRejected(
      MemberOutcome outcome,
      String path,
      long ordinal,
      long sizeBytes,
      ArchiveFault fault,
      long byteOffset) {
    RejectedMember rejected = rejected(outcome);
    assertThat(rejected)
        .isEqualTo(
            new RejectedMember(path, ordinal, sizeBytes, fault, byteOffset, rejected.detail()));
    return assertThatText(rejected.detail());
  }

  /**
   * The outcome is a rejection by the fault, and what names its detail is asserted of the answer.
   */
  static TextAssert assertRejected(MemberOutcome outcome, ArchiveFault fault) {
    assertThat(rejected(outcome).fault()).isEqualTo(fault);
    return assertThatText(rejected(outcome).detail());
  }

  static MemberReader open(String path, byte[] bytes) throws MalformedInputException {
    return open(path, bytes, ArchiveLimits.defaults());
  }

  static MemberReader open(String path, byte[] bytes, ArchiveLimits limits)
      throws MalformedInputException {
    try {
      return MemberReader.open(new BytesFile(path, bytes), limits, MIDI);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<MemberOutcome> readAll(String path, byte[] bytes)
      throws MalformedInputException {
    return readAll(path, bytes, ArchiveLimits.defaults());
  }

  public static List<MemberOutcome> readAll(String path, byte[] bytes, ArchiveLimits limits)
      throws MalformedInputException {
    try (MemberReader reader = open(path, bytes, limits)) {
      return drain(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<MemberOutcome> drain(MemberReader reader) throws IOException {
    List<MemberOutcome> outcomes = new ArrayList<>();
    Optional<MemberOutcome> outcome = reader.next();
    while (outcome.isPresent()) {
      outcomes.add(outcome.get());
      outcome = reader.next();
    }
    return outcomes;
  }

  static RejectedMember rejected(MemberOutcome outcome) {
    return (RejectedMember) outcome;
  }

  static byte[] bytes(MemberOutcome outcome) {
    return ((Member) outcome).bytes();
  }

  static List<String> paths(List<MemberOutcome> outcomes) {
    return outcomes.stream().map(MemberOutcome::path).toList();
  }
}
