package io.partita.nn.attention;

import io.partita.nn.device.cuda.Room;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block of a Transformer on a GPU: a norm, a dense layer, what its class puts between, a dense
 * layer and dropout; the input is added.
 */
abstract class CudaBlock extends CudaLayerNorm {
  private final INDArray w;
  private final INDArray b;
  private final INDArray wOut;
  private final INDArray bOut;

  /** What the first dense layer made, [rows, columns of its weights]. */
  private final Room wide = new Room(cuda);

  /** Where the last forward pass left what the last dense layer took. */
  private long between;

  CudaBlock(INDArray params, Map<String, INDArray> table) {
    super(params, table);
    this.w = table.get(BlockParameters.WEIGHTS);
    this.b = table.get(BlockParameters.BIAS);
    this.wOut = table.get(BlockParameters.OUT_WEIGHTS);
    this.bOut = table.get(BlockParameters.OUT_BIAS);
  }

  /** Makes of what the first dense layer made what the last one takes, and keeps it. */
  abstract long between(long wide);

  /** From the gradient of what {@link #between} made to that of wide. */
  abstract long betweenBack(long wide, long above);

  final long wideLength() {
    return rows() * w.size(1);
  }

  @Override
  final long forward(long x) {
    dense(normalised(x), rows(), w, b, wide.of(wideLength()));
    between = between(wide.at());
    long out = cuda.scratch("out", length());
    dense(between, rows(), wOut, bOut, out);
    return dropped(out, x, "rows");
  }

  @Override
  final long backward(long above) {
    long ofOut = dropped(above, 0, "out");
    long ofBetween = cuda.scratch("between", rows() * wOut.size(0));
    denseBack(between, rows(), wOut, bOut, ofOut, ofBetween);
    long ofWide = betweenBack(wide.at(), ofBetween);
    long ofNormal = ofOut;
    denseBack(normalised(x.at()), rows(), w, b, ofWide, ofNormal);
    return normaliseBack(ofNormal, above);
  }

  /**
   * What the dropout leaves of rows.
   *
   * @param beside rows that are added; 0 for none
   */
  private long dropped(long from, long beside, String name) {
    long y = cuda.scratch(name, length());
    cuda.each("drop", length(), from, beside, dropout.key(), dropout.least(), y);
    return y;
  }
}
