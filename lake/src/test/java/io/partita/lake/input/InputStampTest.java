package io.partita.lake.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.input.InputPlan.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an input is known again: by fingerprint and stamp together. */
class InputStampTest {
  /** Of random bytes, so that an archive's ends do not reach its middle. */
  private static final int LARGE = 3 << 20;

  @TempDir private Path folder;

  @Test
  void aFolderIsAnotherOnceAFileIsDeletedRenamedChangedOrTouched() throws IOException {
    Path one = Files.write(folder.resolve("one.mid"), new byte[] {1});
    Path two = Files.write(folder.resolve("two.mid"), new byte[] {2});
    FileTime time = Files.getLastModifiedTime(two);
    Known before = Known.of(folder);
    assertThat(Known.of(folder)).isEqualTo(before);

    Files.write(two, new byte[] {3});
    Files.setLastModifiedTime(two, FileTime.from(time.toInstant().plusSeconds(1)));
    assertThat(Known.of(folder)).as("changed").isNotEqualTo(before);

    Files.write(two, new byte[] {2});
    assertThat(Known.of(folder)).as("touched").isNotEqualTo(before);
    Files.setLastModifiedTime(two, time);
    assertThat(Known.of(folder)).isEqualTo(before);

    Path renamed = Files.move(two, folder.resolve("three.mid"));
    assertThat(Known.of(folder)).as("renamed").isNotEqualTo(before);
    Files.move(renamed, two);
    Files.delete(one);
    assertThat(Known.of(folder)).as("deleted").isNotEqualTo(before);
  }

  /** A zip has CRCs, a gzip ends with one, small files are read whole; a large tar has its time. */
  @ParameterizedTest
  @CsvSource({
    "songs.zip, true",
    "songs.tar.gz, true",
    "small.mid, true",
    "songs.tar, false",
  })
  void anArchiveIsTheSameIfItIsOnlyTouched(String name, boolean isSame) throws IOException {
    Path file = write(name, 1);
    Known before = Known.of(file);

    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(Known.of(file).equals(before)).isEqualTo(isSame);
  }

  @ParameterizedTest
  @CsvSource({"songs.zip", "songs.tar.gz", "small.mid", "songs.tar"})
  void anArchiveWithAnotherContentOfTheSameSizeIsAnother(String name) throws IOException {
    Path file = write(name, 1);
    Known before = Known.of(file);
    long size = Files.size(file);

    write(name, 2);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(Known.of(file)).isNotEqualTo(before);
  }

  private record Known(String fingerprint, String stamp) {
    static Known of(Path input) throws IOException {
      Source source =
          InputPlan.of("--input", List.of(input.toString()), new Configuration()).sources().get(0);
      return new Known(source.fingerprint(), source.stamp());
    }
  }

  /** A member with one byte of the caller's in the middle. */
  private Path write(String name, int middle) throws IOException {
    byte[] content = new byte[name.startsWith("small") ? 1000 : LARGE];
    new Random(7).nextBytes(content);
    content[content.length / 2] = (byte) middle;
    Path file = folder.resolve(name);
    if (name.endsWith(".zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        ZipEntry entry = new ZipEntry("song.mid");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
      }
    } else if (name.contains(".tar")) {
      ByteArrayOutputStream tar = new ByteArrayOutputStream();
      try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
        TarArchiveEntry entry = new TarArchiveEntry("song.mid");
        entry.setSize(content.length);
        entry.setModTime(0);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
      }
      try (OutputStream out =
          name.endsWith(".gz")
              ? new GZIPOutputStream(Files.newOutputStream(file))
              : Files.newOutputStream(file)) {
        tar.writeTo(out);
      }
    } else {
      Files.write(file, content);
    }
    return file;
  }
}
