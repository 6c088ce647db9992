package io.partita.kind.hosted.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.archive.LocalFile;
import io.partita.kind.hosted.file.WeightsFixture;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Seeded random weights by the names that authors give them, with their configurations. */
final class RandomWeights {
  private static final int[] RATIOS = {8, 5, 4, 2};

  private final Random random = new Random(1);
  final Map<String, Npy> tensors = new LinkedHashMap<>();
  String config;

  private void add(String name, int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() * 0.3f;
    }
    tensors.put(name, Npy.of(values, shape));
  }

  private void normalized(String layer, boolean isNewer, int outs, int... shape) {
    add(layer + (isNewer ? ".parametrizations.weight.original0" : ".weight_g"), shape[0], 1, 1);
    add(layer + (isNewer ? ".parametrizations.weight.original1" : ".weight_v"), shape);
    add(layer + ".bias", outs);
  }

  /**
   * HiFi-GAN.
   *
   * @param block 1 or 2
   * @param isNewer which names PyTorch gives normalised weights
   */
  static RandomWeights hifiGan(
      int channels, int block, int[] rates, int[] taps, int[][] dilations, boolean isNewer) {
    RandomWeights made = new RandomWeights();
    made.normalized("conv_pre", isNewer, channels, channels, 80, 7);
    int in = channels;
    StringBuilder kernels = new StringBuilder();
    for (int stage = 0; stage < rates.length; stage++) {
      int out = in / 2;
      made.normalized("ups." + stage, isNewer, out, in, out, 2 * rates[stage]);
      kernels.append(stage == 0 ? "" : ",").append(2 * rates[stage]);
      for (int k = 0; k < taps.length; k++) {
        String name = "resblocks." + (stage * taps.length + k);
        for (int d = 0; d < dilations[k].length; d++) {
          if (block == 1) {
            made.normalized(name + ".convs1." + d, isNewer, out, out, out, taps[k]);
            made.normalized(name + ".convs2." + d, isNewer, out, out, out, taps[k]);
          } else {
            made.normalized(name + ".convs." + d, isNewer, out, out, out, taps[k]);
          }
        }
      }
      in = out;
    }
    made.normalized("conv_post", isNewer, 1, 1, in, 7);
    made.config =
        """
        {"resblock": "%d", "upsample_rates": %s, "upsample_kernel_sizes": [%s],
         "upsample_initial_channel": %d, "resblock_kernel_sizes": %s,
         "resblock_dilation_sizes": %s, "num_mels": 80, "n_fft": 1024, "hop_size": 256,
         "win_size": 1024, "sampling_rate": 22050, "fmin": 0, "fmax": 8000}
        """
            .formatted(
                block,
                Arrays.toString(rates),
                kernels,
                channels,
                Arrays.toString(taps),
                Arrays.deepToString(dilations));
    return made;
  }

  /** A small one of the first kind. */
  static RandomWeights hifiGan(boolean isNewer) {
    return hifiGan(
        16, 1, new int[] {8, 8, 4}, new int[] {3, 5}, new int[][] {{1, 3}, {1, 2}}, isNewer);
  }

  /** EnCodec. */
  static RandomWeights encodec(boolean isStereo, int filters, int hidden, int codebooks) {
    RandomWeights made = new RandomWeights();
    int channels = isStereo ? 2 : 1;
    made.layer(isStereo, "encoder.layers.0", channels, filters, 7);
    int width = filters;
    int at = 1;
    for (int i = RATIOS.length - 1; i >= 0; i--) {
      made.residual(isStereo, "encoder.layers." + at, width);
      made.layer(isStereo, "encoder.layers." + (at + 2), width, 2 * width, 2 * RATIOS[i]);
      width *= 2;
      at += 3;
    }
    made.lstm("encoder.layers." + at + ".lstm", width);
    made.layer(isStereo, "encoder.layers." + (at + 2), width, hidden, 7);
    made.layer(isStereo, "decoder.layers.0", hidden, width, 7);
    made.lstm("decoder.layers.1.lstm", width);
    at = 3;
    for (int ratio : RATIOS) {
      String up = "decoder.layers." + at;
      made.kernel(isStereo, up, width / 2, width, width / 2, 2 * ratio);
      width /= 2;
      made.residual(isStereo, "decoder.layers." + (at + 1), width);
      at += 3;
    }
    made.layer(isStereo, "decoder.layers." + at, width, channels, 7);
    for (int book = 0; book < codebooks; book++) {
      made.add("quantizer.layers." + book + ".codebook.embed", 1024, hidden);
    }
    made.config =
        """
        {"sampling_rate": %d, "audio_channels": %d, "normalize": %b, "chunk_length_s": %s,
         "hidden_size": %d, "num_filters": %d, "num_residual_layers": 1,
         "upsampling_ratios": [8, 5, 4, 2], "norm_type": "%s", "kernel_size": 7,
         "last_kernel_size": 7, "residual_kernel_size": 3, "use_causal_conv": %b,
         "pad_mode": "reflect", "compress": 2, "num_lstm_layers": 2, "trim_right_ratio": 1.0,
         "codebook_size": 1024, "use_conv_shortcut": true, "target_bandwidths": [%s]}
        """
            .formatted(
                isStereo ? 48_000 : 24_000,
                channels,
                isStereo,
                isStereo ? "1.0" : "null",
                hidden,
                filters,
                isStereo ? "time_group_norm" : "weight_norm",
                !isStereo,
                isStereo ? "3.0, 6.0" : "1.5, 3.0");
    return made;
  }

  private void layer(boolean isStereo, String name, int in, int out, int taps) {
    kernel(isStereo, name, out, out, in, taps);
  }

  private void kernel(boolean isStereo, String name, int outs, int... shape) {
    if (isStereo) {
      add(name + ".conv.weight", shape);
      add(name + ".conv.bias", outs);
      add(name + ".norm.weight", outs);
      add(name + ".norm.bias", outs);
    } else {
      normalized(name + ".conv", false, outs, shape);
    }
  }

  private void residual(boolean isStereo, String name, int width) {
    layer(isStereo, name + ".block.1", width, width / 2, 3);
    layer(isStereo, name + ".block.3", width / 2, width, 1);
    layer(isStereo, name + ".shortcut", width, width, 1);
  }

  private void lstm(String name, int width) {
    for (int layer = 0; layer < 2; layer++) {
      add(name + ".weight_ih_l" + layer, 4 * width, width);
      add(name + ".weight_hh_l" + layer, 4 * width, width);
      add(name + ".bias_ih_l" + layer, 4 * width);
      add(name + ".bias_hh_l" + layer, 4 * width);
    }
  }

  /** Writes both files to a folder; the weights of them. */
  LocalFile safetensors(Path folder) throws IOException {
    return written(folder, "model.safetensors", WeightsFixture.safetensors(tensors));
  }

  /** The same as torch.save writes it. */
  LocalFile stateDict(Path folder) throws IOException {
    return written(folder, "generator", WeightsFixture.stateDict(tensors));
  }

  private LocalFile written(Path folder, String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("config.json"), config.getBytes(UTF_8));
    return new LocalFile(Files.write(folder.resolve(name), bytes));
  }
}
