package io.partita.nn.vertex;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.NetworkMemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the configurations of vertices with parameters have in common.
 *
 * <p>The class extends {@link SameDiffVertex} only because DL4J hands the network's updater,
 * regularisation and gradient clipping to no other kind of vertex; no SameDiff graph is ever built.
 */
public abstract class WeightedVertex extends SameDiffVertex {
  /** Names of the inputs, in their order. */
  protected List<String> inputs() {
    return List.of("x");
  }

  protected abstract WeightedGraphVertex atWork(VertexPlace place);

  @Override
  public final GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    setName(name);
    return atWork(new VertexPlace(graph, name, idx, paramsView, initializeParams, networkDatatype));
  }

  @Override
  public final int minVertexInputs() {
    return inputs().size();
  }

  @Override
  public final int maxVertexInputs() {
    return inputs().size();
  }

  @Override
  public final void defineParametersAndInputs(SDVertexParams params) {
    params.defineInputs(inputs().toArray(new String[0]));
    defineParameters(params);
  }

  protected abstract void defineParameters(SDVertexParams params);

  /** Asked only where a network is built from its inputs' types. */
  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    throw new UnsupportedOperationException(
        "Give layers their sizes: " + getClass().getSimpleName() + " derives none.");
  }

  @Override
  public final MemoryReport getMemoryReport(InputType... inputTypes) {
    return new NetworkMemoryReport(Map.of(), getClass(), getName(), inputTypes);
  }

  @Override
  public final SDVariable defineVertex(
      SameDiff sameDiff,
      Map<String, SDVariable> layerInput,
      Map<String, SDVariable> paramTable,
      Map<String, SDVariable> maskVars) {
    throw new UnsupportedOperationException("This vertex never runs as a SameDiff graph.");
  }

  @Override
  public abstract void initializeParameters(Map<String, INDArray> params);

  /** A copy with what DL4J keeps in every vertex with parameters. */
  @Override
  public final WeightedVertex clone() {
    WeightedVertex copy = Properties.copy(this);
    copy.setName(getName());
    copy.setRegularization(getRegularization());
    copy.setRegularizationBias(getRegularizationBias());
    copy.setUpdater(updater == null ? null : updater.clone());
    copy.setBiasUpdater(biasUpdater == null ? null : biasUpdater.clone());
    copy.setGradientNormalization(getGradientNormalization());
    copy.setGradientNormalizationThreshold(getGradientNormalizationThreshold());
    copy.setDataType(getDataType());
    return copy;
  }

  @Override
  protected final boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof WeightedVertex that
        && that.getClass() == getClass()
        && super.equals(that)
        && Properties.of(this).equals(Properties.of(that));
  }

  @Override
  public final int hashCode() {
    return Properties.of(this).hashCode();
  }
}
