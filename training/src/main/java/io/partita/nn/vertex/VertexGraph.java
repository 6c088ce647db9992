package io.partita.nn.vertex;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A graph that may have its parameters in vertices alone: DL4J counts those of layers, and without
 * any it makes no update.
 */
public final class VertexGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  public VertexGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  @Override
  public long numParams(boolean backwards) {
    return params().length();
  }
}
