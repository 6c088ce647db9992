package io.partita.nn.vertex;

/** A term of a loss: one number an example, [batch, 1]. */
public abstract class TermVertex extends ValuesVertex {
  /**
   * @param inputs number that the vertex takes
   */
  protected TermVertex(int inputs) {
    super(inputs);
  }

  @Override
  protected final long[] shape(Inputs inputs, int length) {
    return new long[] {length, 1};
  }
}
