package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A wave and how loud it is at each moment: y = tanh(wave) · level(loudness), see {@link Level}.
 *
 * <p>Inputs: the wave, [batch, channels, length]; the loudness of all channels, [batch, 1, length].
 * Output: [batch, channels, length].
 */
public final class LoudnessVertex extends PlainVertex {
  public LoudnessVertex() {
    super(2);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of();
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    /** The place of a wave's value in the loudness. */
    private int loud(int k) {
      int channels = (int) inputs[0].size(1);
      int length = (int) inputs[0].size(2);
      return k / (channels * length) * length + k % length;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] y = Doubles.of(inputs[0]);
      double[] loudness = Doubles.of(inputs[1]);
      for (int k = 0; k < loudness.length; k++) {
        loudness[k] = Level.of(loudness[k]);
      }
      for (int k = 0; k < y.length; k++) {
        y[k] = Math.tanh(y[k]) * loudness[loud(k)];
      }
      return Doubles.array(y, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] wave = Doubles.of(inputs[0]);
      double[] loudness = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      double[] levels = new double[loudness.length];
      for (int k = 0; k < levels.length; k++) {
        levels[k] = Level.of(loudness[k]);
      }
      double[] ofLoudness = new double[loudness.length];
      for (int k = 0; k < wave.length; k++) {
        double tanh = Math.tanh(wave[k]);
        ofLoudness[loud(k)] += above[k] * tanh;
        wave[k] = above[k] * levels[loud(k)] * (1 - tanh * tanh);
      }
      for (int k = 0; k < loudness.length; k++) {
        ofLoudness[k] *= Level.slope(loudness[k]);
      }
      INDArray ofSecond =
          Doubles.array(
              ofLoudness, inputs[1].shape(), dataType, ArrayType.ACTIVATION_GRAD, workspaces);
      return new INDArray[] {ofInput(wave, workspaces), ofSecond};
    }
  }
}
