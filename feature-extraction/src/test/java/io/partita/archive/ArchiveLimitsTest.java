package io.partita.archive;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchiveLimitsTest {
  @Test
  void saysWhichLimitIsWrong() {
    assertThatIllegal(() -> ArchiveLimits.defaults().withMaxMemberBytes(0))
        .names("maxMemberBytes", 1, 1 << 30, 0);
    assertThatIllegal(() -> new ArchiveLimits(1L << 31, 1, 1))
        .names("maxMemberBytes", 1, 1 << 30, 1L << 31);
    assertThatIllegal(() -> new ArchiveLimits(1, 0, 1)).names("maxRatio", 1, 0);
    assertThatIllegal(() -> new ArchiveLimits(1, 1, -1)).names("ratioFreeBytes", -1);
  }

  @Test
  void aBombNeedsSizeAndRatio() {
    ArchiveLimits limits = new ArchiveLimits(1, 10, 100);
    assertThat(limits.isBomb(100, 1)).isFalse();
    assertThat(limits.isBomb(110, 10)).isTrue();
    assertThat(limits.isBomb(110, 11)).isFalse();
  }
}
