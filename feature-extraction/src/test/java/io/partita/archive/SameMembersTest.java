package io.partita.archive;

import static io.partita.archive.Archives.MIDI;
import static io.partita.archive.Archives.drain;
import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.members;
import static io.partita.archive.Archives.readAll;
import static io.partita.archive.Archives.tar;
import static io.partita.archive.Archives.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way a collection is packed makes no difference to what comes out. */
class SameMembersTest {
  private final Map<String, byte[]> members = members();

  @Test
  void tarYieldsItsMembers() throws MalformedInputException {
    assertMembers(readAll("a.tar", tar(members)));
    assertMembers(readAll("a.tar", tar(members, TarArchiveOutputStream.LONGFILE_GNU)));
  }

  @Test
  void tarGzYieldsItsMembers() throws MalformedInputException {
    assertMembers(readAll("a.tar.gz", gzip(tar(members))));
    assertMembers(readAll("noname", gzip(tar(members))));
  }

  @Test
  void zipYieldsItsMembers() throws MalformedInputException {
    assertMembers(readAll("a.zip", zip(members)));
  }

  @Test
  void folderYieldsItsMembers(@TempDir Path folder) throws IOException {
    List<MemberOutcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      Path file = folder.resolve(member.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, member.getValue());
      if (MIDI.test(member.getKey())) {
        outcomes.add(
            FileMember.read(
                new LocalFile(file),
                "./" + member.getKey(),
                outcomes.size(),
                ArchiveLimits.defaults()));
      }
    }
    assertMembers(outcomes);
  }

  @Test
  void aZipReadInPartsYieldsTheSame() throws IOException, MalformedInputException {
    BytesFile file = new BytesFile("a.zip", zip(members));
    List<ZipDirectory.Entry> entries = ZipDirectory.read(file).entries();
    assertThat(entries).hasSize(members.size());
    List<MemberOutcome> outcomes = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += 3) {
      List<ZipDirectory.Entry> part = entries.subList(from, Math.min(from + 3, entries.size()));
      try (MemberReader reader = ZipMembers.open(file, part, ArchiveLimits.defaults(), MIDI)) {
        outcomes.addAll(drain(reader));
      }
    }
    assertMembers(outcomes);
  }

  @Test
  void unwantedFilesAreCountedAndTheFileIsUsedUp() throws IOException, MalformedInputException {
    for (Map.Entry<String, byte[]> archive :
        Map.of("a.tar", tar(members), "a.tgz", gzip(tar(members)), "a.zip", zip(members))
            .entrySet()) {
      byte[] bytes = archive.getValue();
      try (MemberReader reader = Archives.open(archive.getKey(), bytes)) {
        drain(reader);
        assertThat(reader.unwanted()).isEqualTo(1);
        assertThat(reader.position()).isBetween(bytes.length * 9L / 10, (long) bytes.length);
        assertThat(reader.next()).isEmpty();
      }
    }
  }

  private void assertMembers(List<MemberOutcome> outcomes) {
    Map<String, byte[]> expected = new LinkedHashMap<>(members);
    expected.keySet().removeIf(MIDI.negate());
    assertThat(Archives.paths(outcomes)).containsExactlyElementsOf(expected.keySet());
    assertThat(outcomes).extracting(MemberOutcome::ordinal).isSorted();
    for (MemberOutcome outcome : outcomes) {
      assertThat(Archives.bytes(outcome)).isEqualTo(expected.get(outcome.path()));
    }
  }
}
