package io.partita.nn.attention;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.Dropout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The operations of a block in ND4J's own: any floating type, any device. */
final class ArrayBlocks implements BlockArithmetic {
  @Override
  public void normalise(INDArray x, Norm norm, INDArray y) {
    INDArray rows = normal(rows(x));
    put(rows.muliRowVector(flat(norm.gamma())).addiRowVector(flat(norm.beta())), y);
  }

  private static INDArray normal(INDArray rows) {
    INDArray centred = rows.subColumnVector(rows.mean(true, 1));
    return centred.muliColumnVector(scales(centred));
  }

  /** One over the root of variance and epsilon, [rows, 1]. */
  private static INDArray scales(INDArray centred) {
    INDArray variances = centred.mul(centred).mean(true, 1);
    return Transforms.sqrt(variances.addi(EPSILON), false).rdivi(1);
  }

  @Override
  public void normaliseBack(
      INDArray x, Norm norm, INDArray above, INDArray beside, INDArray ofX, Norm ofNorm) {
    INDArray rows = rows(x);
    INDArray scales = scales(rows.subColumnVector(rows.mean(true, 1)));
    INDArray normal = normal(rows);
    INDArray gradient = rows(above);
    put(gradient.mul(normal).sum(0), ofNorm.gamma());
    put(gradient.sum(0), ofNorm.beta());
    INDArray ofNormal = gradient.mulRowVector(flat(norm.gamma()));
    INDArray alongMean = ofNormal.mean(true, 1);
    INDArray alongScale = ofNormal.mul(normal).mean(true, 1);
    INDArray back =
        ofNormal
            .subColumnVector(alongMean)
            .subi(normal.mulColumnVector(alongScale))
            .muliColumnVector(scales);
    put(beside == null ? back : back.addi(rows(beside)), ofX);
  }

  @Override
  public void multiply(INDArray x, INDArray w, INDArray b, INDArray y) {
    put(rows(x).mmul(w).addiRowVector(flat(b)), y);
  }

  @Override
  public void multiplyBack(
      INDArray x, INDArray w, INDArray above, INDArray ofX, INDArray ofW, INDArray ofB) {
    INDArray gradient = rows(above);
    ofW.assign(rows(x).transpose().mmul(gradient));
    put(gradient.sum(0), ofB);
    put(gradient.mmul(w.transpose()), ofX);
  }

  @Override
  public void gelu(INDArray x, INDArray y) {
    y.assign(tanh(x).addi(1).muli(x).muli(0.5));
  }

  private static INDArray tanh(INDArray x) {
    INDArray inner = x.mul(x).muli(GELU_CUBE).addi(1).muli(x).muli(GELU_SCALE);
    return Transforms.tanh(inner, false);
  }

  @Override
  public void geluBack(INDArray x, INDArray gradient) {
    INDArray tanh = tanh(x);
    INDArray ofInner = x.mul(x).muli(3 * GELU_CUBE).addi(1).muli(GELU_SCALE);
    INDArray curve = tanh.mul(tanh).rsubi(1).muli(x).muli(ofInner);
    gradient.muli(curve.addi(tanh).addi(1).muli(0.5));
  }

  @Override
  public void rotate(INDArray qkv, int heads, int first, boolean back) {
    long steps = qkv.size(1);
    long half = qkv.size(2) / 6 / heads;
    RotaryAngles angles = RotaryAngles.of(first, (int) steps, (int) half, back);
    INDArray cos = ofSteps(angles.cos(), qkv, half);
    INDArray sin = ofSteps(angles.sin(), qkv, half);
    INDArray parts = qkv.reshape('c', qkv.size(0) * steps, 3, heads, 2, half);
    INDArray x = half(parts, 0);
    INDArray y = half(parts, 1);
    INDArray turned = x.mul(cos).subi(y.mul(sin));
    y.assign(y.mul(cos).addi(x.mul(sin)));
    x.assign(turned);
  }

  /** The halves of q and k, [rows, 2, heads, half]; a view. */
  private static INDArray half(INDArray parts, int number) {
    return parts.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, 2),
        NDArrayIndex.all(),
        NDArrayIndex.point(number),
        NDArrayIndex.all());
  }

  /** The same of each sequence, [rows, 1, 1, half]. */
  private static INDArray ofSteps(float[] values, INDArray qkv, long half) {
    INDArray steps =
        Nd4j.createFromArray(values).castTo(qkv.dataType()).reshape('c', 1, values.length);
    return Nd4j.tile(steps, (int) qkv.size(0), 1)
        .reshape('c', qkv.size(0) * qkv.size(1), 1, 1, half);
  }

  @Override
  public Heads heads(INDArray qkv, int heads, INDArray bias, boolean both) {
    return new ArrayHeads(qkv, heads, bias, both);
  }

  @Override
  public void addTo(INDArray x, Dropout dropout, INDArray y) {
    if (!dropout.isNone()) {
      y.muli(factors(y, dropout));
    }
    y.addi(x.reshape('c', y.shape()));
  }

  @Override
  public void drop(INDArray x, Dropout dropout, INDArray y) {
    put(x, y);
    if (!dropout.isNone()) {
      y.muli(factors(y, dropout));
    }
  }

  private static INDArray factors(INDArray like, Dropout dropout) {
    float[] factors = new float[(int) like.length()];
    dropout.factors(0, factors.length, factors);
    return Nd4j.createFromArray(factors).castTo(like.dataType()).reshape('c', like.shape());
  }

  private static INDArray rows(INDArray array) {
    long columns = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / columns, columns);
  }

  private static INDArray flat(INDArray vector) {
    return vector.reshape(1, vector.length());
  }

  private static void put(INDArray values, INDArray into) {
    into.assign(values.reshape('c', into.shape()));
  }

  /** Numbers of the network's type. */
  static INDArray like(INDArray other, double[] values, long... shape) {
    INDArray array = Nd4j.createUninitialized(other.dataType(), shape, 'c');
    Doubles.put(values, array);
    return array;
  }
}
