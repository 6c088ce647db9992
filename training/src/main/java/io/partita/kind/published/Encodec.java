package io.partita.kind.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.kind.hosted.file.Weights;
import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatMatrix;
import io.partita.numpy.Npy;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** EnCodec (Défossez et al., 2022) with the names of transformers: draft. Signals are [time][channel] in rows. */
final class Encodec {
  record Signal(int length, int channels, float[] values) {}

  private final Weights weights;
  private final boolean isCausal;
  private final boolean isNormed;
  private final int[] ratios;
  final boolean normalizes;
  final int audioChannels;
  final int sampleRate;

  Encodec(JsonNode config, Weights weights) {
    this.weights = weights;
    isCausal = config.path("use_causal_conv").asBoolean();
    isNormed = config.path("norm_type").asText().equals("time_group_norm");
    normalizes = config.path("normalize").asBoolean();
    audioChannels = config.path("audio_channels").asInt();
    sampleRate = config.path("sampling_rate").asInt();
    JsonNode given = config.path("upsampling_ratios");
    ratios = new int[given.size()];
    for (int i = 0; i < ratios.length; i++) ratios[i] = given.get(i).asInt();
  }

  Signal encode(Signal x) {
    Signal y = conv("encoder.layers.0", x, 1);
    int layer = 1;
    for (int i = ratios.length - 1; i >= 0; i--) {
      y = residual("encoder.layers." + layer, y);
      y = conv("encoder.layers." + (layer + 2), elu(y), ratios[i]);
      layer += 3;
    }
    y = lstm("encoder.layers." + layer + ".lstm", y);
    return conv("encoder.layers." + (layer + 2), elu(y), 1);
  }

  Signal decode(Signal z) {
    Signal y = conv("decoder.layers.0", z, 1);
    y = lstm("decoder.layers.1.lstm", y);
    int layer = 3;
    for (int ratio : ratios) {
      y = transposed("decoder.layers." + layer, elu(y), ratio);
      y = residual("decoder.layers." + (layer + 1), y);
      layer += 3;
    }
    return conv("decoder.layers." + layer, elu(y), 1);
  }

  /** [codebook][time]. */
  int[][] codes(Signal z, int books) {
    int[][] codes = new int[books][z.length];
    float[] left = z.values.clone();
    for (int q = 0; q < books; q++) {
      Npy embed = tensor("quantizer.layers." + q + ".codebook.embed");
      int size = embed.shape()[0];
      int dim = embed.shape()[1];
      float[] e = embed.values();
      for (int t = 0; t < z.length; t++) {
        double best = Double.MAX_VALUE;
        for (int k = 0; k < size; k++) {
          double d = 0;
          for (int c = 0; c < dim; c++) {
            double diff = left[t * dim + c] - e[k * dim + c];
            d += diff * diff;
          }
          if (d < best) {
            best = d;
            codes[q][t] = k;
          }
        }
        for (int c = 0; c < dim; c++) left[t * dim + c] -= e[codes[q][t] * dim + c];
      }
    }
    return codes;
  }

  Signal dequantized(int[][] codes) {
    int length = codes[0].length;
    int dim = tensor("quantizer.layers.0.codebook.embed").shape()[1];
    float[] z = new float[length * dim];
    for (int q = 0; q < codes.length; q++) {
      float[] e = tensor("quantizer.layers." + q + ".codebook.embed").values();
      for (int t = 0; t < length; t++)
        for (int c = 0; c < dim; c++) z[t * dim + c] += e[codes[q][t] * dim + c];
    }
    return new Signal(length, dim, z);
  }

  private Signal residual(String name, Signal x) {
    Signal y = conv(name + ".block.1", elu(x), 1);
    y = conv(name + ".block.3", elu(y), 1);
    Signal s = conv(name + ".shortcut", x, 1);
    return added(y, s);
  }

  private static Signal added(Signal a, Signal b) {
    float[] sum = a.values.clone();
    for (int i = 0; i < sum.length; i++) sum[i] += b.values[i];
    return new Signal(a.length, a.channels, sum);
  }

  private static Signal elu(Signal x) {
    float[] y = new float[x.values.length];
    for (int i = 0; i < y.length; i++) y[i] = x.values[i] > 0 ? x.values[i] : (float) Math.expm1(x.values[i]);
    return new Signal(x.length, x.channels, y);
  }

  private Npy tensor(String name) {
    return weights.tensors().get(name).values();
  }

  private Npy weight(String layer) {
    return new HifiGan.NamedWeights(weights, "").folded(layer);
  }

  private Signal conv(String name, Signal x, int stride) {
    Npy w = weight(name + ".conv");
    float[] bias = tensor(name + ".conv.bias").values();
    int out = w.shape()[0];
    int in = w.shape()[1];
    int k = w.shape()[2];
    int total = k - stride;
    double frames = (double) (x.length - k + total) / stride + 1;
    int ideal = ((int) Math.ceil(frames) - 1) * stride + (k - total);
    int extra = ideal - x.length;
    int right = isCausal ? 0 : total / 2;
    int left = total - right;
    Signal padded = reflected(x, left, right + extra);
    int length = (padded.length - k) / stride + 1;
    float[] wv = w.values();
    float[] byTap = new float[wv.length];
    for (int o = 0; o < out; o++) for (int i = 0; i < in; i++) for (int tap = 0; tap < k; tap++)
      byTap[(tap * in + i) * out + o] = wv[(o * in + i) * k + tap];
    FloatMatrix weightsByTap = FloatMatrix.of(Nd4j.createFromArray(byTap).reshape(k * in, out));
    // Room so that strided rows end within.
    FloatMatrix xs = FloatMatrix.of(Nd4j.zeros(DataType.FLOAT, padded.length + stride, in));
    xs.write(0, padded.values, 0, padded.values.length);
    FloatMatrix y = FloatMatrix.of(Nd4j.zeros(DataType.FLOAT, length, out));
    float[] values = new float[length * out];
    for (int t = 0; t < length; t++) System.arraycopy(bias, 0, values, t * out, out);
    y.write(0, values, 0, values.length);
    for (int tap = 0; tap < k; tap++) {
      FloatMatrix strided = new FloatMatrix(xs.array(), xs.from(0).values(), xs.buffer(), stride * in);
      new FloatBlock(y.from(0), 0, length, out).multiply(1, new FloatBlock(strided, tap * in, length, in), false, new FloatBlock(weightsByTap.from(0), tap * in * out, in, out), false, true);
    }
    y.read(0, values, 0, values.length);
    return normed(name, new Signal(length, out, values));
  }

