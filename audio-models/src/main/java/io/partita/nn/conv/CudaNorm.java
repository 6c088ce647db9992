package io.partita.nn.conv;

import io.partita.nn.device.cuda.Room;
import io.partita.nn.vertex.CudaLayer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalisation on a GPU; {@link NormVertex} says what it computes. */
final class CudaNorm extends CudaLayer {
  private final NormVertex config;
  private final Map<String, INDArray> table;

  /** The mean of each set, then the scale of each. */
  private final Room moments = new Room(cuda);

  /** Of the last forward pass. */
  private int batch;

  private int positions;
  private int areGiven;

  /**
   * @param params of the vertex, a row without gaps
   * @param table its parts by their names
   */
  CudaNorm(NormVertex config, INDArray params, Map<String, INDArray> table) {
    super(params);
    this.config = config;
    this.table = table;
  }

  /**
   * Makes y.
   *
   * @param in [batch, channels, …], as y, c order
   * @param by what to normalise by; where it is not given, those of a batch are filled
   */
  void forward(INDArray in, Moments by, boolean isGiven, INDArray y) {
    batch = (int) in.size(0);
    positions = (int) (in.length() / batch / config.channels);
    areGiven = isGiven ? 1 : 0;
    pass(in, y, from -> normalised(by, y.length()));
  }

  private long normalised(Moments by, long length) {
    FloatBuffer both = FloatBuffer.allocate(2 * sets());
    moments.of(2L * sets());
    if (areGiven == 1) {
      DoubleStream.of(by.mean()).forEach(mean -> both.put((float) mean));
      DoubleStream.of(by.scale()).forEach(scale -> both.put((float) scale));
      cuda.upload(both.flip(), moments.at());
    }
    long y = cuda.scratch("rows", length);
    launch("norm_forward", y, 0, 0);
    if (areGiven == 0 && config.groups == 0) {
      cuda.download(moments.at(), both);
      Arrays.setAll(by.mean(), both::get);
      Arrays.setAll(by.scale(), set -> both.get(sets() + set));
    }
    return y;
  }

  /** Goes back, see {@link #passBack}. Parameters that are not learnt have gradients of 0. */
  void backward(INDArray above, INDArray ofX, INDArray ofParams) {
    passBack(above, ofX, ofParams, this::back);
  }

  private long back(long gradient) {
    long terms = cuda.scratch("terms", 2L * batch * config.channels);
    long ofBeta = terms + 4L * batch * config.channels;
    launch("norm_back", gradient, terms, ofBeta);
    table.forEach(this::keepUnlearnt);
    cuda.sums(terms, batch, config.channels, gradient(table.get(NormVertex.GAMMA)));
    cuda.sums(ofBeta, batch, config.channels, gradient(table.get(NormVertex.BETA)));
    return gradient;
  }

  /** The processor has changed it, and it stays so. */
  private void keepUnlearnt(String name, INDArray parameter) {
    if (!name.equals(NormVertex.GAMMA) && !name.equals(NormVertex.BETA)) {
      bring(parameter, weight(parameter));
      cuda.each("repeat_row", config.channels, 0L, 1, 1, gradient(parameter));
    }
  }

  private int sets() {
    return config.groups == 0 ? config.channels : batch * config.groups;
  }

  /** Begins a kernel with a block for each set; forward takes no terms. */
  private void launch(String kernel, long values, long ofGamma, long ofBeta) {
    cuda.teams(
        kernel,
        sets(),
        1,
        x.at(),
        weight(table.get(NormVertex.GAMMA)),
        weight(table.get(NormVertex.BETA)),
        batch * config.channels / sets(),
        config.groups == 0 ? config.channels : 1,
        config.channels,
        positions,
        (float) config.slope,
        areGiven,
        moments.at(),
        values,
        ofGamma,
        ofBeta);
  }
}
