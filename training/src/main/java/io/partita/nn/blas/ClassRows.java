package io.partita.nn.blas;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a table by classes, and back, in ND4J's operations. */
public final class ClassRows {
  private ClassRows() {}

  /** The row of each class, [classes.length, columns]. */
  public static INDArray of(INDArray table, int[] classes) {
    INDArray rows = Nd4j.createUninitialized(table.dataType(), classes.length, table.size(1));
    of(table, classes, rows);
    return rows;
  }

  /** The same, put into an array of that shape. */
  public static void of(INDArray table, int[] classes, INDArray rows) {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(table, Nd4j.createFromArray(classes))
            .addIntegerArguments(0)
            .addOutputs(rows)
            .build());
  }

  /**
   * One in the column of each row's class, else zeros; all zeros where there is no such column.
   *
   * @param count of columns
   */
  public static INDArray oneHot(int[] classes, int count, DataType type) {
    INDArray rows = Nd4j.createUninitialized(type, classes.length, count);
    Nd4j.exec(
        DynamicCustomOp.builder("onehot")
            .addInputs(Nd4j.createFromArray(classes))
            .addIntegerArguments(1, count)
            .addFloatingPointArguments(1.0, 0.0)
            .addOutputs(rows)
            .build());
    return rows;
  }

  /**
   * The sum of the rows of each class: as a product, whose order is fixed on every device.
   *
   * @param rows [classes.length, columns]
   * @return [count, columns]
   */
  public static INDArray sums(INDArray rows, int[] classes, int count) {
    return oneHot(classes, count, rows.dataType()).transpose().mmul(rows);
  }
}
