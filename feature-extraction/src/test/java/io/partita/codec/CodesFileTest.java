package io.partita.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
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
    assertFault(
        file(new short[][] {{0, 2}}, BOOKS.sha256()),
        "CODE_OUT_OF_RANGE at byte 0: Code 2 of stage 1, frame 1; the codebook has 2 entries");
    assertFault(
        file(new short[3][2], BOOKS.sha256()),
        "TOO_MANY_STAGES at byte 0: Codes of 3 stages, and there are codebooks of 2");
    assertFault(
        file(new short[1][2], BOOKS.first(1).sha256()),
        "OTHER_CODEBOOKS at byte 0: The codes were made with the codebooks "
            + BOOKS.first(1).sha256().substring(0, 12)
            + "…, and these are "
            + BOOKS.sha256().substring(0, 12)
            + "…");
  }

  private static void assertFault(byte[] file, String message) {
    assertThatThrownBy(() -> CodesFile.read(file, BOOKS))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(message);
  }
}
