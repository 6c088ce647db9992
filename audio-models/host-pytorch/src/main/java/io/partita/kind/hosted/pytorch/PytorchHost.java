package io.partita.kind.hosted.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.partita.MalformedInputException;
import io.partita.kind.hosted.EngineError;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A TorchScript module. Buffers are brought back by loading it again, which takes milliseconds. */
final class PytorchHost implements ModelHost {
  private final byte[] file;
  private final PtNDManager manager;
  private PtSymbolBlock module;
  private boolean isFresh;

  PytorchHost(Engine engine, byte[] file) {
    this.file = file;
    manager = (PtNDManager) engine.newBaseManager(Device.cpu());
    try {
      load();
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private void load() {
    // Profiling takes seconds of the first calls and gains nothing on one thread.
    JniUtils.setGraphExecutorOptimize(false);
    try (ByteArrayInputStream bytes = new ByteArrayInputStream(file)) {
      module = JniUtils.loadModule(manager, bytes, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JniUtils.enableInferenceMode(module);
    isFresh = true;
  }

  @Override
  public List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed)
      throws MalformedInputException {
    isFresh = false;
    if (seed.isPresent()) {
      JniUtils.setSeed(seed.getAsLong()); // the process has one generator, and one model
    }
    return call(method, inputs);
  }

  private List<HostedArray> call(String method, List<HostedArray> inputs)
      throws MalformedInputException {
    JniUtils.setGraphExecutorOptimize(false); // of this thread
    List<IValue> values = new ArrayList<>();
    try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
      for (HostedArray input : inputs) {
        values.add(value(scope, input));
      }
      try (IValue made = IValueUtils.runMethod(module, method, values.toArray(IValue[]::new))) {
        List<HostedArray> arrays = new ArrayList<>();
        addTo(arrays, scope, made);
        return arrays;
      }
    } catch (RuntimeException e) {
      throw EngineError.of(method, e);
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static IValue value(PtNDManager scope, HostedArray array) {
    if (array.shape().length == 0) {
      return array.floats() == null
          ? IValue.from(array.longs()[0])
          : IValue.from((double) array.floats()[0]);
    }
    Shape shape = new Shape(array.shape());
    return IValue.from(
        (PtNDArray)
            (array.floats() == null
                ? scope.create(array.longs(), shape)
                : scope.create(array.floats(), shape)));
  }

  private static void addTo(List<HostedArray> arrays, PtNDManager scope, IValue made) {
    if (made.isTensor()) {
      arrays.add(array(made.toTensor(scope)));
    } else if (made.isTuple()) {
      for (IValue part : made.toIValueTuple()) {
        try (part) {
          addTo(arrays, scope, part);
        }
      }
    } else if (made.isTensorList()) {
      for (PtNDArray part : made.toTensorArray(scope)) {
        arrays.add(array(part));
      }
    } else if (made.isLong()) {
      arrays.add(HostedArray.number(made.toLong()));
    } else if (made.isDouble()) {
      arrays.add(HostedArray.number(made.toDouble()));
    } else {
      throw new IllegalStateException("TypeError: it returns a value of type " + made.getType());
    }
  }

  private static HostedArray array(PtNDArray tensor) {
    long[] shape = tensor.getShape().getShape();
    DataType type = tensor.getDataType();
    if (type.isInteger() || type == DataType.BOOLEAN) {
      return HostedArray.of(tensor.toType(DataType.INT64, false).toLongArray(), shape);
    }
    return HostedArray.of(tensor.toType(DataType.FLOAT32, false).toFloatArray(), shape);
  }

  @Override
  public void reset() {
    if (!isFresh) {
      module.close();
      load();
    }
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
