package io.partita.kind.cvae;

import io.partita.nn.conv.NormVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** Vertices one after the other, numbered from 1. */
final class VertexChain {
  /** Of leaky rectifiers. */
  private static final double SLOPE = 0.2;

  /** Channels of a group that are normalised together, where that many make even groups. */
  private static final int GROUP = 8;

  private final GraphBuilder graph;
  private final String name;
  private String end;
  private int length;

  /**
   * @param from what the first vertex reads
   */
  VertexChain(GraphBuilder graph, String name, String from) {
    this.graph = graph;
    this.name = name;
    this.end = from;
  }

  /** Group norm and a leaky rectifier. */
  static NormVertex norm(int channels) {
    return new NormVertex(channels, channels % GROUP == 0 ? channels / GROUP : 1, SLOPE);
  }

  /** Adds a leaky rectifier by itself. */
  VertexChain thenRectified() {
    String from = end;
    end = next();
    graph.addLayer(end, new ActivationLayer(new ActivationLReLU(SLOPE)), from);
    return this;
  }

  /** Adds one more, which reads what the last one makes, and others. */
  VertexChain then(GraphVertex vertex, String... others) {
    return named(next(), vertex, others);
  }

  private String next() {
    length++;
    return name + length;
  }

  /** Adds one more of a name. */
  VertexChain named(String of, GraphVertex vertex, String... others) {
    String[] inputs = new String[others.length + 1];
    inputs[0] = end;
    System.arraycopy(others, 0, inputs, 1, others.length);
    graph.addVertex(of, vertex, inputs);
    end = of;
    return this;
  }

  /** The last vertex. */
  String end() {
    return end;
  }
}
