package io.partita.kind.rvq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameHashTest {
  @Test
  void aTracksHashIsFnv1a() {
    // Of the test vectors by the algorithm's authors.
    assertThat(FrameHash.ofTrack("")).isEqualTo(0xCBF29CE484222325L);
    assertThat(FrameHash.ofTrack("a")).isEqualTo(0xAF63DC4C8601EC8CL);
    assertThat(FrameHash.ofTrack("foobar")).isEqualTo(0x85944171F73967E8L);
  }

  /** Codebooks that are trained again need the same numbers in every release. */
  @Test
  void framesAndSaltsAreMixedBySplitMix64() {
    assertThat(FrameHash.ofFrame(0, 0)).isEqualTo(0xA706DD2F4D197E6FL);
    assertThat(FrameHash.ofFrame(5, 7)).isEqualTo(0xD6A4EC196A4061AFL);
    assertThat(FrameHash.salted(5, 7)).isEqualTo(0x88BF589A5CE00596L);
  }

  @Test
  void aShareIsThatOfTheUnsignedHashes() {
    assertThat(FrameHash.isWithin(0, 0)).isFalse();
    assertThat(FrameHash.isWithin(-1, 1)).isTrue();
    assertThat(FrameHash.isWithin(1L << 62, 0.5)).isTrue();
    assertThat(FrameHash.isWithin(-1, 0.5)).isFalse();
    assertThat(FrameHash.isWithin(-1, 0.999)).isFalse();
  }
}
