package io.partita.lstm;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small arrays as doubles in c order and back, for arithmetic that is no matrix product. */
public final class Doubles {
  private Doubles() {}

  public static double[] of(INDArray array) {
    INDArray dense = StepMajor.contiguous(array);
    if (!FloatMatrix.serves(dense.dataType())) {
      return dense.dup('c').data().asDouble();
    }
    float[] floats = new float[(int) dense.length()];
    FloatMatrix.of(dense).read(0, floats, 0, floats.length);
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
    if (!FloatMatrix.serves(type)) {
      for (int k = 0; k < values.length; k++) {
        array.data().put(k, values[k]);
      }
      return array;
    }
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    FloatMatrix.of(array).write(0, floats, 0, floats.length);
    return array;
  }
}
