package io.partita.kind.hosted.published;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.archive.LocalFile;
import io.partita.codec.Ecdc.Segment;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.codec.EncodecCodec;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedFormat;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.HostedValue;
import io.partita.kind.hosted.file.Weights;
import io.partita.kind.hosted.file.WeightsFixture;
import io.partita.kind.hosted.vocoder.VocoderModel;
import io.partita.model.StrictJson;
import io.partita.numpy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of seeded random weights in their authors' containers. */
class PublishedNetworksTest {
  private static final int[][] THREE = {{1, 3, 5}, {1, 3, 5}, {1, 3, 5}};

  @TempDir private Path folder;

  private static float[][] mel(int frames) {
    Random random = new Random(5);
    float[][] mel = new float[frames][80];
    for (float[] frame : mel) {
      for (int band = 0; band < frame.length; band++) {
        frame[band] = (float) random.nextGaussian() - 5;
      }
    }
    return mel;
  }

  private static Signal sound(int samples, int channels) {
    Random random = new Random(6);
    Signal sound = new Signal(samples, channels);
    for (int i = 0; i < sound.values().length; i++) {
      sound.values()[i] = (float) random.nextGaussian() * 0.2f;
    }
    return sound;
  }

  private static void assertClose(float[] one, float[] other, float most) {
    assertThat(one).hasSameSizeAs(other);
    for (int i = 0; i < one.length; i++) {
      assertThat(one[i]).as("value " + i).isCloseTo(other[i], within(most));
    }
  }

  @Test
  void aVocoderSoundsTheSameFromBothContainersAndBothNames() throws Exception {
    float[] sound = samples(RandomWeights.hifiGan(false).safetensors(folder.resolve("a")));

    assertThat(sound).hasSize(20 * 256).doesNotContain(Float.NaN);
    assertThat(samples(RandomWeights.hifiGan(true).safetensors(folder.resolve("b"))))
        .isEqualTo(sound);
    assertThat(samples(RandomWeights.hifiGan(false).stateDict(folder.resolve("c"))))
        .isEqualTo(sound);
  }

  private static float[] samples(LocalFile file) throws Exception {
    HostedModel model = HostedModel.read(file);
    assertThat(VocoderModel.takes(model.description())).isTrue();
    try (VocoderModel vocoder = VocoderModel.open(model)) {
      return vocoder.samples(mel(20));
    }
  }

  @Test
  void aVocoderInChunksIsTheWhole() throws Exception {
    HostedModel model = HostedModel.read(RandomWeights.hifiGan(true).safetensors(folder));
    try (VocoderModel vocoder = VocoderModel.open(model)) {
      float[] whole = vocoder.samples(mel(150), 150, 0);
      assertClose(vocoder.samples(mel(150), 40, 32), whole, 1e-5f);
    }
  }

  /** Weights normalised to length g: v twice as long makes the same sound. */
  @Test
  void theLengthOfNormalisedWeightsIsG() throws Exception {
    RandomWeights weights = RandomWeights.hifiGan(false);
    float[] sound = samples(weights.safetensors(folder.resolve("a")));
    Npy v = weights.tensors.get("conv_pre.weight_v");
    float[] twice = v.values();
    for (int i = 0; i < twice.length; i++) {
      twice[i] *= 2;
    }
    weights.tensors.put("conv_pre.weight_v", Npy.of(twice, v.shape()));
    assertClose(samples(weights.safetensors(folder.resolve("b"))), sound, 1e-5f);
  }

