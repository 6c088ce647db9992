package io.partita.numpy;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.FaultAssert;
import io.partita.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NpyTest {
  private static final float[] SIX = {1, 2, 3, 4, 5, -6.5f};

  @Test
  void writesWhatNumpyWrites() {
    byte[] file = Npy.of(SIX, 2, 3).toFloat32();
    assertThat(file).hasSize(128 + 24);
    assertThat(new String(file, 0, 128, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
                + " ".repeat(58)
                + "\n");
    assertThat(Arrays.copyOfRange(file, 148, 152)).containsExactly(0, 0, 0xD0, 0xC0);
    assertThat(Npy.of(SIX, 6).toFloat16()).hasSize(128 + 12).contains('6', ',', ')');
  }

  @Test
  void readsBackWhatItWrites() throws Exception {
    for (byte[] file :
        new byte[][] {Npy.of(SIX, 3, 2).toFloat32(), Npy.of(SIX, 3, 2).toFloat16()}) {
      Npy read = Npy.read(file);
      assertThat(read.shape()).containsExactly(3, 2);
      assertThat(read.values()).containsExactly(SIX);
      assertThat(read.toFrames()).isDeepEqualTo(new float[][] {{1, 3, 5}, {2, 4, -6.5f}});
      assertThat(Npy.ofFrames(read.toFrames(), 3).toFloat32())
          .isEqualTo(Npy.of(SIX, 3, 2).toFloat32());
    }
  }

  @Test
  void readsOtherOrdersTypesAndVersions() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(48);
    for (double value : new double[] {1, 4, 2, 5, 3, -6.5}) {
      data.putDouble(value);
    }
    byte[] file = file(2, "{'shape': (2L, 3L), 'descr': '>f8', 'fortran_order': True}", data);
    Npy read = Npy.read(file);
    assertThat(read.shape()).containsExactly(2, 3);
    assertThat(read.values()).containsExactly(SIX);
  }

  @Test
  void readsLongHeadersOfEachVersion() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(4).putFloat(7);
    String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}";
    for (int version = 1; version <= 3; version++) {
      for (int padding : new int[] {200, version == 1 ? 65_000 : 70_000}) {
        byte[] file = file(version, header + " ".repeat(padding), data);
        assertThat(Npy.read(file).values()).containsExactly(7);
      }
    }
  }

  @Test
  void readsScalarsAndEmptyArrays() throws Exception {
    ByteBuffer one = ByteBuffer.allocate(4).putFloat(7);
    assertThat(Npy.read(file(1, "{'descr':'>f4','fortran_order':False,'shape':()}", one)).values())
        .containsExactly(7);
    ByteBuffer none = ByteBuffer.allocate(0);
    String empty = "{'descr':'<f4','fortran_order':False,'shape':(1000,1000,0)}";
    assertThat(Npy.read(file(1, empty, none)).values()).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    ByteBuffer data = ByteBuffer.allocate(8).position(8);
    assertFault(new byte[3], "NOT_NPY", 0).names("x93NUMPY");
    assertFault(
            file(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (1,)}", data),
            "UNSUPPORTED_TYPE",
            0)
        .names("<i8", "float32", "float16", "float64");
    assertFault(
            file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999)}", data),
            "TRUNCATED",
            82)
        .names("82", "[2, 99999999]", "2");
    assertFault(
            file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2147483647)}", data),
            "TOO_LARGE",
            0)
        .names("[0, 2147483647]", "1,048,576");
    assertFault(
            file(2, "{'descr': '" + "A".repeat(1 << 20) + "', 'shape': (1,)}", data),
            "BAD_HEADER",
            12)
        .names("descr");
    assertFault(file(1, "{'descr': '<f4\n\u001b[31m', 'shape': (1,)}", data), "BAD_HEADER", 10)
        .names("descr");
    assertFault(
            file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", data),
            "BAD_HEADER",
            10)
        .names("(99999999999,)");
    assertFault(file(1, "{'descr': '<f4', 'shape': (1,)}", data), "BAD_HEADER", 10)
        .names("fortran_order");
    assertFault(file(9, "", data), "BAD_HEADER", 6).names("9", "1", "3");
    assertFault(file(4, "", data), "BAD_HEADER", 6).names("4", "1", "3");
    assertFault(file(0, "", data), "BAD_HEADER", 6).names("0", "1", "3");
    assertFault(Arrays.copyOf(Npy.of(SIX, 6).toFloat32(), 100), "TRUNCATED", 100)
        .names("100", "118");
    assertThatThrown(IllegalStateException.class, () -> Npy.of(SIX, 6).toFrames())
        .names("[nMels, nFrames]", "[6]");
    assertThatIllegal(() -> Npy.of(SIX, 4)).names("[4]", 6);
  }

  @Property
  void anyBytesAreAnArrayOrAFault(
      @ForAll @IntRange(min = 0, max = 151) int at, @ForAll byte value, @ForAll boolean cut) {
    byte[] file = Npy.of(SIX, 2, 3).toFloat32();
    file[at] = value;
    try {
      assertThat(Npy.read(cut ? Arrays.copyOf(file, at) : file).values().length).isBetween(0, 24);
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isInstanceOf(NpyFault.class);
    }
  }

  private static byte[] file(int version, String header, ByteBuffer data) {
    ByteBuffer file = ByteBuffer.allocate(16 + header.length() + data.capacity());
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    file.put((byte) header.length()).put((byte) (header.length() >> 8));
    if (version > 1) {
      file.put((byte) (header.length() >> 16)).put((byte) (header.length() >> 24));
    }
    file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data.duplicate().flip());
    return Arrays.copyOf(file.array(), file.position());
  }

  private static FaultAssert assertFault(byte[] file, String fault, long byteOffset) {
    return assertThatFault(() -> Npy.read(file)).is(fault, byteOffset);
  }
}
