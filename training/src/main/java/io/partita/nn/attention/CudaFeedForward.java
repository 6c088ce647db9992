package io.partita.nn.attention;

import io.partita.nn.device.cuda.Room;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The feed-forward network on a GPU; {@link FeedForwardVertex} says what it computes. */
final class CudaFeedForward extends CudaBlock {
  private final Room curved = new Room(cuda);

  CudaFeedForward(INDArray params, Map<String, INDArray> table) {
    super(params, table);
  }

  @Override
  long between(long inner) {
    cuda.each("gelu", wideLength(), inner, curved.of(wideLength()));
    return curved.at();
  }

  @Override
  long betweenBack(long inner, long above) {
    cuda.each("gelu_back", wideLength(), inner, above);
    return above;
  }
}
