package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedBytesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, (1 << 20) - 1, 1 << 20, (3 << 20) + 1})
  void whatGoesInComesOut(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    byte[] zeros = new byte[size];

    for (byte[] content : new byte[][] {noise, zeros}) {
      PackedBytes packed = PackedBytes.of(content);
      assertThat(packed.sizeBytes()).isEqualTo(size);
      assertThat(packed.unpacked()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 16 << 20})
  void aLargeContentTravelsDeflatedWhereThatHelps(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);

    assertThat(PackedBytes.of(new byte[size]).bytes().length).isLessThan(size / 100);
    assertThat(PackedBytes.of(noise).bytes()).isSameAs(noise);
  }
}
