package io.partita.numpy;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.FaultAssert;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyIntsTest {
  private static final int[] SIX = {0, 1, 127, 3, 99, 2};

  @Test
  void readsBackEachTypeThatItWrites() throws Exception {
    for (NpyInts.Type type : NpyInts.Type.values()) {
      NpyInts read = NpyInts.read(NpyInts.of(SIX, 2, 3).toBytes(type));
      assertThat(read.shape()).containsExactly(2, 3);
      assertThat(read.values()).containsExactly(SIX);
    }
    assertThat(NpyInts.of(new short[] {-1, 7}, 2).values()).containsExactly(-1, 7);
    assertThat(NpyInts.of(SIX, 2, 3)).hasToString("integers [2, 3]");
  }

  @Test
  void readsTheOtherOrders() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(48);
    for (long value : new long[] {0, 3, 1, 99, 127, 2}) {
      data.putLong(value);
    }
    NpyInts read =
        NpyInts.read(file("{'descr': '>i8', 'fortran_order': True, 'shape': (2, 3)}", data));
    assertThat(read.values()).containsExactly(SIX);
  }

  @Test
  void signsAreKept() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(2).put((byte) 0xFF).put((byte) 0x80);
    assertThat(read("|u1", 2, data)).containsExactly(255, 128);
    assertThat(read("|i1", 2, data)).containsExactly(-1, -128);
    assertThat(read(">u2", 1, data)).containsExactly(0xFF80);
    assertThat(read("<i2", 1, data)).containsExactly((short) 0x80FF);
  }

  @Test
  void saysWhatIsWrong() {
    ByteBuffer data = ByteBuffer.allocate(8).putLong(1L << 40);
    assertFault(
            file("{'descr': '>i8', 'fortran_order': False, 'shape': (1,)}", data),
            "OUT_OF_RANGE",
            65)
        .names("0", "1099511627776", "32");
    assertFault(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", data),
            "UNSUPPORTED_TYPE",
            0)
        .names("<f4", "8", "64", "int32");
    assertThatIllegal(() -> NpyInts.of(new int[] {256}, 1).toBytes(NpyInts.Type.U1))
        .names("U1", 256);
  }

  private static int[] read(String type, int count, ByteBuffer data) throws Exception {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%d,)}";
    return NpyInts.read(file(header.formatted(type, count), data)).values();
  }

  private static byte[] file(String header, ByteBuffer data) {
    ByteBuffer file = ByteBuffer.allocate(16 + header.length() + data.capacity());
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.put((byte) header.length()).put((byte) 0);
    file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data.duplicate().clear());
    return Arrays.copyOf(file.array(), file.position());
  }

  private static FaultAssert assertFault(byte[] file, String fault, long byteOffset) {
    return assertThatFault(() -> NpyInts.read(file)).is(fault, byteOffset);
  }
}
