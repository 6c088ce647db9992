package io.partita.nn.blas;

import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays whose elements lie in c order without gaps, as BLAS and loops want them. */
public final class Dense {
  private Dense() {}

  /** The array itself where it lies so, else a copy. */
  public static INDArray of(INDArray array) {
    return isDense(array) ? array : array.dup('c');
  }

  /** The array itself where it lies so, else a copy in the workspace of its use. */
  public static INDArray of(INDArray array, ArrayType use, LayerWorkspaceMgr workspaces) {
    return isDense(array) ? array : workspaces.dup(use, array, 'c');
  }

  private static boolean isDense(INDArray array) {
    return Arrays.equals(array.stride(), Nd4j.getStrides(array.shape(), 'c'));
  }
}
