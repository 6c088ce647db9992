package io.partita.lstm;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.params.SameDiffParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The LSTM at work in a graph; {@link LstmVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class LstmGraphVertex extends BaseGraphVertex {
  private static final long serialVersionUID = 1L;

  private final LstmVertex config;
  private final INDArray params;
  private final Map<String, INDArray> paramTable;
  private INDArray gradients;
  private Map<String, INDArray> gradientTable;

  /** What the last forward pass read and left; valid until the graph clears this vertex. */
  private transient LstmInput input;

  private transient LstmStates states;

  /** h and c after the last forward pass, [batch, units], outside of all workspaces. */
  private transient INDArray carriedHidden;

  private transient INDArray carriedCell;

  LstmGraphVertex(
      LstmVertex config,
      ComputationGraph graph,
      String name,
      int vertexIndex,
      INDArray params,
      boolean initialize,
      DataType dataType) {
    super(graph, name, vertexIndex, null, null, dataType);
    this.config = config;
    this.params = params;
    this.paramTable = table(params);
    if (initialize) {
      config.initializeParameters(paramTable);
    }
  }

  private Map<String, INDArray> table(INDArray row) {
    SDVertexParams shapes = config.getVertexParams();
    return SameDiffParamInitializer.getInstance()
        .subsetAndReshape(shapes.getParameterKeys(), shapes.getParamShapes(), row, null, config);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    input =
        switch (config.getInput()) {
          case VALUES -> LstmInput.values(inputs[0], config.getIn(), workspaces);
          case CLASSES ->
              LstmInput.classes(
                  inputs[0], config.getIn(), config.getCondition() > 0 ? inputs[1] : null);
        };
    if (config.getStart() == LstmVertex.Start.CARRIED) {
      input = input.restarting(inputs[startInput()]);
    }
    states =
        LstmArithmetic.of(dataType)
            .forward(LstmWeights.of(paramTable), input, initial(0), initial(1), workspaces);
    if (config.getStart() == LstmVertex.Start.CARRIED) {
      keepState();
    }
    // A copy, because the next layer may drop out in place and the backward pass needs h whole.
    return switch (config.getOutput()) {
      case LAST -> workspaces.dup(ArrayType.ACTIVATIONS, states.lastHidden(), 'c');
      case ROWS -> workspaces.dup(ArrayType.ACTIVATIONS, states.hiddenRows(), 'c');
      case SEQUENCE ->
          StepMajor.sequence(
              workspaces.dup(ArrayType.ACTIVATIONS, states.hiddenRows(), 'c'), states.batch());
    };
  }

  /** The initial h (0) or c (1), or null for zeros. */
  private INDArray initial(int number) {
    return switch (config.getStart()) {
      case ZEROS -> null;
      case GIVEN -> StepMajor.contiguous(inputs[startInput() + number]);
      case CARRIED -> carried(number == 0 ? carriedHidden : carriedCell);
    };
  }

  /** The first input that has to do with the initial state. */
  private int startInput() {
    return config.getCondition() > 0 ? 2 : 1;
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
    if (carriedHidden == null || carriedHidden.size(0) != states.batch()) {
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        carriedHidden = Nd4j.createUninitialized(dataType, states.batch(), states.units());
        carriedCell = Nd4j.createUninitialized(dataType, states.batch(), states.units());
      }
    }
    carriedHidden.assign(states.lastHidden());
    carriedCell.assign(states.lastCell());
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray hiddenGradient =
        config.getOutput() == LstmVertex.Output.SEQUENCE
            ? StepMajor.rows(epsilon, ArrayType.BP_WORKING_MEM, workspaces)
            : StepMajor.contiguous(epsilon);
    INDArray inputGradient = inputGradient(workspaces);
    LstmArithmetic.InitialGradients initial =
        LstmArithmetic.of(dataType)
            .backward(
                LstmWeights.of(paramTable),
                input,
                states,
                hiddenGradient,
                LstmWeights.of(gradientTable),
                inputGradient,
                workspaces);
    INDArray[] toInputs = new INDArray[inputs.length];
    if (input.condition() != null) {
      toInputs[1] = inputGradient;
    } else if (inputGradient != null) {
      toInputs[0] = StepMajor.sequence(inputGradient, input.batch());
    }
    if (config.getStart() == LstmVertex.Start.GIVEN) {
      toInputs[startInput()] = initial.hidden();
      toInputs[startInput() + 1] = initial.cell();
    }
    Gradient gradient = new DefaultGradient(gradients);
    gradientTable.forEach((name, view) -> gradient.setGradientFor(name, view));
    return new Pair<>(gradient, toInputs);
  }

  /** Room for the gradient of x, or of the condition; null where nobody asks for it. */
  private INDArray inputGradient(LayerWorkspaceMgr workspaces) {
    INDArray of = input.condition() != null ? input.condition() : input.values();
    int number = input.condition() != null ? 1 : 0;
    return of == null || graph.getVertices()[inputVertices[number].getVertexIndex()].isInputVertex()
        ? null
        : workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, of.shape(), 'c');
  }

  @Override
  public void clear() {
    super.clear();
    input = null;
    states = null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradients = view;
    gradientTable = table(view);
  }

  @Override
  public INDArray getGradientsViewArray() {
    return gradients;
  }

  @Override
  public INDArray params() {
    return params;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropOnly) {
    return paramTable;
  }

  @Override
  public TrainingConfig getConfig() {
    return config;
  }

  /** Passed on as they came: time steps stay where they are. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    boolean ofSteps = config.getOutput() == LstmVertex.Output.SEQUENCE;
    return new Pair<>(masks == null || !ofSteps ? null : masks[0], state);
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public String toString() {
    return "LSTM \"%s\", %d to %d".formatted(getVertexName(), config.getIn(), config.getUnits());
  }
}
