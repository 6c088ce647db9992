package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear decoder at work in a graph; {@link LinearDecoderVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class LinearDecoderGraphVertex extends WeightedGraphVertex {
  private final LinearDecoderVertex config;

  LinearDecoderGraphVertex(LinearDecoderVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  /** A piece's numbers of z from one on, a row each: [pieces, count]. */
  private INDArray numbers(
      double[] z, int first, int count, ArrayType use, LayerWorkspaceMgr workspaces) {
    int rows = z.length / config.latents();
    double[] numbers = new double[rows * count];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = z[at(k / count, first + k % count)];
    }
    return Doubles.array(numbers, new long[] {rows, count}, dataType, use, workspaces);
  }

  private int at(int row, int latent) {
    int window = row / config.frames;
    return (window * config.latents() + latent) * config.frames + row % config.frames;
  }

  /** The place of a piece's first value among what is decoded; its s is a window's size behind. */
  private int first(int row) {
    int window = row / config.frames;
    return (2 * window * config.frames + row % config.frames) * config.piece;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.FF_WORKING_MEM;
    double[] decoded = Doubles.of(inputs[0]);
    double[] z = Doubles.of(inputs[1]);
    double[] mean = Doubles.of(parameter(LinearVertex.MEAN));
    double[] centre = Doubles.of(parameter(LinearDecoderVertex.CENTRE));
    double[] values =
        Doubles.of(
            numbers(z, 0, config.components, use, workspaces)
                .mmul(parameter(LinearVertex.WEIGHTS)));
    double[] levels =
        Doubles.of(
            numbers(z, config.components, config.scales, use, workspaces)
                .mmul(parameter(LinearDecoderVertex.MIX)));
    int size = config.frames * config.piece;
    for (int k = 0; k < values.length; k++) {
      int row = k / config.piece;
      int place = k % config.piece;
      int scale = place / config.stretch();
      int at = first(row) + place;
      decoded[at] += mean[place] + config.unit() * values[k];
      decoded[at + size] += centre[scale] + levels[row * config.scales + scale];
    }
    return Doubles.array(decoded, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.BP_WORKING_MEM;
    double[] above = Doubles.of(epsilon);
    double[] z = Doubles.of(inputs[1]);
    int rows = z.length / config.latents();
    int size = config.frames * config.piece;
    double[] ofValues = new double[rows * config.piece];
    double[] ofLevels = new double[rows * config.scales];
    double[] ofMean = new double[config.piece];
    double[] ofCentre = new double[config.scales];
    for (int k = 0; k < ofValues.length; k++) {
      int row = k / config.piece;
      int place = k % config.piece;
      int scale = place / config.stretch();
      int at = first(row) + place;
      ofValues[k] = above[at];
      ofMean[place] += above[at];
      ofLevels[row * config.scales + scale] += above[at + size];
      ofCentre[scale] += above[at + size];
    }
    Doubles.put(ofMean, gradient(LinearVertex.MEAN));
    Doubles.put(ofCentre, gradient(LinearDecoderVertex.CENTRE));
    INDArray values =
        Doubles.array(ofValues, new long[] {rows, config.piece}, dataType, use, workspaces)
            .muli(config.unit());
    INDArray levels =
        Doubles.array(ofLevels, new long[] {rows, config.scales}, dataType, use, workspaces);
    gradient(LinearVertex.WEIGHTS)
        .assign(numbers(z, 0, config.components, use, workspaces).transpose().mmul(values));
    gradient(LinearDecoderVertex.MIX)
        .assign(
            numbers(z, config.components, config.scales, use, workspaces).transpose().mmul(levels));
    double[] ofZ = new double[z.length];
    put(values.mmul(parameter(LinearVertex.WEIGHTS).transpose()), 0, config.components, ofZ);
    put(
        levels.mmul(parameter(LinearDecoderVertex.MIX).transpose()),
        config.components,
        config.scales,
        ofZ);
    return new INDArray[] {
      ofInput(above, workspaces),
      Doubles.array(ofZ, inputs[1].shape(), dataType, ArrayType.ACTIVATION_GRAD, workspaces)
    };
  }

  private void put(INDArray rows, int first, int count, double[] ofZ) {
    double[] numbers = Doubles.of(rows);
    for (int k = 0; k < numbers.length; k++) {
      ofZ[at(k / count, first + k % count)] = numbers[k];
    }
  }
}
