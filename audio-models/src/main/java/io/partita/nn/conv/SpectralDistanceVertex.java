package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The {@link SpectralDistance} of a batch, every channel of which is a signal.
 *
 * <p>Inputs: what was made, [batch, channels, length]; the targets, of the same shape, which get no
 * gradient. Output: [batch, 1], the distance of the whole batch for each example, so that the mean
 * over examples is the distance. Its ratio of means is not the mean of the examples' own.
 */
public final class SpectralDistanceVertex extends PlainVertex {
  @JsonProperty private final double logEpsilon;

  /**
   * @param logEpsilon above 0, see {@link SpectralDistance}
   */
  @JsonCreator
  public SpectralDistanceVertex(@JsonProperty("logEpsilon") double logEpsilon) {
    super(2);
    new SpectralDistance(logEpsilon); // refuses others
    this.logEpsilon = logEpsilon;
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    /** Of the last forward pass of a training, until the graph clears this vertex. */
    private transient double[] gradient;

    AtWork(VertexPlace place) {
      super(place);
    }

    private double distance() {
      int signals = (int) (inputs[0].size(0) * inputs[0].size(1));
      return new SpectralDistance(logEpsilon)
          .of(Doubles.of(inputs[0]), Doubles.of(inputs[1]), signals, gradient)
          .sum();
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      gradient = training ? new double[(int) inputs[0].length()] : null;
      double[] terms = new double[(int) inputs[0].size(0)];
      Arrays.fill(terms, distance());
      return terms(terms, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      if (gradient == null) {
        gradient = new double[(int) inputs[0].length()];
        distance();
      }
      double above = Arrays.stream(Doubles.of(epsilon)).sum();
      double[] ofSignals = Arrays.stream(gradient).map(value -> value * above).toArray();
      INDArray ofTargets = room(1, inputs[1].shape(), workspaces);
      if (ofTargets != null) {
        ofTargets.assign(0); // DL4J adds up what all vertices say of one that several read
      }
      return new INDArray[] {ofInput(ofSignals, workspaces), ofTargets};
    }

    @Override
    public void clear() {
      super.clear();
      gradient = null;
    }
  }
}
