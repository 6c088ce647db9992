package io.partita.kind.hosted.published;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.published.Convolution.Edge;
import io.partita.numpy.Npy;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoder and decoder of EnCodec (Défossez et al., 2022, section 3.1) by the names of transformers.
 * A causal one goes through a recording in blocks: what a block hears before it joins it, so that
 * it makes what the whole would make.
 */
final class EncodecNetwork {
  /** Frames of a block. */
  static final int BLOCK = 300;

  /** Frames that a block hears before it: more than all its layers hear together. */
  private static final int CONTEXT = 2;

  private static final int TAPS_AT_ENDS = 7;
  private static final int MOST = 1 << 12;
  private static final double VARIANCE_EPSILON = 1e-5;

  private final boolean isCausal;
  private final boolean isNormed;
  private final int hop;
  private final int hidden;
  private final int channels;

  private final Layer first;
  private final List<Down> downs = new ArrayList<>();
  private final LstmLayers lstm;
  private final Layer toLatents;

  private final Layer fromLatents;
  private final LstmLayers decoderLstm;
  private final List<Up> ups = new ArrayList<>();
  private final Layer last;

  private record Down(Residual residual, Layer conv) {}

  private record Up(Transposed conv, Residual residual) {}

  /** Two convolutions, and beside them one of a single tap. */
  private record Residual(Layer wide, Layer narrow, Layer shortcut) {
    Signal of(Signal x) {
      Signal y = narrow.of(wide.of(x, Activation.ELU), Activation.ELU);
      y.add(shortcut.of(x, Activation.NONE));
      return y;
    }
  }

  /** The normalisation of all channels together over time; in place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Norm(float[] scale, float[] shift) {
    Signal of(Signal x) {
      double sum = 0;
      double squares = 0;
      for (float value : x.values()) {
        sum += value;
        squares += (double) value * value;
      }
      double mean = sum / x.values().length;
      double factor = 1 / Math.sqrt(squares / x.values().length - mean * mean + VARIANCE_EPSILON);
      for (int t = 0; t < x.values().length; t += x.channels()) {
        for (int c = 0; c < x.channels(); c++) {
          x.values()[t + c] = (float) ((x.values()[t + c] - mean) * factor * scale[c] + shift[c]);
        }
      }
      return x;
    }
  }

  /** A convolution with padding, which also fills the last frame of its output. */
  private record Layer(Convolution conv, int stride, boolean isCausal, Norm norm) {
    Signal of(Signal x, Activation before) {
      int padding = conv.span() - stride;
      int right = isCausal ? 0 : padding / 2;
      int filled = Math.floorMod(-x.length(), stride);
      Signal y = conv.of(x, padding - right, right + filled, Edge.REFLECT, before);
      return norm == null ? y : norm.of(y);
    }
  }

  private record Transposed(Convolution.Transposed conv, boolean isCausal, Norm norm) {
    Signal of(Signal x, Activation before) {
      // Normalised is all that it makes, also what is left out.
      int left = isCausal ? 0 : conv.overlap() - conv.overlap() / 2;
      if (norm == null) {
        return conv.of(x, left, before);
      }
      Signal all = norm.of(conv.all(x, before));
      return all.part(left, left + all.length() - conv.overlap());
    }
  }

