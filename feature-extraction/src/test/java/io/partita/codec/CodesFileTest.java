package io.partita.codec;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.FaultAssert;
import org.junit.jupiter.api.Test;

class CodesFileTest {
  private static final CodeBooks BOOKS =
      CodeBooks.of(new float[] {0, 0, 4, 4, 0, 0, 1, -1}, 2, 2, 2);

  private static byte[] file(short[][] codes, String sha256) {
    return new CodesFile(codes, sha256).toBytes();
  }

  @Test
  void readsBackWhatItWrites() throws Exception {
    short[][] codes = {{0, 1, 1}, {1, 0, 1}};
    assertThat(CodesFile.read(file(codes, BOOKS.sha256()), BOOKS).codes()).isDeepEqualTo(codes);
  }

  @Test
  void saysWhatIsWrong() {
    assertFault(file(new short[][] {{0, 2}}, BOOKS.sha256()), "CODE_OUT_OF_RANGE", 0)
        .names("2", "1", "1", "2");
    assertFault(file(new short[3][2], BOOKS.sha256()), "TOO_MANY_STAGES", 0).names("3", "2");
    assertFault(file(new short[1][2], BOOKS.first(1).sha256()), "OTHER_CODEBOOKS", 0)
        .names(BOOKS.first(1).sha256().substring(0, 12), BOOKS.sha256().substring(0, 12));
  }

  private static FaultAssert assertFault(byte[] file, String fault, long byteOffset) {
    return assertThatFault(() -> CodesFile.read(file, BOOKS)).is(fault, byteOffset);
  }
}
