package io.partita.model;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests in which ND4J's arrays are of 64-bit numbers unless something else is said. */
public interface DoublePrecision {
  @BeforeEach
  default void computeInDoubles() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterEach
  default void computeInFloats() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  static INDArray[] inDoubles(INDArray[] arrays) {
    return Arrays.stream(arrays)
        .map(array -> array.castTo(DataType.DOUBLE))
        .toArray(INDArray[]::new);
  }
}
