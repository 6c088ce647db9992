package io.partita.archive;

import static io.partita.archive.Archives.gzip;
import static io.partita.archive.Archives.members;
import static io.partita.archive.Archives.tar;
import static io.partita.archive.Archives.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveKindTest {
  private static final byte[] HTML = "<!DOCTYPE html>".getBytes(UTF_8);

  @Test
  void contentDecidesWhateverTheName() {
    byte[] tar = tar(members());
    for (String name : new String[] {"x", "x.zip", "x.mid", "x.tar.gz"}) {
      assertThat(kind(name, tar)).isEqualTo(ArchiveKind.TAR);
      assertThat(kind(name, gzip(tar))).isEqualTo(ArchiveKind.TAR_GZ);
    }
    assertThat(kind("x.tar", zip(members()))).isEqualTo(ArchiveKind.ZIP);
    assertThat(kind("x.tar", zip(Map.of()))).isEqualTo(ArchiveKind.ZIP);
    assertThat(kind("x.mid.gz", gzip(HTML))).isEqualTo(ArchiveKind.GZIP_FILE);
  }

  @Test
  void oneHeaderBlockShowsATar() {
    byte[] block = Archives.tarHeader("a.mid", 0, '0');
    assertThat(kind("x", block)).isEqualTo(ArchiveKind.TAR);
    assertThat(kind("x", gzip(block))).isEqualTo(ArchiveKind.TAR_GZ);
    assertThat(kind("x", Arrays.copyOf(block, 511))).isEqualTo(ArchiveKind.FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "x.tar,TAR",
    "x.TAR.GZ,TAR_GZ",
    "x.Tgz,TAR_GZ",
    "x.zip,ZIP",
    "x.mid.gz,GZIP_FILE",
    "x.mid,FILE",
    "tar,FILE"
  })
  void elseTheNameDoes(String name, ArchiveKind kind) {
    assertThat(kind(name, HTML)).isEqualTo(kind);
    assertThat(kind(name, new byte[0])).isEqualTo(kind);
  }

  @Test
  void aBrokenGzipIsWhatItsNameSays() {
    byte[] cut = Arrays.copyOf(gzip(HTML), 4);
    assertThat(kind("x.tgz", cut)).isEqualTo(ArchiveKind.TAR_GZ);
    assertThat(kind("x.mid.gz", cut)).isEqualTo(ArchiveKind.GZIP_FILE);
  }

  private static ArchiveKind kind(String name, byte[] bytes) {
    return ArchiveKind.of(
        name, Arrays.copyOf(bytes, Math.min(bytes.length, ArchiveKind.PREFIX_BYTES)));
  }
}
