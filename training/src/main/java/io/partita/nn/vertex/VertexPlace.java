package io.partita.nn.vertex;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where DL4J puts a vertex to work.
 *
 * @param index of the vertex within the graph
 * @param params the vertex's part of the network's parameters, a row; null without any
 * @param initialize whether the parameters get their first values
 * @param type of the network's numbers
 */
public record VertexPlace(
    ComputationGraph graph,
    String name,
    int index,
    INDArray params,
    boolean initialize,
    DataType type) {}
