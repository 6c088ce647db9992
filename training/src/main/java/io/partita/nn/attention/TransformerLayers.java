package io.partita.nn.attention;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The layers of a Transformer on top of each other: attention and a feed-forward network of four
 * times its size, several times, then a layer normalisation.
 *
 * @param prefix of their names
 * @param layers of attention and of feed-forward networks each, 1 … 48
 * @param attention what each attention is
 */
public record TransformerLayers(String prefix, int layers, AttentionVertex attention) {
  /** The vertex that they end with, where they have no prefix. */
  public static final String NORM = "norm";

  public TransformerLayers {
    if (layers < 1 || layers > 48) {
      throw new IllegalArgumentException("layers is %d, not in 1 … 48.".formatted(layers));
    }
  }

  /** The only ones of a network. */
  public TransformerLayers(int layers, AttentionVertex attention) {
    this("", layers, attention);
  }

  /** How many numbers they learn. */
  public long parameters() {
    int size = attention.size;
    return layers * (attention.parameters() + FeedForwardVertex.parameters(size, 4 * size))
        + 2L * size;
  }

  /**
   * Adds {@link #names}.
   *
   * @param below vertex of [batch, T, size]
   */
  public void addTo(GraphBuilder graph, String below) {
    int size = attention.size;
    String top = below;
    for (int layer = 1; layer <= layers; layer++) {
      FeedForwardVertex forward = new FeedForwardVertex(size, 4 * size, attention.dropout);
      graph
          .addVertex(attention(layer), attention.clone(), top)
          .addVertex(forward(layer), forward, attention(layer));
      top = forward(layer);
    }
    graph.addVertex(top(), new LayerNormVertex(size), top);
  }

  /** The vertex that they end with. */
  public String top() {
    return prefix + NORM;
  }

  private String attention(int layer) {
    return prefix + "attention" + layer;
  }

  private String forward(int layer) {
    return prefix + "forward" + layer;
  }

  /** The vertices, the lowest first. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int layer = 1; layer <= layers; layer++) {
      names.add(attention(layer));
      names.add(forward(layer));
    }
    names.add(top());
    return names;
  }
}
