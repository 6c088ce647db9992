package io.partita.kind.hosted.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.archive.MemoryFile;
import io.partita.numpy.Npy;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tensors of real exports; damage gives faults and no crash. */
class TorchTensorsTest {
  private static final Pattern BOOKS =
      Pattern.compile("quantizer\\.layers\\.\\d+\\.codebook\\.embed");

  @Test
  void readsCodebooks() throws Exception {
    Map<String, Npy> books =
        TorchTensors.read(new LocalFile(SharedData.file("data/models/encodec_tiny_24k.ts")), BOOKS);

    assertThat(books).hasSize(16);
    assertThat(books.keySet()).contains("quantizer.layers.15.codebook.embed");
    assertThat(books.values())
        .allSatisfy(
            book -> {
              assertThat(book.shape()).containsExactly(1024, 32);
              for (float value : book.values()) {
                assertThat(Float.isFinite(value)).isTrue();
              }
            });
  }

  @Test
  void readsOnlyWhatIsAskedFor() throws Exception {
    LocalFile file = new LocalFile(SharedData.file("data/models/encodec_tiny_24k.ts"));

    assertThat(TorchTensors.read(file, Pattern.compile("nothing"))).isEmpty();
    assertThat(TorchTensors.read(file, Pattern.compile("encoder\\.0\\..*bias"))).hasSize(1);
  }

  @Test
  void survivesDamage() throws Exception {
    byte[] whole = Files.readAllBytes(SharedData.file("data/models/hifigan_tiny_22k.ts"));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 0; flips < 4; flips++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertThatCode(
              () -> {
                try {
                  TorchTensors.read(new MemoryFile("damaged.ts", damaged), Pattern.compile(".*"));
                } catch (MalformedInputException e) {
                  assertThat(e.fault()).isInstanceOf(HostedFault.class);
                }
              })
          .doesNotThrowAnyException();
    }
  }
}
