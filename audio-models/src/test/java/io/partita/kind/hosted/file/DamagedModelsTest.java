package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.archive.BytesFile;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Models with bits flipped, cut, and with pickles damaged inside an intact zip: each ends in a
 * description or a fault, within bounds of time and memory. The system property {@code fuzz.models}
 * says how many.
 */
class DamagedModelsTest {
  private static final long MOST_BYTES = 8 << 20;
  private static final int BYTES_FOR_A_BYTE = 400;
  private static final long MOST_NANOS = 2_000_000_000L;

  private static final Map<String, Npy> WEIGHTS =
      new TreeMap<>(
          Map.of(
              "conv.weight", Npy.of(new float[24], 2, 3, 4),
              "conv.bias", Npy.of(new float[] {1, 2}, 2)));

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<HostedFault, Integer> faults = new EnumMap<>(HostedFault.class);

  @Test
  void everyDamageEndsInADescriptionOrAFault() throws IOException {
    byte[] script = new ScriptFixture().bytes();
    byte[] safetensors = WeightsFixture.safetensors(WEIGHTS);
    byte[] stateDict = WeightsFixture.stateDict(WEIGHTS);
    List<byte[]> seeds = List.of(script, safetensors, stateDict);
    for (byte[] seed : seeds) {
      assertThatCode(() -> look(seed)).doesNotThrowAnyException(); // loads the readers' classes
      read(seed, "seed");
    }
    assertThat(faults).isEmpty();
    int inputs = Integer.getInteger("fuzz.models", 2000);
    for (int i = 0; i < inputs; i++) {
      SplittableRandom random = new SplittableRandom(1000L + i);
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      boolean isInZip = (seed == script || seed == stateDict) && random.nextInt(3) > 0;
      byte[] pickle =
          seed == script ? new ScriptFixture().pickle() : WeightsFixture.pickle(WEIGHTS);
      byte[] damaged = isInZip ? damagedPickle(seed, pickle, random) : damaged(seed, random);
      read(damaged, "input " + i);
    }
    assertThat(faults.keySet())
        .contains(
            HostedFault.BROKEN_ZIP,
            HostedFault.CUT_ZIP,
            HostedFault.BROKEN_PICKLE,
            HostedFault.BROKEN_SAFETENSORS,
            HostedFault.UNKNOWN_GLOBAL);
  }

  @Test
  void everyDamageOfARealModelDoes() throws IOException {
    byte[] seed = Files.readAllBytes(SharedData.file("data/models/hifigan_tiny_22k.ts"));
    for (int i = 0; i < 40; i++) {
      read(damaged(seed, new SplittableRandom(i)), "input " + i);
    }
  }

  @Test
  void modulesThatShareModulesAreCountedOnce() throws IOException {
    // Each level names the level below twice: 2^40 modules by 40 objects.
    StringBuilder pickle = new StringBuilder("\u0080\u0002");
    String empty = "c__torch__\nN\n)\u0081";
    pickle.append(empty).append("q\0");
    for (int i = 1; i <= 40; i++) {
      String below = "h" + (char) (i - 1);
      pickle.append("c__torch__\nN\n)\u0081}(X\1\0\0\0a").append(below);
      pickle.append("X\1\0\0\0b").append(below).append("ubq").append((char) i);
    }
    byte[] bytes = pickle.append('.').toString().getBytes(ISO_8859_1);
    byte[] zip = ScriptFixture.zip(Map.of("data.pkl", bytes, "code/__torch__.py", new byte[0]));
    read(zip, "shared modules");
    assertThat(faults).isEmpty();
  }

  /** The pickle's bytes lie as they are in the zip, so they are changed there, and their sum. */
  private static byte[] damagedPickle(byte[] zip, byte[] good, SplittableRandom random)
      throws IOException {
    byte[] bad = damaged(good, random);
    return bad.length == good.length
        ? replaced(zip.clone(), good, bad)
        : ScriptFixture.zip(Map.of("data.pkl", bad, "code/__torch__.py", new byte[0]));
  }

  private static byte[] replaced(byte[] zip, byte[] good, byte[] bad) {
    int at = indexOf(zip, good, 0);
    System.arraycopy(bad, 0, zip, at, bad.length);
    byte[] from = sum(good);
    for (int i = indexOf(zip, from, 0); i >= 0; i = indexOf(zip, from, i + 1)) {
      System.arraycopy(sum(bad), 0, zip, i, 4);
    }
    return zip;
  }

  private static byte[] sum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    long value = crc.getValue();
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] damaged(byte[] seed, SplittableRandom random) {
    byte[] bytes =
        random.nextInt(6) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> bytes[at] = bytes[random.nextInt(bytes.length)];
      }
    }
    return bytes;
  }

  private static void look(byte[] bytes) throws IOException, MalformedInputException {
    BytesFile file = new BytesFile("model", bytes);
    if (Weights.areAloneIn(file)) {
      Weights.read(file);
    } else {
      ModelFile.read(file);
    }
  }

  private void read(byte[] bytes, String what) throws IOException {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    try {
      look(bytes);
    } catch (MalformedInputException e) {
      assertThat(e.byteOffset()).as(what).isBetween(0L, (long) bytes.length);
      assertThat(e.detail()).as(what).isNotBlank();
      faults.merge((HostedFault) e.fault(), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " ends in " + e, e);
    }
    assertThat(threads.getCurrentThreadCpuTime() - start).as(what).isLessThan(MOST_NANOS);
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
        .as("bytes allocated by " + what)
        .isLessThan(MOST_BYTES + (long) BYTES_FOR_A_BYTE * bytes.length);
  }
}
