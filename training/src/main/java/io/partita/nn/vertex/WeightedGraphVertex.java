package io.partita.nn.vertex;

import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.SameDiffParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of vertices with parameters have in common. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
public abstract class WeightedGraphVertex extends PlainGraphVertex {
  private final WeightedVertex config;
  private final INDArray params;
  private final Map<String, INDArray> paramTable;
  private INDArray gradients;
  private Map<String, INDArray> gradientTable;

  protected WeightedGraphVertex(WeightedVertex config, VertexPlace place) {
    super(place);
    this.config = config;
    this.params = place.params();
    this.paramTable = table(params);
    if (place.initialize()) {
      config.initializeParameters(paramTable);
    }
  }

  private Map<String, INDArray> table(INDArray row) {
    SDVertexParams shapes = config.getVertexParams();
    return SameDiffParamInitializer.getInstance()
        .subsetAndReshape(shapes.getParameterKeys(), shapes.getParamShapes(), row, null, config);
  }

  protected final INDArray parameter(String name) {
    return paramTable.get(name);
  }

  /** Where the gradient of a parameter belongs. */
  protected final INDArray gradient(String name) {
    return gradientTable.get(name);
  }

  /** Where the gradients of all parameters belong. */
  protected final Map<String, INDArray> gradients() {
    return gradientTable;
  }

  @Override
  protected final Gradient ofParameters() {
    Gradient gradient = new DefaultGradient(gradients);
    gradientTable.forEach((name, view) -> gradient.setGradientFor(name, view));
    return gradient;
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray view) {
    gradients = view;
    gradientTable = table(view);
  }

  @Override
  public final INDArray getGradientsViewArray() {
    return gradients;
  }

  @Override
  public final INDArray params() {
    return params;
  }

  @Override
  public final Map<String, INDArray> paramTable(boolean backpropOnly) {
    return paramTable;
  }

  @Override
  public final TrainingConfig getConfig() {
    return config;
  }

  @Override
  public String toString() {
    return config.getClass().getSimpleName() + " \"" + getVertexName() + "\"";
  }
}
