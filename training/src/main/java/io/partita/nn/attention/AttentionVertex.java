package io.partita.nn.attention;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Self-attention, causal but where it says otherwise, with several heads (Vaswani et al.,
 * "Attention Is All You Need", 2017, section 3.2.2), behind a layer normalisation and beside a
 * residual connection:
 *
 * <pre>
 * [q k v] = norm(x)·W + b                       norm as in {@link LayerNormVertex}
 * logit(t, s) = q(t)·k(s) / √(size / heads) + relative[head, min(t − s, reach)]      s ≤ t
 * head(t) = sum over s of softmax(logit(t, ·))(s) · v(s)
 * y = x + dropout(heads side by side · W' + b')
 * </pre>
 *
 * <p>The relative bias of a distance is a number for each head, added to the logit, a simpler form
 * of Shaw, Uszkoreit and Vaswani's relative positions (2018) as T5 has it (Raffel et al., 2020).
 * Steps further back than reach share the last one. With {@link #rotary} positions there is none: q
 * and k are turned by their step instead, as {@link RotaryAngles} says, so that a logit depends on
 * the distance.
 *
 * <p>Input and output: [batch, T, size], any T. A step reads those before it and itself, so that
 * padding belongs at the end, its loss masked. With {@link #both} it reads those after it, too, the
 * distance |t − s|, and no step is made before all are known.
 *
 * <p>Parameters: {@value BlockParameters#WEIGHTS} W [size, 3 · size], the columns of q, k and v,
 * and {@value BlockParameters#OUT_WEIGHTS} W' [size, size], both drawn by Xavier's rule; {@value
 * BlockParameters#BIAS} b [3 · size], {@value BlockParameters#OUT_BIAS} b' [size] and {@value
 * #RELATIVE} [heads, reach + 1], zeros at first, the last not with rotary positions; gamma and beta
 * of the normalisation.
 */
public final class AttentionVertex extends WeightedVertex {
  public static final String RELATIVE = "relative";

  @JsonProperty final int size;
  @JsonProperty final int heads;
  @JsonProperty final int reach;
  @JsonProperty final double dropout;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  final boolean rotary;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  final boolean both;

  /**
   * @param size of a row, at least 1
   * @param heads 1 or more, that divide the size
   * @param reach 0 or more: the largest distance with a bias of its own
   * @param dropout the share of values dropped in training, 0 until 1
   */
  public AttentionVertex(int size, int heads, int reach, double dropout) {
    this(size, heads, reach, dropout, false, false);
  }

  @JsonCreator
  private AttentionVertex(
      @JsonProperty("size") int size,
      @JsonProperty("heads") int heads,
      @JsonProperty("reach") int reach,
      @JsonProperty("dropout") double dropout,
      @JsonProperty("rotary") boolean rotary,
      @JsonProperty("both") boolean both) {
    BlockParameters.requireSize(size);
    if (heads < 1 || size % heads != 0) {
      throw new IllegalArgumentException(
          "A row of %d values cannot be cut into %d heads.".formatted(size, heads));
    }
    if (reach < 0) {
      throw new IllegalArgumentException("A reach of %d, not of 0 or more.".formatted(reach));
    }
    if (rotary && size / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "Heads of %d values, an odd number, cannot be turned.".formatted(size / heads));
    }
    this.size = size;
    this.heads = heads;
    this.reach = reach;
    this.dropout = BlockParameters.requireRate(dropout);
    this.rotary = rotary;
    this.both = both;
  }

  /**
   * One with rotary positions.
   *
   * @param size of a row, at least 2
   * @param heads 1 or more, that cut a row into parts of an even size
   * @param dropout the share of values dropped in training, 0 until 1
   */
  public static AttentionVertex rotary(int size, int heads, double dropout) {
    return new AttentionVertex(size, heads, 0, dropout, true, false);
  }

  /**
   * One whose steps read each other in both directions, as an encoder's.
   *
   * @param size of a row, at least 1
   * @param heads 1 or more, that divide the size
   * @param reach 0 or more: the largest distance with a bias of its own
   * @param dropout the share of values dropped in training, 0 until 1
   */
  public static AttentionVertex both(int size, int heads, int reach, double dropout) {
    return new AttentionVertex(size, heads, reach, dropout, false, true);
  }

  /** How many numbers it learns. */
  public long parameters() {
    return 4L * size * (size + 1) + 2L * size + (rotary ? 0 : heads * (reach + 1L));
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    BlockParameters.defineNorm(params, size);
    params.addWeightParam(BlockParameters.WEIGHTS, size, 3L * size);
    params.addBiasParam(BlockParameters.BIAS, 3L * size);
    params.addWeightParam(BlockParameters.OUT_WEIGHTS, size, size);
    params.addBiasParam(BlockParameters.OUT_BIAS, size);
    if (!rotary) {
      params.addBiasParam(RELATIVE, heads, reach + 1L);
    }
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    BlockParameters.initializeNorm(params);
    BlockParameters.draw(params.get(BlockParameters.WEIGHTS), size);
    BlockParameters.draw(params.get(BlockParameters.OUT_WEIGHTS), size);
    params.get(BlockParameters.BIAS).assign(0);
    params.get(BlockParameters.OUT_BIAS).assign(0);
    if (!rotary) {
      params.get(RELATIVE).assign(0);
    }
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new AttentionGraphVertex(this, place);
  }
}
