package io.partita.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** Real archives, beside what commons-compress and the JDK make of them. */
class RealArchivesTest {
  @Test
  void lakhAsCommonsCompressReadsIt() throws IOException, MalformedInputException {
    Path archive = SharedData.file("data/lakh/lmd_matched.tar.gz");
    List<MemberOutcome> outcomes = read(archive);
    assertThat(outcomes).hasSize(337);
    int next = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isFile()) {
          assertThat(outcomes.get(next).path()).isEqualTo(entry.getName());
          assertThat(Archives.bytes(outcomes.get(next++))).isEqualTo(tar.readAllBytes());
        }
      }
    }
    assertThat(next).isEqualTo(337);
  }

  @Test
  void grooveAsTheJdkReadsIt() throws IOException, MalformedInputException {
    Path archive = SharedData.file("data/groove.zip");
    List<MemberOutcome> outcomes = read(archive);
    assertThat(outcomes).hasSize(1150);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<String> names = new ArrayList<>();
      zip.stream().map(entry -> entry.getName()).filter(Archives.MIDI).forEach(names::add);
      assertThat(Archives.paths(outcomes)).containsExactlyElementsOf(names);
      for (MemberOutcome outcome : outcomes) {
        try (InputStream in = zip.getInputStream(zip.getEntry(outcome.path()))) {
          assertThat(Archives.bytes(outcome)).isEqualTo(in.readAllBytes());
        }
      }
    }
  }

  private static List<MemberOutcome> read(Path archive)
      throws IOException, MalformedInputException {
    try (MemberReader reader =
        MemberReader.open(new LocalFile(archive), ArchiveLimits.defaults(), Archives.MIDI)) {
      return Archives.drain(reader);
    }
  }
}
