package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Normalisation in ND4J's operations: any floating type, any device. */
final class ArrayNorm implements NormArithmetic {
  private final NormVertex config;
  private final int positions;

  ArrayNorm(NormVertex config, int positions) {
    this.config = config;
    this.positions = positions;
  }

  @Override
  public void forward(INDArray x, INDArray gamma, INDArray beta, Moments moments, INDArray y) {
    INDArray groups = ofGroups(x);
    INDArray mean = groups.mean(true, 1);
    INDArray centred = groups.sub(mean);
    double[] means = Doubles.of(mean);
    double[] variances = Doubles.of(centred.mul(centred).mean(true, 1));
    for (int group = 0; group < means.length; group++) {
      moments.mean()[group] = means[group];
      moments.scale()[group] = 1 / Math.sqrt(variances[group] + NormVertex.EPSILON);
    }
    INDArray v = scaled(x, gamma, beta, moments);
    y.assign(v.mul(factors(v)).reshape('c', y.shape()));
  }

  @Override
  public void backward(
      INDArray x,
      INDArray gamma,
      INDArray beta,
      Moments moments,
      INDArray above,
      INDArray ofX,
      INDArray ofGamma,
      INDArray ofBeta) {
    INDArray normal = ofChannels(normal(x, moments));
    INDArray g = ofChannels(above).mul(factors(scaled(x, gamma, beta, moments)));
    ofGamma.assign(g.mul(normal).sum(0, 2));
    ofBeta.assign(g.sum(0, 2));
    INDArray ofNormal = ofGroups(g.mul(column(gamma)));
    INDArray normalOfGroups = ofGroups(normal);
    INDArray alongMean = ofNormal.mean(true, 1);
    INDArray alongScale = ofNormal.mul(normalOfGroups).mean(true, 1);
    INDArray gradient =
        ofNormal.sub(alongMean).sub(normalOfGroups.mul(alongScale)).mul(column(moments.scale(), x));
    ofX.assign(gradient.reshape('c', ofX.shape()));
  }

  /** x with mean 0 and variance 1 in each group, [batch · groups, rest]. */
  private INDArray normal(INDArray x, Moments moments) {
    return ofGroups(x).sub(column(moments.mean(), x)).mul(column(moments.scale(), x));
  }

  private INDArray scaled(INDArray x, INDArray gamma, INDArray beta, Moments moments) {
    return ofChannels(normal(x, moments)).mul(column(gamma)).add(column(beta));
  }

  /** 1 where v is above 0, else the slope. */
  private INDArray factors(INDArray v) {
    return v.gt(0).castTo(v.dataType()).muli(1 - config.slope).addi(config.slope);
  }

  private INDArray ofGroups(INDArray array) {
    long size = (long) config.channels / config.groups * positions;
    return array.reshape('c', array.length() / size, size);
  }

  private INDArray ofChannels(INDArray array) {
    long channels = config.channels;
    return array.reshape('c', array.length() / channels / positions, channels, positions);
  }

  private static INDArray column(INDArray ofChannels) {
    return ofChannels.reshape('c', 1, ofChannels.length(), 1);
  }

  private static INDArray column(double[] values, INDArray like) {
    INDArray column = Nd4j.create(values, new long[] {values.length, 1}, DataType.DOUBLE);
    return column.castTo(like.dataType());
  }
}
