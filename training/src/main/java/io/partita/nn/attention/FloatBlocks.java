package io.partita.nn.attention;

import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.FloatTanh;
import io.partita.nn.blas.Sums;
import io.partita.nn.vertex.Dropout;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of a block in 32-bit numbers on a CPU: OpenBLAS for the products, and loops over
 * some rows at a time on the heap, where the JIT compiler vectorises them.
 */
final class FloatBlocks implements BlockArithmetic {
  /** Values at once, at least a row: three arrays of it stay within the first-level cache. */
  private static final int AT_ONCE = 2048;

  private static int columns(INDArray array) {
    return (int) array.size(array.rank() - 1);
  }

  private static int rows(INDArray array) {
    return (int) (array.length() / columns(array));
  }

  /** Values of whole rows at once. */
  private static int chunk(int columns) {
    return Math.max(1, AT_ONCE / columns) * columns;
  }

  private static float[] values(INDArray array) {
    float[] values = new float[(int) array.length()];
    FloatMatrix.of(array).read(0, values, 0, values.length);
    return values;
  }

  @Override
  public void normalise(INDArray x, Norm norm, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    float[] gammas = values(norm.gamma());
    float[] betas = values(norm.beta());
    int columns = gammas.length;
    int length = (int) x.length();
    float[] v = new float[chunk(columns)];
    for (int first = 0; first < length; first += v.length) {
      int count = Math.min(v.length, length - first);
      from.read(first, v, 0, count);
      for (int row = 0; row < count; row += columns) {
        float mean = (float) (Sums.of(v, row, columns) / columns);
        normalise(v, row, mean, scale(v, row, mean, columns), gammas, betas);
      }
      to.write(first, v, 0, count);
    }
  }

  private static float scale(float[] v, int row, float mean, int columns) {
    return (float) (1 / Math.sqrt(Sums.ofSquares(v, mean, row, columns) / columns + EPSILON));
  }

  private static void normalise(
      float[] v, int row, float mean, float scale, float[] gamma, float[] beta) {
    for (int k = 0; k < gamma.length; k++) {
      v[row + k] = (v[row + k] - mean) * scale * gamma[k] + beta[k];
    }
  }

