package io.partita.model.latent;

import java.util.List;

/** Latent vectors as rows of tables have them. */
public final class LatentColumns {
  private LatentColumns() {}

  /** A vector for a row. */
  public static Float[] boxed(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      boxed[i] = vector[i];
    }
    return boxed;
  }

  /** The vector of a row, as {@code row.getList} gives it. */
  public static float[] vector(List<Float> column) {
    float[] vector = new float[column.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = column.get(i);
    }
    return vector;
  }
}
