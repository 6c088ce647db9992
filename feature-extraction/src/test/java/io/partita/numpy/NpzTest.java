package io.partita.numpy;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NpzTest {
  private static byte[] file(Npz.Writer writer) {
    return writer
        .add("latent", Npy.of(new float[] {1, 2, 3, -4.5f}, 2, 2))
        .add("codes", NpyInts.of(new int[] {0, 1023, -7}, 3), NpyInts.Type.I2)
        .toBytes();
  }

  @Test
  void readsBackWhatItWrites() throws Exception {
    for (Npz.Writer writer : new Npz.Writer[] {Npz.Writer.stored(), Npz.Writer.deflated()}) {
      Npz read = Npz.read(file(writer));
      assertThat(read.names()).containsExactly("latent", "codes");
      assertThat(read.floats("latent").shape()).containsExactly(2, 2);
      assertThat(read.floats("latent").values()).containsExactly(1, 2, 3, -4.5f);
      assertThat(read.ints("codes").values()).containsExactly(0, 1023, -7);
    }
    assertThat(file(Npz.Writer.deflated())).isEqualTo(file(Npz.Writer.deflated()));
  }

  @Test
  void readsWhatNumpyWrites() throws Exception {
    Npz read = Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_encodec_tiny.npz")));
    assertThat(read.names()).containsExactly("x", "latent", "codes", "y12", "y_noquant", "y1_5");
    assertThat(read.floats("latent").shape()).containsExactly(1, 32, 225);
    NpyInts codes = read.ints("codes");
    assertThat(codes.shape()).containsExactly(1, 16, 225);
    assertThat(Arrays.stream(codes.values()).summaryStatistics().getMax()).isEqualTo(1023);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    byte[] file = file(Npz.Writer.stored());
    Npz read = Npz.read(file);
    assertThatFault(() -> read.floats("mel")).is("NO_SUCH_ARRAY", 0).names("mel", "latent, codes");
    assertThatFault(() -> read.floats("codes"))
        .is("UNSUPPORTED_TYPE", 184)
        .names("0", "<i2", "float32", "float16", "float64");
    file[230] ^= 1;
    assertThatFault(() -> Npz.read(file).ints("codes"))
        .is("CORRUPT_MEMBER", 184)
        .names("codes.npy");
    assertThatThrownBy(() -> Npz.read(Arrays.copyOf(file, 100)))
        .isInstanceOf(MalformedInputException.class);
    assertThat(Npz.isZip(file)).isTrue();
    assertThat(Npz.isZip(new byte[] {'P', 'K'})).isFalse();
  }

  @Test
  void anArrayLongerThanItsUseIsNotInflated() throws Exception {
    byte[] file =
        Npz.Writer.deflated().add("z", Npy.of(new float[1 << 20], 1 << 10, 1 << 10)).toBytes();
    assertThat(file.length).isLessThan(10_000);
    Npz read = Npz.read(file);

    assertThat(read.floats("z", 1 << 20).shape()).containsExactly(1 << 10, 1 << 10);
    assertThatFault(() -> read.floats("z", 1 << 16)).is("TOO_LARGE", 0).names("4,194", "65,536");
  }

  @Test
  void anArrayThatMemoryDoesNotHoldIsNotInflated() throws Exception {
    byte[] file = Npz.Writer.deflated().add("z", Npy.of(new float[64], 64)).toBytes();
    ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.getInt(file.length - 22 + 16);
    zip.putInt(directory + 24, -2); // 4 GiB of content, as the directory says

    assertThatFault(() -> Npz.read(file).floats("z")).is("TOO_LARGE");
  }

  @Test
  void aFileThatHoldsMoreThanItsZipIsRefused() throws Exception {
    for (Npz.Writer writer : new Npz.Writer[] {Npz.Writer.stored(), Npz.Writer.deflated()}) {
      byte[] one = file(writer);
      byte[] other =
          Npz.Writer.stored().add("codes", NpyInts.of(new int[] {5}, 1), NpyInts.Type.I2).toBytes();

      assertRefused(joined(one, other));
      assertRefused(joined(other, one));
      assertRefused(joined(new byte[] {0}, one));
      assertRefused(joined(one, new byte[] {0}));
      assertRefused(withOffsets(joined(one, other), one.length));
    }
  }

  /** As {@code zip -A} does: the directory of the second zip says where its members are now. */
  private static byte[] withOffsets(byte[] file, int shift) {
    ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int end = file.length - 22;
    int directory = zip.getInt(end + 16) + shift;
    zip.putInt(end + 16, directory);
    zip.putInt(directory + 42, zip.getInt(directory + 42) + shift);
    return file;
  }

  private static void assertRefused(byte[] file) {
    assertThatFault(() -> Npz.read(file)).is("CORRUPT_ARCHIVE");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Property
  void anyByteChangedIsAnArrayOrAFault(
      @ForAll @IntRange(min = 0, max = 480) int at, @ForAll byte value, @ForAll boolean cut) {
    byte[] file = file(Npz.Writer.deflated());
    int place = Math.min(at, file.length - 1);
    file[place] = value;
    try {
      Npz read = Npz.read(cut ? Arrays.copyOf(file, place) : file);
      for (String name : read.names()) {
        assertThat(read.ints(name).values().length).isLessThan(100);
      }
    } catch (MalformedInputException e) {
      assertThat(e.byteOffset()).isBetween(0L, (long) file.length);
    }
  }
}
