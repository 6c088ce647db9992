package io.partita.model.latent;

import java.util.List;
import org.apache.spark.sql.Row;

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

  /** The vector in a column of a row. */
  public static float[] vector(Row row, String column) {
    List<Float> values = row.getList(row.fieldIndex(column));
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return vector;
  }
}
