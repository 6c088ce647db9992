package io.partita.nn.attention;

import io.partita.nn.device.cuda.Room;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The feed-forward network on a GPU; {@link FeedForwardVertex} says what it computes. */
final class CudaFeedForward extends CudaBlock {
  private final INDArray gamma;
  private final INDArray beta;
  private final INDArray w;
  private final INDArray b;
  private final INDArray wOut;
  private final INDArray bOut;

  /** Before GELU. */
  private final Room inner = new Room(cuda);

  CudaFeedForward(FeedForwardVertex config, INDArray params, Map<String, INDArray> table) {
    super(params, config.size);
    this.gamma = table.get(BlockParameters.GAMMA);
    this.beta = table.get(BlockParameters.BETA);
    this.w = table.get(FeedForwardVertex.WEIGHTS);
    this.b = table.get(FeedForwardVertex.BIAS);
    this.wOut = table.get(FeedForwardVertex.OUT_WEIGHTS);
    this.bOut = table.get(FeedForwardVertex.OUT_BIAS);
  }

  private long values() {
    return rows() * w.size(1);
  }

  private long curved() {
    long curved = cuda.scratch("curved", values());
    cuda.each("gelu", values(), inner.at(), curved);
    return curved;
  }

  @Override
  void forward(long x, long y) {
    long normal = cuda.scratch("normal", length());
    normalise(x, gamma, beta, normal);
    dense(normal, rows(), w, b, inner.of(values()));
    long out = cuda.scratch("out", length());
    dense(curved(), rows(), wOut, bOut, out);
    drop(out, x, y);
  }

  @Override
  void backward(long x, long above, long ofX) {
    long ofOut = cuda.scratch("out", length());
    long ofInner = cuda.scratch("wide", values());
    drop(above, 0, ofOut);
    denseBack(curved(), rows(), wOut, bOut, ofOut, ofInner);
    cuda.each("gelu_back", values(), inner.at(), ofInner);
    long normal = cuda.scratch("normal", length());
    normalise(x, gamma, beta, normal);
    long ofNormal = ofOut;
    denseBack(normal, rows(), w, b, ofInner, ofNormal);
    normaliseBack(x, gamma, beta, ofNormal, above, ofX);
  }
}