  /**
   * @throws MalformedInputException BAD_CONFIG where the weights are of other sizes
   */
  EncodecNetwork(Config config, LayerWeights weights) throws MalformedInputException {
    config.requireOnly("pad_mode", "reflect");
    config.requireOnly("trim_right_ratio", "1.0");
    config.requireOnly("num_residual_layers", "1");
    config.requireOnly("use_conv_shortcut", "true");
    config.requireOnly("kernel_size", String.valueOf(TAPS_AT_ENDS));
    config.requireOnly("last_kernel_size", String.valueOf(TAPS_AT_ENDS));
    isCausal = config.truth("use_causal_conv");
    isNormed = config.text("norm_type").equals("time_group_norm");
    if (!isNormed) {
      config.requireOnly("norm_type", "weight_norm");
    }
    channels = config.count("audio_channels", 2);
    hidden = config.count("hidden_size", MOST);
    int filters = config.count("num_filters", MOST);
    int lstms = config.count("num_lstm_layers", 8);
    int[] ratios = config.counts("upsampling_ratios", MOST);
    int hops = 1;
    int width = filters;
    first = layer(weights, "encoder.layers.0", channels, width, TAPS_AT_ENDS, 1);
    int at = 1;
    for (int i = ratios.length - 1; i >= 0; i--) {
      Residual residual = residual(config, weights, "encoder.layers." + at, width);
      String down = "encoder.layers." + (at + 2);
      downs.add(
          new Down(residual, layer(weights, down, width, 2 * width, 2 * ratios[i], ratios[i])));
      width *= 2;
      hops *= ratios[i];
      if (width > MOST || hops > MOST) {
        throw Config.bad("its upsampling_ratios make too many channels or samples of a frame");
      }
      at += 3;
    }
    hop = hops;
    lstm = new LstmLayers(weights, "encoder.layers." + at + ".lstm", width, lstms);
    toLatents = layer(weights, "encoder.layers." + (at + 2), width, hidden, TAPS_AT_ENDS, 1);

    fromLatents = layer(weights, "decoder.layers.0", hidden, width, TAPS_AT_ENDS, 1);
    decoderLstm = new LstmLayers(weights, "decoder.layers.1.lstm", width, lstms);
    at = 3;
    for (int ratio : ratios) {
      String name = "decoder.layers." + at;
      Convolution.Transposed up =
          weights.transposed(name + ".conv", width, width / 2, 2 * ratio, ratio);
      width /= 2;
      Transposed transposed = new Transposed(up, isCausal, norm(weights, name, width));
      ups.add(new Up(transposed, residual(config, weights, "decoder.layers." + (at + 1), width)));
      at += 3;
    }
    last = layer(weights, "decoder.layers." + at, width, channels, TAPS_AT_ENDS, 1);
    weights.requireAllTaken(Encodec.QUANTIZER);
  }

  private Residual residual(Config config, LayerWeights weights, String name, int width)
      throws MalformedInputException {
    int inner = width / config.count("compress", width);
    int taps = config.count("residual_kernel_size", MOST);
    return new Residual(
        layer(weights, name + ".block.1", width, inner, taps, 1),
        layer(weights, name + ".block.3", inner, width, 1, 1),
        layer(weights, name + ".shortcut", width, width, 1, 1));
  }

  private Layer layer(LayerWeights weights, String name, int in, int out, int taps, int stride)
      throws MalformedInputException {
    Convolution conv = weights.convolution(name + ".conv", in, out, taps, stride, 1);
    return new Layer(conv, stride, isCausal, norm(weights, name, out));
  }

  private Norm norm(LayerWeights weights, String name, int width) throws MalformedInputException {
    if (!isNormed) {
      return null;
    }
    Npy scale = weights.tensor(name + ".norm.weight", width);
    return new Norm(scale.values(), weights.tensor(name + ".norm.bias", width).values());
  }

  /** Samples of a frame. */
  int hop() {
    return hop;
  }

  /** Numbers of a frame. */
  int hidden() {
    return hidden;
  }

  /** Of the sound. */
  int channels() {
    return channels;
  }

  /** The latents of a sound, a frame for each begun {@link #hop} of samples. */
  Signal encode(Signal x) {
    return encode(x, BLOCK);
  }

  /** The same in blocks of so many frames, where it is causal. */
  Signal encode(Signal x, int block) {
    int frames = (x.length() + hop - 1) / hop;
    Signal y = new Signal(frames, lstm.units());
    for (int from = 0; from < frames; from += step(frames, block)) {
      int before = Math.min(from, CONTEXT);
      int to = Math.min(frames, from + step(frames, block));
      Signal part = x.part((from - before) * hop, Math.min(x.length(), to * hop));
      Signal made = first.of(part, Activation.NONE);
      for (Down down : downs) {
        made = down.conv.of(down.residual.of(made), Activation.ELU);
      }
      y.put(from, made, before);
    }
    return toLatents.of(lstm.of(y), Activation.ELU);
  }

  /** The sound of latents, {@link #hop} samples for each frame. */
  Signal decode(Signal z) {
    return decode(z, BLOCK);
  }

  /** The same in blocks of so many frames, where it is causal. */
  Signal decode(Signal z, int block) {
    Signal heard = decoderLstm.of(fromLatents.of(z, Activation.NONE));
    int frames = z.length();
    Signal y = new Signal(Math.multiplyExact(frames, hop), channels);
    for (int from = 0; from < frames; from += step(frames, block)) {
      int before = Math.min(from, CONTEXT);
      Signal made = heard.part(from - before, Math.min(frames, from + step(frames, block)));
      for (Up up : ups) {
        made = up.residual.of(up.conv.of(made, Activation.ELU));
      }
      y.put(from * hop, last.of(made, Activation.ELU), before * hop);
    }
    return y;
  }

  /** Only what hears nothing after it, and is not normalised over time, can be cut. */
  private int step(int frames, int block) {
    return isCausal && !isNormed ? block : frames;
  }
}