  @Test
  void aRecordingInBlocksIsTheWhole() throws Exception {
    RandomWeights weights = RandomWeights.encodec(false, 4, 8, 2);
    Weights read = Weights.read(weights.safetensors(folder));
    Config config = new Config(StrictJson.object(weights.config.getBytes(UTF_8)));
    EncodecNetwork network = new EncodecNetwork(config, new LayerWeights(read, ""));
    Signal x = sound(320 * 50 + 7, 1);

    Signal whole = network.encode(x, 1000);
    assertThat(whole.length()).isEqualTo(51);
    assertClose(network.encode(x, 10).values(), whole.values(), 1e-5f);
    Signal sound = network.decode(whole, 1000);
    assertThat(sound.length()).isEqualTo(51 * 320);
    assertClose(network.decode(whole, 10).values(), sound.values(), 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({"false, 1.5, 2, 1", "true, 3, 2, 2"})
  void aCodecCodesAndDecodes(boolean isStereo, double kilobits, int stages, int segments)
      throws Exception {
    HostedModel model =
        HostedModel.read(RandomWeights.encodec(isStereo, 4, 8, 4).safetensors(folder));
    int channels = isStereo ? 2 : 1;
    int samples = 60_000;
    float[][] x = new float[channels][samples];
    Signal sound = sound(samples, channels);
    for (int i = 0; i < sound.values().length; i++) {
      x[i % channels][i / channels] = sound.values()[i];
    }
    try (EncodecCodec codec = EncodecCodec.open(model)) {
      List<Segment> codes = codec.encode(x, kilobits);

      assertThat(codes).hasSize(segments);
      assertThat(codes.get(0).codes()).hasNumberOfRows(stages);
      assertThat(codec.books().orElseThrow().stages()).isEqualTo(4);
      assertThat(codec.latents(x).orElseThrow()[0]).hasSize(8);
      assertThat(codec.decode(codes, samples)).hasDimensions(channels, samples);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "512, 1, '8,8,2,2', '3,7,11', 13926017, HiFi-GAN V1",
    "128, 1, '8,8,2,2', '3,7,11', 925985, HiFi-GAN V2",
    "256, 2, '8,8,4', '3,5,7', 1462273, HiFi-GAN V3"
  })
  void publishedVocodersHaveTheirParameters(
      int channels, int block, String rates, String taps, long parameters, String name)
      throws Exception {
    RandomWeights weights =
        RandomWeights.hifiGan(
            channels,
            block,
            numbers(rates),
            numbers(taps),
            block == 1 ? THREE : new int[][] {{1, 2}, {2, 6}, {3, 12}},
            false);

    HostedDescription model = HostedModel.describe(weights.safetensors(folder));

    assertThat(model.className()).isEqualTo(name);
    assertThat(model.sizes()).containsEntry("parameters_without_weight_norm", parameters);
    assertThat(model.refusals()).isEmpty();
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({"false, 14851810, EnCodec 24 kHz", "true, 14856294, EnCodec 48 kHz"})
  void publishedCodecsHaveTheirParameters(boolean isStereo, long parameters, String name)
      throws Exception {
    HostedDescription model =
        HostedModel.describe(RandomWeights.encodec(isStereo, 32, 128, 4).safetensors(folder));

    assertThat(model.className()).isEqualTo(name);
    assertThat(model.parameters()).isEqualTo(parameters);
    assertThat(model.parts().get(0).buffers()).isEqualTo(4 * 1024 * 128);
    assertThat(model.format()).isEqualTo(HostedFormat.SAFETENSORS);
    assertThat(model.methods())
        .extracting(HostedMethod::name)
        .containsExactly("encode", "decode", "encode_latent");
  }

  @Test
  void weightsWithoutTheirConfigurationAreDescribedAndNotRun() throws Exception {
    LocalFile file = RandomWeights.hifiGan(false).safetensors(folder);
    Files.delete(folder.resolve("config.json"));

    HostedDescription model = HostedModel.describe(file);

    assertThat(model.className()).isEqualTo("HiFi-GAN");
    assertThat(model.tensors()).hasSize(weightsOf(file));
    assertThatFault(() -> HostedModel.read(file)).is("BAD_CONFIG").names("config.json");
  }

  private static int weightsOf(LocalFile file) throws Exception {
    return Weights.read(file).tensors().size();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"upsample_initial_channel\": 16 | \"upsample_initial_channel\": 32 | conv_pre",
        "\"hop_size\": 256 | \"hop_size\": 300 | hop_size",
        "[8, 8, 4] | [8, 8] | lists",
        "\"resblock\": \"1\" | \"resblock\": \"3\" | resblock",
        "[[1, 3], [1, 2]] | [[1], [1]] | convs1.1",
        "\"num_mels\": 80 | \"num_mels\": 80.5 | num_mels"
      })
  void configurationsThatDoNotFitAreNamed(String said, String other, String names)
      throws Exception {
    RandomWeights weights = RandomWeights.hifiGan(false);
    assertThat(weights.config).contains(said);
    weights.config = weights.config.replace(said, other);
    LocalFile file = weights.safetensors(folder);

    assertThatFault(() -> HostedModel.read(file)).is("BAD_CONFIG").names(names);
  }

  @Test
  void anotherMelIsRefused() throws Exception {
    RandomWeights weights = RandomWeights.hifiGan(false);
    weights.config = weights.config.replace("\"fmax\": 8000", "\"fmax\": null");
    HostedModel model = HostedModel.read(weights.safetensors(folder));

    assertThat(VocoderModel.takes(model.description())).isFalse();
    assertThatMistake(() -> VocoderModel.open(model))
        .is(Mistake.UNSUPPORTED_MODEL)
        .names("11,025", "hifigan-22k-80", "8,000");
  }

  @Test
  void unknownWeightsAreListedAndNotGuessed() throws Exception {
    Map<String, Npy> tensors = Map.of("fc.weight", Npy.of(new float[6], 2, 3));
    LocalFile file =
        new LocalFile(
            Files.write(folder.resolve("a.safetensors"), WeightsFixture.safetensors(tensors)));

    HostedDescription model = HostedModel.describe(file);

    assertThat(model.className()).isEmpty();
    assertThat(model.parameters()).isEqualTo(6);
    assertThat(model.tensors().get(0))
        .isEqualTo(new HostedValue("fc.weight", "F32", List.of("2", "3")));
    assertThatFault(() -> HostedModel.read(file)).is("STATE_DICT").names("fc.weight");
  }

  @Test
  void aHostHearsNoOtherChannels() throws Exception {
    HostedModel model = HostedModel.read(RandomWeights.hifiGan(false).safetensors(folder));
    try (ModelHost host = ModelHost.open(model)) {
      HostedArray mono = HostedArray.mono(new float[100]);
      assertThatFault(() -> host.call("forward", List.of(mono), OptionalLong.empty()))
          .is("ANOTHER_SHAPE")
          .names("80", "1");
    }
  }
}
