package io.partita.kind.musicvae;

import io.partita.model.ClassDraw;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.Segments;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.BitSet;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a decoder is fed at each step: the target of the step before, and nothing at the first step
 * of a segment. With scheduled sampling (Bengio et al., 2015) a step is now and then fed what the
 * decoder itself draws for the step before, having been fed all that came before; with the inverse
 * sigmoid's probability 1 − k/(k + exp(iteration/k)), k the rate, up to a bound: near 1 the best
 * decoder is one that ignores its history (Huszár, 2015, "How (not) to train your generative
 * model"). With dropout of the history a step is now and then fed nothing (Bowman et al., 2016,
 * word dropout). No gradient goes through what was drawn.
 *
 * <p>Inputs: with sampling or dropout the decoder's condition [sequences, size] and initial states
 * [sequences, 2 · units of all layers], a chance [batch, steps] and a draw [batch, steps], uniform
 * over 0 until 1: a step whose chance is below the probability is fed the class that its draw
 * picks, one whose chance is among the dropout's highest is fed nothing; last, and without both
 * alone, the target [batch, steps]. (Last, because DL4J mixes up the gradients of inputs that
 * follow one without a gradient that others read too.) Output: [sequences, steps of a segment],
 * classes or {@link LstmVertex#NO_CLASS}, sequences as {@link Segments} orders them. Outside of
 * training all is target.
 */
final class ScheduledSamplingVertex extends PlainVertex {
  /** Inputs with sampling; the target is the last one always. */
  private static final int CONDITION = 0;

  private static final int START = 1;
  private static final int CHANCE = 2;
  private static final int DRAW = 3;

  @JsonProperty private final int segments;
  @JsonProperty private final int decoderLayers;
  @JsonProperty private final double samplingRate;
  @JsonProperty private final double maxSampling;
  @JsonProperty private final double historyDropout;

  /**
   * @param segments that an example is decoded in
   * @param decoderLayers LSTMs of the decoder that draws
   * @param samplingRate k, or 0 where nothing is drawn
   * @param maxSampling largest probability of a draw; null for 1, as older networks have it
   * @param historyDropout share of steps that are fed nothing, 0 … 1 − maxSampling
   */
  @JsonCreator
  public ScheduledSamplingVertex(
      @JsonProperty("segments") int segments,
      @JsonProperty("decoderLayers") int decoderLayers,
      @JsonProperty("samplingRate") double samplingRate,
      @JsonProperty("maxSampling") Double maxSampling,
      @JsonProperty("historyDropout") double historyDropout) {
    super(samplingRate == 0 && historyDropout == 0 ? 1 : 5);
    this.segments = segments;
    this.decoderLayers = decoderLayers;
    this.samplingRate = samplingRate;
    this.maxSampling = maxSampling == null ? 1 : maxSampling;
    this.historyDropout = historyDropout;
  }

  /** How likely a step is fed what the model drew, at an iteration counted from 0. */
  static double probability(double samplingRate, double maxSampling, long iteration) {
    return samplingRate == 0
        ? 0
        : Math.min(
            maxSampling, 1 - samplingRate / (samplingRate + Math.exp(iteration / samplingRate)));
  }

  private boolean isDrawing() {
    return samplingRate > 0 || historyDropout > 0;
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray target = inputs[inputs.length - 1];
      Segments order = new Segments((int) target.size(0), (int) target.size(1), segments);
      int[][] fed = shifted(Doubles.of(target), order);
      if (training && isDrawing()) {
        hideSome(fed, order);
        drawSome(fed, draws(order));
      }
      int length = order.stepsOfSegment();
      double[] values = new double[order.sequences() * length];
      for (int sequence = 0; sequence < fed.length; sequence++) {
        for (int step = 0; step < length; step++) {
          values[sequence * length + step] = fed[sequence][step];
        }
      }
      long[] shape = {order.sequences(), length};
      return Doubles.array(values, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    private static int[][] shifted(double[] target, Segments order) {
      int[][] fed = new int[order.sequences()][order.stepsOfSegment()];
      for (int example = 0; example < order.batch(); example++) {
        for (int step = 0; step < order.steps(); step++) {
          int within = step % order.stepsOfSegment();
          fed[order.sequence(example, step)][within] =
              within == 0 ? LstmVertex.NO_CLASS : (int) target[example * order.steps() + step - 1];
        }
      }
      return fed;
    }

    /** Feeds nothing where the chance is among the highest. */
    private void hideSome(int[][] fed, Segments order) {
      double[] chances = Doubles.of(inputs[CHANCE]);
      for (int example = 0; example < order.batch(); example++) {
        for (int step = 0; step < order.steps(); step++) {
          if (chances[example * order.steps() + step] >= 1 - historyDropout) {
            fed[order.sequence(example, step)][step % order.stepsOfSegment()] = LstmVertex.NO_CLASS;
          }
        }
      }
    }

    /**
     * Which steps are to be drawn.
     *
     * @param picks uniform numbers by sequence and step, no number where the target is fed
     * @param sequences that draw at all
     * @param steps after which nobody draws any more
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Draws(double[][] picks, int[] sequences, int steps) {}

    private Draws draws(Segments order) {
      double probability = probability(samplingRate, maxSampling, iteration());
      double[] chances = Doubles.of(inputs[CHANCE]);
      double[] draws = Doubles.of(inputs[DRAW]);
      double[][] picks = new double[order.sequences()][order.stepsOfSegment()];
      BitSet sequences = new BitSet();
      int steps = 0;
      for (int example = 0; example < order.batch(); example++) {
        for (int step = 0; step < order.steps(); step++) {
          int at = example * order.steps() + step;
          int within = step % order.stepsOfSegment();
          boolean isDrawn = within > 0 && chances[at] < probability;
          picks[order.sequence(example, step)][within] = isDrawn ? draws[at] : Double.NaN;
          if (isDrawn) {
            sequences.set(order.sequence(example, step));
            steps = Math.max(steps, within + 1);
          }
        }
      }
      return new Draws(picks, sequences.stream().toArray(), steps);
    }

    /** Puts what the decoder draws, fed all that came before, in the target's place. */
    private void drawSome(int[][] fed, Draws draws) {
      int[] sequences = draws.sequences();
      if (sequences.length == 0) {
        return;
      }
      StepDecoder decoder =
          StepDecoder.of(
              graph,
              decoderLayers,
              rows(inputs[CONDITION], sequences),
              rows(inputs[START], sequences));
      int[] column = new int[sequences.length];
      for (int step = 1; step < draws.steps(); step++) {
        for (int k = 0; k < sequences.length; k++) {
          column[k] = fed[sequences[k]][step - 1];
        }
        double[][] logits = decoder.step(column);
        for (int k = 0; k < sequences.length; k++) {
          double pick = draws.picks()[sequences[k]][step];
          if (!Double.isNaN(pick)) {
            fed[sequences[k]][step] = ClassDraw.PLAIN.pick(logits[k], pick);
          }
        }
      }
    }

    private static INDArray rows(INDArray array, int[] rows) {
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        return array.getRows(rows);
      }
    }

    /** Nothing is differentiable here; DL4J adds to what others say of the same inputs. */
    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = new INDArray[inputs.length];
      if (isDrawing()) {
        for (int k : new int[] {CONDITION, START}) {
          gradients[k] =
              workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, inputs[k].shape(), 'c');
        }
      }
      return gradients;
    }
  }
}