  private Signal normed(String name, Signal x) {
    if (!isNormed) return x;
    float[] g = tensor(name + ".norm.weight").values();
    float[] b = tensor(name + ".norm.bias").values();
    double mean = 0;
    for (float v : x.values) mean += v;
    mean /= x.values.length;
    double var = 0;
    for (float v : x.values) var += (v - mean) * (v - mean);
    var /= x.values.length;
    double scale = 1 / Math.sqrt(var + 1e-5);
    float[] y = new float[x.values.length];
    for (int i = 0; i < y.length; i++) {
      int c = i % x.channels;
      y[i] = (float) ((x.values[i] - mean) * scale * g[c] + b[c]);
    }
    return new Signal(x.length, x.channels, y);
  }

  private Signal transposed(String name, Signal x, int stride) {
    Npy w = weight(name + ".conv");
    float[] bias = tensor(name + ".conv.bias").values();
    int in = w.shape()[0];
    int out = w.shape()[1];
    int k = w.shape()[2];
    int length = (x.length - 1) * stride + k;
    float[] wv = w.values();
    float[] byTap = new float[wv.length];
    for (int i = 0; i < in; i++) for (int o = 0; o < out; o++) for (int tap = 0; tap < k; tap++)
      byTap[(i * k + tap) * out + o] = wv[(i * out + o) * k + tap];
    FloatMatrix ws = FloatMatrix.of(Nd4j.createFromArray(byTap).reshape(in, k * out));
    FloatMatrix xs = FloatMatrix.of(Nd4j.createFromArray(x.values).reshape(x.length, in));
    FloatMatrix zs = FloatMatrix.of(Nd4j.zeros(DataType.FLOAT, x.length, k * out));
    new FloatBlock(zs.from(0), 0, x.length, k * out).multiply(1, new FloatBlock(xs.from(0), 0, x.length, in), false, new FloatBlock(ws.from(0), 0, in, k * out), false, false);
    float[] z = new float[x.length * k * out];
    zs.read(0, z, 0, z.length);
    float[] y = new float[length * out];
    for (int t = 0; t < length; t++) System.arraycopy(bias, 0, y, t * out, out);
    for (int t = 0; t < x.length; t++) for (int tap = 0; tap < k; tap++) for (int o = 0; o < out; o++)
      y[(t * stride + tap) * out + o] += z[(t * k + tap) * out + o];
    Signal whole = normed(name, new Signal(length, out, y));
    int total = k - stride;
    int right = isCausal ? total : total / 2;
    int left = total - right;
    int kept = length - total;
    float[] cut = new float[kept * out];
    System.arraycopy(whole.values, left * out, cut, 0, cut.length);
    return new Signal(kept, out, cut);
  }

  private static Signal reflected(Signal x, int left, int right) {
    int length = x.length;
    int most = Math.max(left, right);
    int extra = length <= most ? most - length + 1 : 0;
    int longer = length + extra; // zeros behind, as pad1d has them
    float[] y = new float[(left + length + right) * x.channels];
    for (int t = 0; t < left + length + right; t++) {
      int from = t - left;
      if (from < 0) from = -from;
      if (from >= longer) from = 2 * (longer - 1) - from;
      if (from < length) System.arraycopy(x.values, from * x.channels, y, t * x.channels, x.channels);
    }
    return new Signal(left + length + right, x.channels, y);
  }

  private Signal lstm(String name, Signal x) {
    Signal y = x;
    for (int layer = 0; layer < 2; layer++) {
      float[] wi = tensor(name + ".weight_ih_l" + layer).values();
      float[] wh = tensor(name + ".weight_hh_l" + layer).values();
      float[] bi = tensor(name + ".bias_ih_l" + layer).values();
      float[] bh = tensor(name + ".bias_hh_l" + layer).values();
      int n = x.channels;
      float[] h = new float[n];
      float[] c = new float[n];
      float[] g = new float[4 * n];
      float[] out = new float[y.values.length];
      for (int t = 0; t < y.length; t++) {
        for (int r = 0; r < 4 * n; r++) {
          double s = bi[r] + bh[r];
          for (int i = 0; i < n; i++) s += wi[r * n + i] * y.values[t * n + i] + wh[r * n + i] * h[i];
          g[r] = (float) s;
        }
        for (int i = 0; i < n; i++) {
          double in = 1 / (1 + Math.exp(-g[i]));
          double f = 1 / (1 + Math.exp(-g[n + i]));
          double cell = Math.tanh(g[2 * n + i]);
          double o = 1 / (1 + Math.exp(-g[3 * n + i]));
          c[i] = (float) (f * c[i] + in * cell);
          h[i] = (float) (o * Math.tanh(c[i]));
        }
        System.arraycopy(h, 0, out, t * n, n);
      }
      y = new Signal(y.length, n, out);
    }
    return added(y, x);
  }
}
