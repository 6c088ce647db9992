package io.partita.kind.hosted.published;

import io.partita.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/** Samples from frames of a log mel (Kong, Kim and Bae, 2020, section 2.2). */
final class HifiGanGenerator {
  private static final Activation LEAKY = Activation.leaky(0.1f);

  /** PyTorch's own slope, which the authors' code leaves to it here. */
  private static final Activation LAST_LEAKY = Activation.leaky(0.01f);

  private static final int TAPS_AT_ENDS = 7;
  private static final int MOST = 1 << 12;

  private final int bands;
  private final int channels;
  private int hop = 1;
  private final Convolution first;
  private final List<Stage> stages = new ArrayList<>();
  private final Convolution last;

  /**
   * One of the blocks whose mean a stage is: dilated convolutions, plain ones after each or not.
   */
  private record Block(List<Convolution> dilated, List<Convolution> plain) {
    Signal of(Signal x) {
      Signal y = x;
      for (int i = 0; i < dilated.size(); i++) {
        Signal made = dilated.get(i).same(y, LEAKY);
        if (!plain.isEmpty()) {
          made = plain.get(i).same(made, LEAKY);
        }
        made.add(y);
        y = made;
      }
      return y;
    }
  }

  private record Stage(Convolution.Transposed up, List<Block> blocks) {
    Signal of(Signal x) {
      Signal longer = up.of(x, up.overlap() / 2, LEAKY);
      Signal sum = blocks.get(0).of(longer);
      for (Block block : blocks.subList(1, blocks.size())) {
        sum.add(block.of(longer));
      }
      float[] values = sum.values();
      for (int i = 0; i < values.length; i++) {
        values[i] /= blocks.size();
      }
      return sum;
    }
  }

  /**
   * @throws MalformedInputException BAD_CONFIG where the weights are of other sizes
   */
  HifiGanGenerator(Config config, LayerWeights weights) throws MalformedInputException {
    int[] rates = config.counts("upsample_rates", MOST);
    int[] upTaps = config.counts("upsample_kernel_sizes", MOST);
    int[] taps = config.counts("resblock_kernel_sizes", MOST);
    int[][] dilations = config.countLists("resblock_dilation_sizes", MOST);
    boolean hasPlain = config.text("resblock").equals("1");
    if (!hasPlain) {
      config.requireOnly("resblock", "2");
    }
    bands = config.count("num_mels", MOST);
    channels = config.count("upsample_initial_channel", MOST);
    if (upTaps.length != rates.length || dilations.length != taps.length) {
      throw Config.bad("its lists of kernels, rates and dilations are of different lengths");
    }
    first = weights.convolution("conv_pre", bands, channels, TAPS_AT_ENDS, 1, 1);
    int in = channels;
    for (int stage = 0; stage < rates.length; stage++) {
      if (upTaps[stage] < rates[stage] || (upTaps[stage] - rates[stage]) % 2 != 0 || in % 2 != 0) {
        throw Config.bad(
            "a stage from %d channels of rate %d and kernel %d"
                .formatted(in, rates[stage], upTaps[stage]));
      }
      int out = in / 2;
      List<Block> blocks = new ArrayList<>();
      for (int k = 0; k < taps.length; k++) {
        String name =
            "resblocks." + (stage * taps.length + k) + (hasPlain ? ".convs1." : ".convs.");
        List<Convolution> dilated = new ArrayList<>();
        List<Convolution> plain = new ArrayList<>();
        for (int d = 0; d < dilations[k].length; d++) {
          dilated.add(weights.convolution(name + d, out, out, taps[k], 1, dilations[k][d]));
          if (hasPlain) {
            String after = name.replace("convs1", "convs2") + d;
            plain.add(weights.convolution(after, out, out, taps[k], 1, 1));
          }
        }
        blocks.add(new Block(dilated, plain));
      }
      stages.add(
          new Stage(
              weights.transposed("ups." + stage, in, out, upTaps[stage], rates[stage]), blocks));
      hop *= rates[stage];
      if (hop > MOST) {
        throw Config.bad("its upsample_rates make more than %d samples of a frame".formatted(MOST));
      }
      in = out;
    }
    last = weights.convolution("conv_post", in, 1, TAPS_AT_ENDS, 1, 1);
    weights.requireAllTaken("");
  }

  int bands() {
    return bands;
  }

  /** Of the signal before the first stage. */
  int channels() {
    return channels;
  }

  /** Samples of a frame. */
  int hop() {
    return hop;
  }

  /**
   * The samples of a mel.
   *
   * @param frames of {@link #bands} channels
   * @return of one channel, {@link #hop} times as long
   */
  Signal samples(Signal frames) {
    Signal x = first.same(frames, Activation.NONE);
    for (Stage stage : stages) {
      x = stage.of(x);
    }
    Signal samples = last.same(x, LAST_LEAKY);
    float[] values = samples.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.tanh(values[i]);
    }
    return samples;
  }
}
