package io.partita.kind.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.kind.hosted.file.Weights;
import io.partita.numpy.Npy;
import java.util.ArrayList;
import java.util.List;

/** The generator of HiFi-GAN (Kong, Kim and Bae, 2020): samples from frames of a log mel. */
final class HifiGan {
  private static final float SLOPE = 0.1f;
  private static final float LAST_SLOPE = 0.01f;

  private final Convolution first;
  private final List<Convolution.Transposed> ups = new ArrayList<>();

  /** By stage, then by kernel. */
  private final List<List<Residual>> blocks = new ArrayList<>();

  private final Convolution last;

  /** A convolution for each dilation; of the first kind of block another one after each. */
  private record Residual(List<Convolution> dilated, List<Convolution> plain) {
    Frames of(Frames x) {
      Frames y = x;
      for (int i = 0; i < dilated.size(); i++) {
        Convolution wide = dilated.get(i);
        Frames heard = y.leaky(SLOPE);
        y = plain.isEmpty() ? wide.of(heard, y) : plain.get(i).of(wide.of(heard).leaky(SLOPE), y);
      }
      return y;
    }
  }

  HifiGan(JsonNode config, NamedWeights weights) {
    boolean isFirstKind = config.path("resblock").asText().equals("1");
    first = weights.convolution("conv_pre", 1);
    JsonNode rates = config.path("upsample_rates");
    JsonNode kernels = config.path("resblock_kernel_sizes");
    for (int stage = 0; stage < rates.size(); stage++) {
      ups.add(weights.transposed("ups." + stage, rates.get(stage).asInt()));
      List<Residual> ofStage = new ArrayList<>();
      for (int k = 0; k < kernels.size(); k++) {
        String name = "resblocks." + (stage * kernels.size() + k) + ".";
        JsonNode dilations = config.path("resblock_dilation_sizes").get(k);
        List<Convolution> dilated = new ArrayList<>();
        List<Convolution> plain = new ArrayList<>();
        for (int d = 0; d < dilations.size(); d++) {
          int dilation = dilations.get(d).asInt();
          dilated.add(weights.convolution(name + (isFirstKind ? "convs1." : "convs.") + d, dilation));
          if (isFirstKind) {
            plain.add(weights.convolution(name + "convs2." + d, 1));
          }
        }
        ofStage.add(new Residual(dilated, plain));
      }
      blocks.add(ofStage);
    }
    last = weights.convolution("conv_post", 1);
  }

  /**
   * The samples of a mel.
   *
   * @param frames [time][band]
   */
  float[] samples(float[][] frames) {
    Frames x = first.of(Frames.of(frames));
    for (int stage = 0; stage < ups.size(); stage++) {
      Frames up = ups.get(stage).of(x.leaky(SLOPE));
      x = mean(blocks.get(stage), up);
    }
    return last.of(x.leaky(LAST_SLOPE)).each(v -> (float) Math.tanh(v)).values();
  }

  private static Frames mean(List<Residual> blocks, Frames x) {
    float[] sum = blocks.get(0).of(x).values();
    for (Residual block : blocks.subList(1, blocks.size())) {
      float[] more = block.of(x).values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= blocks.size();
    }
    Frames mean = new Frames(x.length, x.channels);
    mean.set(sum);
    return mean;
  }

  /** Weights by the names that authors give layers, with weight normalisation folded. */
  static final class NamedWeights {
    private final Weights weights;
    private final String prefix;

    NamedWeights(Weights weights, String prefix) {
      this.weights = weights;
      this.prefix = prefix;
    }

    Convolution convolution(String layer, int dilation) {
      return new Convolution(folded(layer), tensor(layer + ".bias"), dilation);
    }

    Convolution.Transposed transposed(String layer, int stride) {
      return new Convolution.Transposed(folded(layer), tensor(layer + ".bias"), stride);
    }

    private Npy tensor(String name) {
      return weights.tensors().get(prefix + name).values();
    }

    private boolean has(String name) {
      return weights.tensors().containsKey(prefix + name);
    }

    /** g · v / ‖v‖, the norm over all axes but the first; plain weights as they are. */
    Npy folded(String layer) {
      if (has(layer + ".weight")) {
        return tensor(layer + ".weight");
      }
      boolean isNew = has(layer + ".parametrizations.weight.original0");
      Npy g = tensor(layer + (isNew ? ".parametrizations.weight.original0" : ".weight_g"));
      Npy v = tensor(layer + (isNew ? ".parametrizations.weight.original1" : ".weight_v"));
      float[] values = v.values().clone();
      int rows = v.shape()[0];
      int size = values.length / rows;
      for (int row = 0; row < rows; row++) {
        double square = 0;
        for (int i = row * size; i < (row + 1) * size; i++) {
          square += (double) values[i] * values[i];
        }
        float scale = (float) (g.values()[row] / Math.sqrt(square));
        for (int i = row * size; i < (row + 1) * size; i++) {
          values[i] *= scale;
        }
      }
      return Npy.of(values, v.shape());
    }
  }
}
