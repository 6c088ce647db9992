package io.partita.nn.blas;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small arrays as doubles in c order and back, for arithmetic that is no matrix product. */
public final class Doubles {
  private Doubles() {}

  public static double[] of(INDArray array) {
    INDArray dense = Dense.of(array);
    if (!FloatMatrix.serves(dense.dataType())) {
      return dense.dup('c').data().asDouble();
    }
    float[] floats = new float[(int) dense.length()];
    FloatMatrix.of(dense).read(0, floats, 0, floats.length);
    return of(floats);
  }

  public static double[] of(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = floats[k];
    }
    return doubles;
  }

  /** An array of a network's type, in the workspace of its use. */
  public static INDArray array(
      double[] values, long[] shape, DataType type, ArrayType use, LayerWorkspaceMgr workspaces) {
    INDArray array = workspaces.createUninitialized(use, type, shape, 'c');
    put(values, array);
    return array;
  }

  /** Fills an array, in c order. */
  public static void put(double[] values, INDArray array) {
    if (!FloatMatrix.serves(array.dataType())) {
      array.assign(copied(values, array.dataType()).reshape(array.shape()));
      return;
    }
    float[] floats = floats(values);
    FloatMatrix.of(array).write(0, floats, 0, floats.length);
  }

  /** A row of its own, copied to where the backend computes in one go. */
  private static INDArray copied(double[] values, DataType type) {
    return type == DataType.FLOAT
        ? Nd4j.createFromArray(floats(values))
        : Nd4j.createFromArray(values);
  }

  /** The nearest floats. */
  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }
}
