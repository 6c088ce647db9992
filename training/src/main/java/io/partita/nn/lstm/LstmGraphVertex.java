package io.partita.nn.lstm;

import io.partita.nn.blas.Dense;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The LSTM at work in a graph; {@link LstmVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class LstmGraphVertex extends WeightedGraphVertex {
  private final LstmVertex config;

  /** What the last forward pass read and left; valid until the graph clears this vertex. */
  private transient LstmInput input;

  private transient LstmStates states;

  /** Null until this LSTM is computed on a GPU, which then has the states. */
  private transient CudaLstm onGpu;

  /** h and c after the last forward pass, [batch, units], outside of all workspaces. */
  private transient INDArray carriedHidden;

  private transient INDArray carriedCell;

  LstmGraphVertex(LstmVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    input =
        switch (config.input) {
          case VALUES -> LstmInput.values(inputs[0], config.in, workspaces);
          case CLASSES ->
              LstmInput.classes(inputs[0], config.in, config.condition > 0 ? inputs[1] : null);
        };
    if (config.start == LstmVertex.Start.CARRIED) {
      input = input.restarting(inputs[startInput()]);
    }
    boolean isLast = config.output == LstmVertex.Output.LAST;
    long[] shape = {(isLast ? 1L : input.steps()) * input.batch(), config.units};
    INDArray h = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    if (CudaLayer.serves(dataType)) {
      onGpu = onGpu == null ? new CudaLstm(params(), LstmWeights.of(paramTable(false))) : onGpu;
      onGpu.forward(input, initial(0), initial(1), h);
    } else {
      states = arithmetic(workspaces).forward(initial(0), initial(1));
      // A copy, because the next layer may drop out in place and the backward pass needs h whole.
      h.assign(isLast ? states.lastHidden() : states.hiddenRows());
    }
    if (config.start == LstmVertex.Start.CARRIED) {
      keepState();
    }
    return config.output == LstmVertex.Output.SEQUENCE ? StepMajor.sequence(h, input.batch()) : h;
  }

  private LstmArithmetic arithmetic(LayerWorkspaceMgr workspaces) {
    return LstmArithmetic.of(dataType, LstmWeights.of(paramTable(false)), input, workspaces);
  }

  /** The initial h (0) or c (1), or null for zeros. */
  private INDArray initial(int number) {
    return switch (config.start) {
      case ZEROS -> null;
      case GIVEN -> Dense.of(inputs[startInput() + number]);
      case CARRIED -> carried(number == 0 ? carriedHidden : carriedCell);
    };
  }

  /** The first input that has to do with the initial state. */
  private int startInput() {
    return config.condition > 0 ? 2 : 1;
  }

  private INDArray carried(INDArray state) {
    INDArray carry = inputs[startInput()].getColumn(0, true);
    if (state == null || carry.maxNumber().doubleValue() == 0) {
      return null;
    }
    if (state.size(0) != input.batch()) {
      throw new IllegalStateException(
          "A state of %d sequences cannot be carried into a batch of %d: begin with carry 0."
              .formatted(state.size(0), input.batch()));
    }
    return state.mulColumnVector(carry);
  }

  private void keepState() {
    if (carriedHidden == null || carriedHidden.size(0) != input.batch()) {
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        carriedHidden = Nd4j.createUninitialized(dataType, input.batch(), config.units);
        carriedCell = Nd4j.createUninitialized(dataType, input.batch(), config.units);
      }
    }
    if (CudaLayer.serves(dataType)) {
      onGpu.fetchLastStates(carriedHidden, carriedCell);
    } else {
      carriedHidden.assign(states.lastHidden());
      carriedCell.assign(states.lastCell());
    }
  }

  @Override
  protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
    INDArray hiddenGradient =
        config.output == LstmVertex.Output.SEQUENCE
            ? StepMajor.rows(epsilon, ArrayType.BP_WORKING_MEM, workspaces)
            : Dense.of(epsilon);
    INDArray inputGradient = inputGradient(workspaces);
    LstmArithmetic.InitialGradients initial =
        CudaLayer.serves(dataType)
            ? onGpu.backward(
                hiddenGradient,
                inputGradient,
                config.start == LstmVertex.Start.GIVEN,
                getGradientsViewArray(),
                workspaces)
            : arithmetic(workspaces)
                .backward(states, hiddenGradient, LstmWeights.of(gradients()), inputGradient);
    INDArray[] toInputs = new INDArray[inputs.length];
    if (input.condition() != null) {
      toInputs[1] = inputGradient;
    } else if (inputGradient != null) {
      toInputs[0] = StepMajor.sequence(inputGradient, input.batch());
    }
    if (config.start == LstmVertex.Start.GIVEN) {
      toInputs[startInput()] = initial.hidden();
      toInputs[startInput() + 1] = initial.cell();
    }
    return toInputs;
  }

  /** Room for the gradient of x, or of the condition; null where nobody asks for it. */
  private INDArray inputGradient(LayerWorkspaceMgr workspaces) {
    INDArray of = input.condition() != null ? input.condition() : input.values();
    int number = input.condition() != null ? 1 : 0;
    return of == null ? null : room(number, of.shape(), workspaces);
  }

  @Override
  public void clear() {
    super.clear();
    input = null;
    states = null;
  }

  /** Passed on as they came: time steps stay where they are. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    boolean ofSteps = config.output == LstmVertex.Output.SEQUENCE;
    return new Pair<>(masks == null || !ofSteps ? null : masks[0], state);
  }

  @Override
  public String toString() {
    return "LSTM \"%s\", %d to %d".formatted(getVertexName(), config.in, config.units);
  }
}