  @Override
  public void normaliseBack(
      INDArray x, Norm norm, INDArray above, INDArray beside, INDArray ofX, Norm ofNorm) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix fromAbove = FloatMatrix.of(above);
    FloatMatrix fromBeside = beside == null ? null : FloatMatrix.of(beside);
    FloatMatrix to = FloatMatrix.of(ofX);
    float[] gammas = values(norm.gamma());
    int columns = gammas.length;
    int length = (int) x.length();
    float[] v = new float[chunk(columns)];
    float[] g = new float[v.length];
    float[] b = new float[v.length];
    double[] gammaSums = new double[columns];
    double[] betaSums = new double[columns];
    float[] gammaPart = new float[columns];
    float[] betaPart = new float[columns];
    for (int first = 0; first < length; first += v.length) {
      int count = Math.min(v.length, length - first);
      from.read(first, v, 0, count);
      fromAbove.read(first, g, 0, count);
      if (fromBeside != null) {
        fromBeside.read(first, b, 0, count);
      }
      for (int row = 0; row < count; row += columns) {
        float mean = (float) (Sums.of(v, row, columns) / columns);
        float scale = scale(v, row, mean, columns);
        centre(v, row, columns, mean, scale);
        addProducts(g, v, row, gammaPart);
        add(g, row, betaPart);
        multiply(g, row, gammas);
        float alongMean = (float) (Sums.of(g, row, columns) / columns);
        float alongScale = (float) (Sums.ofProducts(g, v, 0, row, columns) / columns);
        back(g, v, b, row, columns, alongMean, alongScale, scale);
      }
      flush(gammaPart, gammaSums);
      flush(betaPart, betaSums);
      to.write(first, b, 0, count);
      if (fromBeside == null) {
        Arrays.fill(b, 0);
      }
    }
    write(gammaSums, ofNorm.gamma());
    write(betaSums, ofNorm.beta());
  }

  private static void centre(float[] v, int row, int columns, float mean, float scale) {
    for (int k = row; k < row + columns; k++) {
      v[k] = (v[k] - mean) * scale;
    }
  }

  private static void addProducts(float[] g, float[] v, int row, float[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += g[row + k] * v[row + k];
    }
  }

  private static void add(float[] g, int row, float[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += g[row + k];
    }
  }

  private static void multiply(float[] g, int row, float[] factors) {
    for (int k = 0; k < factors.length; k++) {
      g[row + k] *= factors[k];
    }
  }

  private static void back(
      float[] g,
      float[] v,
      float[] into,
      int row,
      int columns,
      float alongMean,
      float alongScale,
      float scale) {
    for (int k = row; k < row + columns; k++) {
      into[k] += (g[k] - alongMean - v[k] * alongScale) * scale;
    }
  }

  /** Parts of a sum in 32 bits, added to it in 64 before they grow. */
  private static void flush(float[] parts, double[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += parts[k];
      parts[k] = 0;
    }
  }

  private static void write(double[] sums, INDArray to) {
    float[] rounded = new float[sums.length];
    for (int k = 0; k < sums.length; k++) {
      rounded[k] = (float) sums[k];
    }
    FloatMatrix.of(to).write(0, rounded, 0, rounded.length);
  }

  @Override
  public void multiply(INDArray x, INDArray w, INDArray b, INDArray y) {
    int rows = rows(x);
    FloatMatrix to = FloatMatrix.of(y);
    float[] bias = values(b);
    for (int row = 0; row < rows; row++) {
      to.write(row * bias.length, bias, 0, bias.length);
    }
    if (rows == 1) {
      to.multiplyRow(0, FloatMatrix.of(x), FloatMatrix.of(w), true);
      return;
    }
    block(to, rows, bias.length)
        .multiply(
            1,
            block(FloatMatrix.of(x), rows, columns(x)),
            false,
            block(FloatMatrix.of(w), columns(x), bias.length),
            false,
            true);
  }

  private static FloatBlock block(FloatMatrix matrix, int rows, int columns) {
    return new FloatBlock(matrix, 0, rows, columns);
  }

  @Override
  public void multiplyBack(
      INDArray x, INDArray w, INDArray above, INDArray ofX, INDArray ofW, INDArray ofB) {
    int rows = rows(x);
    int in = columns(x);
    int out = columns(above);
    FloatMatrix gradient = FloatMatrix.of(above);
    addUp(gradient, rows, out, ofB);
    FloatBlock up = block(gradient, rows, out);
    block(FloatMatrix.of(ofW), in, out)
        .multiply(1, block(FloatMatrix.of(x), rows, in), true, up, false, false);
    block(FloatMatrix.of(ofX), rows, in)
        .multiply(1, up, false, block(FloatMatrix.of(w), in, out), true, false);
  }

  private static void addUp(FloatMatrix gradient, int rows, int columns, INDArray ofB) {
    double[] sums = new double[columns];
    float[] parts = new float[columns];
    float[] g = new float[chunk(columns)];
    int length = rows * columns;
    for (int first = 0; first < length; first += g.length) {
      int count = Math.min(g.length, length - first);
      gradient.read(first, g, 0, count);
      for (int row = 0; row < count; row += columns) {
        add(g, row, parts);
      }
      flush(parts, sums);
    }
    write(sums, ofB);
  }

  @Override
  public void gelu(INDArray x, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    int length = (int) x.length();
    int chunk = Math.min(AT_ONCE, length);
    float[] v = new float[chunk];
    for (int first = 0; first < length; first += AT_ONCE) {
      int count = Math.min(AT_ONCE, length - first);
      from.read(first, v, 0, count);
      gelu(v, count);
      to.write(first, v, 0, count);
    }
  }

  private static void gelu(float[] v, int count) {
    for (int k = 0; k < count; k++) {
      float x = v[k];
      float inner = (float) GELU_SCALE * x * (1 + (float) GELU_CUBE * x * x);
      v[k] = 0.5f * x * (1 + FloatTanh.of(inner));
    }
  }

  @Override
  public void geluBack(INDArray x, INDArray gradient) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix gradients = FloatMatrix.of(gradient);
    int length = (int) x.length();
    int chunk = Math.min(AT_ONCE, length);
    float[] v = new float[chunk];
    float[] g = new float[chunk];
    for (int first = 0; first < length; first += AT_ONCE) {
      int count = Math.min(AT_ONCE, length - first);
      from.read(first, v, 0, count);
      gradients.read(first, g, 0, count);
      geluBack(v, g, count);
      gradients.write(first, g, 0, count);
    }
  }

  private static void geluBack(float[] v, float[] g, int count) {
    for (int k = 0; k < count; k++) {
      float x = v[k];
      float cube = (float) GELU_CUBE * x * x;
      float tanh = FloatTanh.of((float) GELU_SCALE * x * (1 + cube));
      float curve = (1 - tanh * tanh) * x * (float) GELU_SCALE * (1 + 3 * cube);
      g[k] *= 0.5f * (1 + tanh + curve);
    }
  }

  @Override
  public void rotate(INDArray qkv, int heads, int first, boolean back) {
    int steps = (int) qkv.size(1);
    int columns = columns(qkv);
    int size = columns / 3 / heads;
    RotaryAngles angles = RotaryAngles.of(first, steps, size / 2, back);
    FloatMatrix matrix = FloatMatrix.of(qkv);
    float[] qk = new float[2 * heads * size];
    for (int row = 0; row < rows(qkv); row++) {
      matrix.read(row * columns, qk, 0, qk.length);
      for (int head = 0; head < qk.length; head += size) {
        angles.turn(qk, head, row % steps);
      }
      matrix.write(row * columns, qk, 0, qk.length);
    }
  }

  @Override
  public Heads heads(INDArray qkv, int heads, INDArray bias, boolean both) {
    return new FloatHeads(qkv, heads, bias, both);
  }

  @Override
  public void addTo(INDArray x, Dropout dropout, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    int length = (int) x.length();
    int chunk = Math.min(AT_ONCE, length);
    float[] v = new float[chunk];
    float[] added = new float[chunk];
    float[] factors = ones(chunk);
    for (int first = 0; first < length; first += AT_ONCE) {
      int count = Math.min(AT_ONCE, length - first);
      from.read(first, v, 0, count);
      to.read(first, added, 0, count);
      if (!dropout.isNone()) {
        dropout.factors(first, count, factors);
      }
      addProducts(added, factors, v, count);
      to.write(first, v, 0, count);
    }
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void addProducts(float[] a, float[] b, float[] sums, int count) {
    for (int k = 0; k < count; k++) {
      sums[k] += a[k] * b[k];
    }
  }

  @Override
  public void drop(INDArray x, Dropout dropout, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    int length = (int) x.length();
    int chunk = Math.min(AT_ONCE, length);
    float[] v = new float[chunk];
    float[] factors = ones(chunk);
    for (int first = 0; first < length; first += AT_ONCE) {
      int count = Math.min(AT_ONCE, length - first);
      from.read(first, v, 0, count);
      if (!dropout.isNone()) {
        dropout.factors(first, count, factors);
        products(v, factors, count);
      }
      to.write(first, v, 0, count);
    }
  }

  private static void products(float[] v, float[] factors, int count) {
    for (int k = 0; k < count; k++) {
      v[k] *= factors[k];
    }
  }
}
