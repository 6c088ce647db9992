package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Damaged files of twelve formats, one after another: each is a value or a fault of its own. */
class MutantsTest {
  private static final int MUTANTS = Integer.getInteger("decoder.mutants", 1_200);
  private static final int RATE = 22_050;
  private static final int SAMPLES = 6_000;
  private static final long MOST_MORE_BYTES = 32 << 20;

  @Test
  void noneEndsMoreThanItsDecoder() throws Exception {
    List<byte[]> files = files();
    assertThat(files).hasSize(12);
    AudioLimits limits = new AudioLimits(20, 8, 192_000);
    Map<String, Integer> endings = new TreeMap<>();
    long before = 0;
    for (int i = 0; i < MUTANTS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      byte[] mutant = mutant(files.get(i % files.size()), random);
      String ending = "values";
      try (AudioPass pass = new AudioPass(Clips.channel(mutant), limits)) {
        assertThat(pass.mono(RATE)).isNotEmpty();
      } catch (MalformedInputException e) {
        ending = e.fault().name();
      } catch (Throwable e) {
        throw new AssertionError("Mutant " + i, e);
      }
      endings.merge(ending, 1, Integer::sum);
      before = i == MUTANTS / 4 ? usedBytes() : before;
    }
    System.out.println(MUTANTS + " mutants: " + endings);
    assertThat(endings).containsKey("values");
    assertThat(usedBytes() - before).isLessThan(MOST_MORE_BYTES);
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static List<byte[]> files() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (AudioEncoding encoding : AudioEncoding.values()) {
      files.add(Clips.encoded(encoding, 2, 48_000, SAMPLES));
    }
    byte[] data = new byte[2 * SAMPLES];
    new SplittableRandom(1).nextBytes(data);
    files.add(Clips.wav(1, 1, RATE, 8, data)); // unsigned bytes
    files.add(Clips.wav(6, 2, RATE, 8, data)); // A-law
    files.add(Clips.wav(1, 1, RATE, 24, data));
    files.add(Clips.wav(3, 1, RATE, 32, data)); // floats
    files.add(Clips.au(1, 2, RATE, data)); // µ-law
    return files;
  }

  /** One to eight changes, of which some are many. */
  private static byte[] mutant(byte[] file, SplittableRandom random) {
    byte[] mutant = file.clone();
    for (int changes = random.nextInt(1, 9); changes > 0 && mutant.length > 1; changes--) {
      int at = random.nextInt(mutant.length);
      // What tells of the structure is in front.
      at = random.nextBoolean() ? at : at % Math.min(mutant.length, 256);
      int length = Math.min(mutant.length - at, 1 << random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt();
        case 2 ->
            Arrays.fill(mutant, at, at + Math.min(4, length), (byte) (random.nextInt(2) * -1));
        case 3 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
        case 4 -> {
          byte[] longer = Arrays.copyOf(mutant, mutant.length + length);
          System.arraycopy(mutant, at, longer, at + length, mutant.length - at);
          mutant = longer;
        }
        default -> {
          int from = random.nextInt(mutant.length - length + 1);
          System.arraycopy(mutant, from, mutant, at, length);
        }
      }
    }
    return mutant;
  }
}
