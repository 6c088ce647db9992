package io.partita.kind.cvae;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear encoder at work in a graph; {@link LinearEncoderVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class LinearEncoderGraphVertex extends WeightedGraphVertex {
  private static final double LEAST = GaussianVertex.LEAST_SIGMA * GaussianVertex.LEAST_SIGMA;

  private final LinearEncoderVertex config;

  LinearEncoderGraphVertex(LinearEncoderVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  /** What becomes of all pieces of a batch, a row each. */
  private final class Pieces {
    /** V. */
    final INDArray directions = parameter(LinearVertex.WEIGHTS).mul(config.unit());

    final INDArray centred =
        Dense.of(inputs[1])
            .reshape('c', inputs[1].size(0) * config.frames, config.piece)
            .subRowVector(parameter(LinearVertex.MEAN).reshape(1, config.piece));
    final INDArray along = centred.mmul(directions.transpose());
    final INDArray residual = centred.sub(along.mmul(directions));
    final double[] projections = Doubles.of(along);
    final double[] rest = Doubles.of(residual);
    final double[] gains = Doubles.of(parameter(LinearEncoderVertex.GAIN));
    final double[] slopes = Doubles.of(parameter(LinearEncoderVertex.SLOPE));
    final double[] centres = Doubles.of(parameter(LinearEncoderVertex.CENTRE));
    final int count = (int) centred.size(0);

    double energy(int row, int scale) {
      return LinearPath.energy(rest, row * config.piece + scale * config.stretch(), config) + LEAST;
    }

    double aboveCentre(int row, int scale) {
      return Math.log(energy(row, scale)) / 2 - centres[scale];
    }

    double mu(int row, int latent) {
      if (latent < config.components) {
        return Math.exp(gains[latent]) * projections[row * config.components + latent];
      }
      int scale = latent - config.components;
      return slopes[scale] * aboveCentre(row, scale);
    }
  }

  /** The place of a piece's mu among posteriors; its logVar is as many numbers behind as z has. */
  private int at(int row, int latent) {
    int ofWindow = config.latents() * config.frames;
    return row / config.frames * 2 * ofWindow + latent * config.frames + row % config.frames;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    double[] posterior = Doubles.of(inputs[0]);
    double[] logVar = Doubles.of(parameter(LinearEncoderVertex.LOG_VAR));
    Pieces pieces = new Pieces();
    for (int row = 0; row < pieces.count; row++) {
      for (int latent = 0; latent < logVar.length; latent++) {
        int at = at(row, latent);
        posterior[at] += pieces.mu(row, latent);
        posterior[at + logVar.length * config.frames] += logVar[latent];
      }
    }
    return Doubles.array(posterior, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
    double[] above = Doubles.of(epsilon);
    Pieces pieces = new Pieces();
    int components = config.components;
    double[] ofAlong = new double[pieces.projections.length];
    double[] ofRest = new double[pieces.rest.length];
    double[] ofGains = new double[components];
    double[] ofSlopes = new double[config.scales];
    double[] ofCentres = new double[config.scales];
    double[] ofLogVar = new double[config.latents()];
    for (int row = 0; row < pieces.count; row++) {
      for (int latent = 0; latent < ofLogVar.length; latent++) {
        int at = at(row, latent);
        ofLogVar[latent] += above[at + ofLogVar.length * config.frames];
        if (latent < components) {
          ofGains[latent] += above[at] * pieces.mu(row, latent);
          ofAlong[row * components + latent] = above[at] * Math.exp(pieces.gains[latent]);
        } else {
          int scale = latent - components;
          double ofLevel = above[at] * pieces.slopes[scale];
          ofSlopes[scale] += above[at] * pieces.aboveCentre(row, scale);
          ofCentres[scale] -= ofLevel;
          double share = ofLevel / config.stretch() / pieces.energy(row, scale);
          int first = row * config.piece + scale * config.stretch();
          for (int k = first; k < first + config.stretch(); k++) {
            ofRest[k] = share * pieces.rest[k];
          }
        }
      }
    }
    Doubles.put(ofGains, gradient(LinearEncoderVertex.GAIN));
    Doubles.put(ofSlopes, gradient(LinearEncoderVertex.SLOPE));
    Doubles.put(ofCentres, gradient(LinearEncoderVertex.CENTRE));
    Doubles.put(ofLogVar, gradient(LinearEncoderVertex.LOG_VAR));
    backThroughDirections(pieces, ofAlong, ofRest, workspaces);
    return new INDArray[] {ofInput(above, workspaces), null};
  }

  /** Through r = c − Vᵀ a and a = V c. */
  private void backThroughDirections(
      Pieces pieces, double[] ofAlong, double[] ofRest, LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.BP_WORKING_MEM;
    INDArray ofResidual = Doubles.array(ofRest, pieces.residual.shape(), dataType, use, workspaces);
    INDArray ofProjections =
        Doubles.array(ofAlong, pieces.along.shape(), dataType, use, workspaces)
            .subi(ofResidual.mmul(pieces.directions.transpose()));
    INDArray ofDirections =
        ofProjections
            .transpose()
            .mmul(pieces.centred)
            .subi(pieces.along.transpose().mmul(ofResidual));
    gradient(LinearVertex.WEIGHTS).assign(ofDirections.muli(config.unit()));
    INDArray ofMean = ofProjections.mmul(pieces.directions).addi(ofResidual).sum(0).negi();
    gradient(LinearVertex.MEAN).assign(ofMean.reshape(gradient(LinearVertex.MEAN).shape()));
  }
}
