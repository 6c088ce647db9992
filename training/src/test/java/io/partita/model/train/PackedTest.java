package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** What goes from one JVM to another comes out as it went in, whole or rounded to 16 bits. */
class PackedTest {
  private static final int SIZE = 10_000;

  private static Trained trained(Averaged averaged) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[3 * SIZE];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, -random.nextInt(30)));
    }
    return new Trained(
        3,
        averaged,
        Nd4j.createFromArray(values).reshape(1, 3 * SIZE).getColumns(columns(0, SIZE)),
        Nd4j.createFromArray(values).reshape(1, 3 * SIZE).getColumns(columns(SIZE, 3 * SIZE)),
        List.of(new Update(3, 0, 1.5, 7, 1, 0, true)));
  }

  private static int[] columns(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static byte[] sent(Trained trained) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(trained);
    }
    return bytes.toByteArray();
  }

  private static Trained received(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Trained) in.readObject();
    }
  }

  @Test
  void wholeNumbersComeOutBitByBit() throws Exception {
    Trained trained = trained(Averaged.ALL);
    byte[] bytes = sent(trained);
    assertThat(bytes.length).isBetween(12 * SIZE, 12 * SIZE + 2000);
    Trained received = received(bytes);
    assertThat(received.parameters()).isEqualTo(trained.parameters());
    assertThat(received.adam()).isEqualTo(trained.adam());
    assertThat(received.updates()).isEqualTo(trained.updates());
    assertThat(received.place()).isEqualTo(3);
  }

  @Test
  void differencesComeOutRounded() throws Exception {
    Trained trained = trained(Averaged.DIFFERENCES);
    byte[] bytes = sent(trained);
    assertThat(bytes.length).isBetween(6 * SIZE, 6 * SIZE + 2000);
    double[] before = trained.adam().toDoubleVector();
    double[] after = received(bytes).adam().toDoubleVector();
    for (int k = 0; k < before.length; k++) {
      assertThat(after[k])
          .as("number %d", k)
          .isCloseTo(before[k], within(Math.abs(before[k]) / 256));
    }
  }

  @Test
  void aHalfIsTheNearest() {
    assertThat(Packed.half(1)).isEqualTo((short) 0x3f80);
    assertThat(Packed.half(Float.intBitsToFloat(0x3f808000)))
        .as("to even")
        .isEqualTo((short) 0x3f80);
    assertThat(Packed.half(Float.intBitsToFloat(0x3f818000)))
        .as("to even")
        .isEqualTo((short) 0x3f82);
    assertThat(Packed.half(Float.intBitsToFloat(0x3f808001))).as("up").isEqualTo((short) 0x3f81);
    assertThat(Packed.half(-0f)).isEqualTo((short) 0x8000);
    assertThat(Packed.half(Float.POSITIVE_INFINITY)).isEqualTo((short) 0x7f80);
    assertThat(Packed.half(Float.NaN)).isEqualTo((short) 0x7fc0);
    assertThat(Packed.half(Float.intBitsToFloat(0x7f800001)))
        .as("no number")
        .isEqualTo((short) 0x7fc0);
  }
}
