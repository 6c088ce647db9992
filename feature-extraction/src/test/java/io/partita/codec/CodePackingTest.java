package io.partita.codec;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodePackingTest {
  @Test
  void bitsAreThoseOfTheFormat() throws Exception {
    byte[] packed = CodePacking.pack(new short[][] {{1, 2, 3, 4}}, 10);
    assertThat(packed).containsExactly(1, 8, 0x30, 0, 1);
    assertThat(CodePacking.unpack(packed, 0, 2, 2, 10, 1024))
        .isDeepEqualTo(new short[][] {{1, 3}, {2, 4}});
  }

  @Test
  void saysWhatIsWrong() {
    byte[] packed = CodePacking.pack(new short[][] {{1, 1023, 3, 4}}, 10);
    assertThatFault(() -> CodePacking.unpack(packed, 0, 1, 5, 10, 1024))
        .is("TRUNCATED", 5)
        .names("5", "10", "7", "0", "5");
    assertThatFault(() -> CodePacking.unpack(packed, 0, 1, 4, 10, 1000))
        .is("CODE_OUT_OF_RANGE", 2)
        .names("1023", "1", "1", "1000");
    assertThatIllegal(() -> CodePacking.pack(new short[][] {{8}}, 3)).names(8, 3);
  }

  @Property
  void unpackedCodesAreThosePacked(
      @ForAll @IntRange(min = 1, max = 9) int stages,
      @ForAll @IntRange(min = 0, max = 40) int frames,
      @ForAll @IntRange(min = 1, max = CodePacking.MAX_BITS) int bits,
      @ForAll long seed)
      throws MalformedInputException {
    Random random = new Random(seed);
    short[][] codes = new short[stages][frames];
    for (short[] stage : codes) {
      for (int t = 0; t < frames; t++) {
        stage[t] = (short) random.nextInt(1 << bits);
      }
    }
    byte[] packed = CodePacking.pack(codes, bits);
    assertThat(packed).hasSize((int) CodePacking.bytes(stages, frames, bits));
    assertThat(CodePacking.unpack(packed, 0, stages, frames, bits, 1 << bits)).isDeepEqualTo(codes);
  }
}
