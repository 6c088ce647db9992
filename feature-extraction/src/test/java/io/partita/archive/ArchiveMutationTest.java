package io.partita.archive;

import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.tar;
import static io.partita.archive.Archives.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Any bytes end in outcomes or in a MalformedInputException, and never in anything else. */
class ArchiveMutationTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 20, 1000, 4 << 20);
  private static final Map<String, byte[]> MEMBERS = members();
  private static final Map<String, byte[]> ARCHIVES =
      Map.of(
          "pax.tar", tar(MEMBERS),
          "gnu.tar", tar(MEMBERS, TarArchiveOutputStream.LONGFILE_GNU),
          "a.tar.gz", gzip(tar(MEMBERS)),
          "a.zip", zip(MEMBERS),
          "a.mid.gz", gzip("MThd".repeat(50).getBytes(UTF_8)));

  @Property(tries = 2000)
  void mutatedArchives(@ForAll long seed) {
    ARCHIVES.forEach((name, bytes) -> read(name, mutate(bytes, new Random(seed))));
  }

  @Property(tries = 500)
  void mutatedTarInAnIntactGzip(@ForAll long seed) {
    read("a.tgz", gzip(mutate(ARCHIVES.get("pax.tar"), new Random(seed))));
  }

  @Property(tries = 500)
  void anyBytesUnderAnyName(@ForAll @Size(max = 2000) byte[] bytes) {
    for (String name : new String[] {"a.tar", "a.tgz", "a.zip", "a.gz", "a.mid"}) {
      read(name, bytes);
    }
  }

  @Property(tries = 300)
  void aCutKeepsWhatIsBeforeIt(@ForAll long seed) throws MalformedInputException {
    byte[] tar = ARCHIVES.get("pax.tar");
    int length = 3000 + new Random(seed).nextInt(tar.length - 3000);
    List<MemberOutcome> outcomes = Archives.readAll("a.tar", Arrays.copyOf(tar, length), LIMITS);
    for (MemberOutcome outcome : outcomes) {
      if (outcome instanceof Member member) {
        assertThat(member.bytes()).isEqualTo(MEMBERS.get(member.path()));
      }
    }
  }

  private static void read(String name, byte[] bytes) {
    try {
      for (MemberOutcome outcome : Archives.readAll(name, bytes, LIMITS)) {
        assertThat(outcome.path()).isNotNull();
        if (outcome instanceof RejectedMember rejected) {
          assertThat(rejected.byteOffset()).isBetween(0L, (long) bytes.length);
          assertThat(rejected.detail()).isNotBlank();
        }
      }
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isInstanceOf(ArchiveFault.class);
      assertThat(e.byteOffset()).isBetween(0L, (long) bytes.length);
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt(256);
        case 2 ->
            Arrays.fill(
                mutated,
                at,
                Math.min(mutated.length, at + random.nextInt(600)),
                (byte) (random.nextBoolean() ? 0 : 0xff));
        default -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
      }
    }
    return mutated;
  }

  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 8; i++) {
      byte[] bytes = new byte[i * 150];
      random.nextBytes(bytes);
      members.put((i == 5 ? "long/".repeat(40) : "x/") + i + ".mid", bytes);
    }
    return members;
  }
}
