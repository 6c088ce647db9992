package io.partita.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha1Test {
  @TempDir private Path folder;

  /** FIPS 180-2, appendix A: "abc", nothing, and a million times "a". */
  @Test
  void theStandardsExamplesHaveTheirDigests() throws Exception {
    assertThat(sha1("abc", new ArrayList<>()))
        .isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(sha1("", new ArrayList<>())).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assertThat(sha1("a".repeat(1_000_000), new ArrayList<>()))
        .isEqualTo("34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  }

  @Test
  void itTellsHowFarItIs() throws Exception {
    List<Long> told = new ArrayList<>();

    sha1("a".repeat(1_500_000), told);

    assertThat(told).containsExactly(1_048_576L, 1_500_000L);
  }

  private String sha1(String text, List<Long> told) throws Exception {
    Path file = Files.write(folder.resolve("file"), text.getBytes(StandardCharsets.US_ASCII));
    try (FileChannel channel = FileChannel.open(file)) {
      return Sha1.of(channel, told::add);
    }
  }
}
