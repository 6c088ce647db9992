package io.partita.kind.hosted.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.codec.Ecdc.Segment;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.codec.EncodecCodec;
import io.partita.kind.hosted.vocoder.VocoderModel;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small networks against what the original programs make of them under PyTorch. */
class PublishedGoldensTest {
  private static Path folder(String name) {
    return SharedData.file("data/models/published/" + name);
  }

  private static Npy npy(Path file) throws Exception {
    return Npy.read(Files.readAllBytes(file));
  }

  private static void assertClose(float[] made, float[] wanted, float most) {
    assertThat(made).hasSameSizeAs(wanted);
    for (int i = 0; i < made.length; i++) {
      assertThat(made[i]).as("value " + i).isCloseTo(wanted[i], within(most));
    }
  }

  /** [rows][columns] of an array of two axes. */
  private static float[][] rows(Npy array) {
    int columns = array.shape()[1];
    float[] values = array.values();
    float[][] rows = new float[array.shape()[0]][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return rows;
  }

  private static float[][] transposed(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = rows[row][column];
      }
    }
    return columns;
  }

  @ParameterizedTest
  @CsvSource({
    "v1, model.safetensors, 251298",
    "v1, generator, 251298",
    "v2, model.safetensors, 72410",
    "v2, generator, 72410",
    "v3, model.safetensors, 119170",
    "v3, generator, 119170"
  })
  void hifiGan(String version, String container, long parameters) throws Exception {
    Path folder = folder("hifigan_" + version + "_small");
    HostedModel model = HostedModel.read(new LocalFile(folder.resolve(container)));
    assertThat(model.description().parameters()).isEqualTo(parameters);
    try (VocoderModel vocoder = VocoderModel.open(model)) {
      assertClose(
          vocoder.samples(transposed(rows(npy(folder.resolve("mel.npy"))))),
          npy(folder.resolve("y.npy")).values(),
          1e-5f);
    }
  }

  @ParameterizedTest
  @CsvSource({"24khz, 1.5", "24khz, 6", "48khz, 3", "48khz, 12"})
  void encodec(String name, String kilobits) throws Exception {
    Path folder = folder("encodec_" + name + "_small");
    HostedModel model = HostedModel.read(new LocalFile(folder.resolve("model.safetensors")));
    float[][] x = rows(npy(folder.resolve("x.npy")));
    Npz golden = Npz.read(Files.readAllBytes(folder.resolve("codes_" + kilobits + ".npz")));
    try (EncodecCodec codec = EncodecCodec.open(model)) {
      List<Segment> made = codec.encode(x, Double.parseDouble(kilobits));
      List<Segment> wanted = new ArrayList<>();
      for (int segment = 0; segment < made.size(); segment++) {
        short[][] codes = codes(golden.ints("frame" + segment, 1 << 20));
        assertThat(made.get(segment).codes()).isDeepEqualTo(codes);
        wanted.add(new Segment(made.get(segment).scale(), codes));
      }
      assertThat(golden.names()).doesNotContain("frame" + made.size());

      float[][] sound = codec.decode(wanted, x[0].length);

      float[][] theirs = rows(npy(folder.resolve("y_" + kilobits + ".npy")));
      for (int channel = 0; channel < theirs.length; channel++) {
        assertClose(sound[channel], theirs[channel], 1e-4f);
      }
    }
  }

  private static short[][] codes(NpyInts array) {
    int[] values = array.values();
    int frames = array.shape()[1];
    short[][] codes = new short[array.shape()[0]][frames];
    for (int i = 0; i < values.length; i++) {
      codes[i / frames][i % frames] = (short) values[i];
    }
    return codes;
  }

  @ParameterizedTest
  @CsvSource({"24khz, 24000", "48khz, 48000"})
  void latentsOfASecond(String name, int second) throws Exception {
    Path folder = folder("encodec_" + name + "_small");
    HostedModel model = HostedModel.read(new LocalFile(folder.resolve("model.safetensors")));
    float[][] x = rows(npy(folder.resolve("x.npy")));
    HostedArray first =
        HostedArray.rows(
            Arrays.stream(x).map(one -> Arrays.copyOf(one, second)).toArray(float[][]::new));
    try (ModelHost host = ModelHost.open(model)) {
      float[] made =
          host.call("encode_latent", List.of(first), OptionalLong.empty()).get(0).floats();
      assertClose(made, npy(folder.resolve("z_first_second.npy")).values(), 1e-5f);
    }
  }
}
