package io.partita.numpy;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NpzBombTest {
  /** Memory would be filled before anybody looked at the numbers. */
  @Test
  void anArrayThatDeflatesToNothingIsNotInflated() throws Exception {
    Npy zeros = Npy.of(new float[20 << 20], 20 << 20);
    byte[] file = Npz.Writer.deflated().add("zeros", zeros).toBytes();

    assertThat(file).hasSizeLessThan(1 << 20);
    assertThatFault(() -> Npz.read(file).floats("zeros")).is("TOO_LARGE").names("zeros");
    assertThat(Npz.read(Npz.Writer.stored().add("zeros", zeros).toBytes()).floats("zeros").values())
        .hasSize(20 << 20);
  }
}
