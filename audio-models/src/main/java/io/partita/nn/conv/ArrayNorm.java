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
  public void forward(INDArray x, Scaling by, INDArray y) {
    if (!by.areGiven()) {
      INDArray sets = ofSets(x);
      INDArray mean = sets.mean(true, 1);
      INDArray centred = sets.sub(mean);
      double[] means = Doubles.of(mean);
      double[] variances = Doubles.of(centred.mul(centred).mean(true, 1));
      for (int set = 0; set < means.length; set++) {
        by.moments().mean()[set] = means[set];
        by.moments().scale()[set] = 1 / Math.sqrt(variances[set] + NormVertex.EPSILON);
      }
    }
    INDArray v = scaled(x, by);
    y.assign(v.mul(factors(v)).reshape('c', y.shape()));
  }

  @Override
  public void backward(
      INDArray x, Scaling by, INDArray above, INDArray ofX, INDArray ofGamma, INDArray ofBeta) {
    INDArray ofSets = normal(x, by.moments());
    INDArray normal = fromSets(ofSets);
    INDArray g = ofChannels(above).mul(factors(scaled(x, by)));
    ofGamma.assign(g.mul(normal).sum(0, 2));
    ofBeta.assign(g.sum(0, 2));
    INDArray gradient = ofSets(g.mul(column(by.gamma())));
    if (!by.areGiven()) {
      INDArray alongScale = gradient.mul(ofSets).mean(true, 1);
      gradient = gradient.sub(gradient.mean(true, 1)).sub(ofSets.mul(alongScale));
    }
    gradient = gradient.mul(column(by.moments().scale(), x));
    ofX.assign(fromSets(gradient).reshape('c', ofX.shape()));
  }

  /** x with mean 0 and variance 1 in each set, [sets, rest]. */
  private INDArray normal(INDArray x, Moments moments) {
    return ofSets(x).sub(column(moments.mean(), x)).mul(column(moments.scale(), x));
  }

  private INDArray scaled(INDArray x, Scaling by) {
    return fromSets(normal(x, by.moments())).mul(column(by.gamma())).add(column(by.beta()));
  }

  /** 1 where v is above 0, else the slope. */
  private INDArray factors(INDArray v) {
    return v.gt(0).castTo(v.dataType()).muli(1 - config.slope).addi(config.slope);
  }

  private INDArray ofSets(INDArray array) {
    long batch = array.length() / config.channels / positions;
    return config.groups == 0
        ? ofChannels(array).permute(1, 0, 2).reshape('c', config.channels, batch * positions)
        : array.reshape('c', batch * config.groups, array.length() / batch / config.groups);
  }

  /** [batch, channels, positions]. */
  private INDArray fromSets(INDArray ofSets) {
    return config.groups == 0
        ? ofSets.reshape('c', config.channels, -1, positions).permute(1, 0, 2)
        : ofChannels(ofSets);
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
