package io.partita.archive;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.archive.ZipDirectory.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a zip read by ranges, or as a stream. */
class ZipContentTest {
  private static final int STORED = 0;
  private static final int DEFLATED = 1;
  private static final int DIRECTORY = 2;

  @TempDir private Path folder;
  private byte[] content;
  private Path zip;

  @BeforeEach
  void writeZip() throws IOException {
    content = new byte[300_000];
    new Random(3).nextBytes(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      ZipEntry stored = new ZipEntry("a/stored.mp3");
      CRC32 crc = new CRC32();
      crc.update(content);
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(content.length);
      stored.setCrc(crc.getValue());
      out.putNextEntry(stored);
      out.write(content);
      out.putNextEntry(new ZipEntry("a/deflated.csv"));
      out.write(content);
      out.putNextEntry(new ZipEntry("a/b/"));
    }
    zip = Files.write(folder.resolve("test.zip"), bytes.toByteArray());
  }

  @Test
  void aStoredMemberIsReadByRanges() throws Exception {
    try (SeekableByteChannel channel =
        ZipContent.openStored(new LocalFile(zip), entry(STORED)).orElseThrow()) {
      assertThat(channel.size()).isEqualTo(content.length);
      ByteBuffer target = ByteBuffer.allocate(1000);
      assertThat(channel.position(content.length - 400).read(target)).isEqualTo(400);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content, content.length - 400, 400));
      assertThat(channel.read(target.clear())).isEqualTo(-1);
      assertThat(channel.position(7).read(target)).isEqualTo(1000);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content, 7, 1000));
    }
  }

  @Test
  void anythingElseIsNotForRanges() throws Exception {
    byte[] bytes = Files.readAllBytes(zip);
    bytes[0] = 'X'; // the local header of the stored member
    Path broken = Files.write(folder.resolve("broken.zip"), bytes);
    Entry stored = entry(STORED);
    long end = Files.size(zip);
    Entry beyond = // its data begin within the file and end behind it
        new Entry(
            stored.path(),
            false,
            0,
            0,
            stored.flags(),
            stored.method(),
            stored.crc32(),
            end - 30,
            end - 30,
            stored.unixMode(),
            false);

    assertThat(ZipContent.openStored(new LocalFile(zip), entry(DEFLATED))).isEmpty();
    assertThat(ZipContent.openStored(new LocalFile(zip), entry(DIRECTORY))).isEmpty();
    assertThat(ZipContent.openStored(new LocalFile(broken), stored)).isEmpty();
    assertThat(ZipContent.openStored(new LocalFile(zip), beyond)).isEmpty();
  }

  @Test
  void bothMethodsAreStreamed() throws Exception {
    for (int member : new int[] {STORED, DEFLATED}) {
      try (InputStream in = ZipContent.openStream(new LocalFile(zip), entry(member))) {
        assertThat(in.read()).isEqualTo(content[0] & 0xff);
        assertThat(in.readAllBytes())
            .isEqualTo(java.util.Arrays.copyOfRange(content, 1, content.length));
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aChangedByteIsToldAtTheEnd() throws Exception {
    byte[] bytes = Files.readAllBytes(zip);
    bytes[1000] ^= 1;
    Path broken = Files.write(folder.resolve("broken.zip"), bytes);

    try (InputStream in = ZipContent.openStream(new LocalFile(broken), entry(STORED))) {
      assertThatThrown(IOException.class, in::readAllBytes)
          .names("a/stored.mp3", "CORRUPT_MEMBER", 0)
          .hasCauseInstanceOf(MalformedInputException.class);
    }
  }

  private Entry entry(int index) throws Exception {
    return ZipDirectory.read(new LocalFile(zip)).entries().get(index);
  }
}
