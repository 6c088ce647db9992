package io.partita.kind.cvae;

import io.partita.nn.vertex.WeightedVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * One half of the linear path beside the convolutions, see {@link LinearPath}: what it computes is
 * added to what they make. A window is cut into as many pieces as z has frames, and each piece has
 * the same weights.
 *
 * <p>Directions are kept times √piece: a weight is then about 1, and an update of Adam changes it
 * by a small share.
 */
abstract class LinearVertex extends WeightedVertex {
  /** Directions [components, piece], of length √piece where they are those of components. */
  static final String WEIGHTS = "W";

  /** Of the values of a piece, [piece]. */
  static final String MEAN = "mean";

  @JsonProperty final int frames;
  @JsonProperty final int piece;
  @JsonProperty final int components;
  @JsonProperty final int scales;

  /**
   * @param frames pieces of a window
   * @param piece values of one
   * @param components numbers of z of a piece that are projections
   * @param scales numbers of z of a piece that are noise scales, each of an equal stretch of it
   */
  LinearVertex(int frames, int piece, int components, int scales) {
    this.frames = frames;
    this.piece = piece;
    this.components = components;
    this.scales = scales;
  }

  /** Numbers of z of a piece. */
  final int latents() {
    return components + scales;
  }

  /** Values that share a noise scale. */
  final int stretch() {
    return piece / scales;
  }

  final double unit() {
    return 1 / Math.sqrt(piece);
  }

  static void draw(INDArray weights) {
    weights.assign(Nd4j.randn(weights.dataType(), weights.shape()));
  }
}
