package io.partita.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArchiveLimitsTest {
  @Test
  void saysWhichLimitIsWrong() {
    assertThatThrownBy(() -> ArchiveLimits.defaults().withMaxMemberBytes(0))
        .hasMessage("maxMemberBytes must be 1 to 1073741824, not 0");
    assertThatThrownBy(() -> new ArchiveLimits(1L << 31, 1, 1))
        .hasMessage("maxMemberBytes must be 1 to 1073741824, not 2147483648");
    assertThatThrownBy(() -> new ArchiveLimits(1, 0, 1))
        .hasMessage("maxRatio must be at least 1, not 0");
    assertThatThrownBy(() -> new ArchiveLimits(1, 1, -1))
        .hasMessage("ratioFreeBytes must not be negative: -1");
  }

  @Test
  void aBombNeedsSizeAndRatio() {
    ArchiveLimits limits = new ArchiveLimits(1, 10, 100);
    assertThat(limits.isBomb(100, 1)).isFalse();
    assertThat(limits.isBomb(110, 10)).isTrue();
    assertThat(limits.isBomb(110, 11)).isFalse();
  }
}
