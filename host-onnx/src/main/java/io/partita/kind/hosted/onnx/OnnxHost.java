package io.partita.kind.hosted.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.partita.MalformedInputException;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.EngineError;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** An ONNX graph. It keeps nothing from call to call: what is to be kept goes out and in again. */
final class OnnxHost implements ModelHost {
  private final OrtEnvironment environment;
  private final OrtSession session;

  OnnxHost(OrtEnvironment environment, byte[] file) throws OrtException {
    this.environment = environment;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Sums of several threads come out in other bits on another machine.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      // Its own format begins as a protobuf may.
      options.addConfigEntry("session.load_model_format", "ONNX");
      session = environment.createSession(file, options);
    }
  }

  @Override
  public List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed)
      throws MalformedInputException {
    List<String> names = List.copyOf(session.getInputNames());
    if (names.size() != inputs.size() || !method.equals("forward")) {
      throw new MalformedInputException(
          CallFault.ANOTHER_SHAPE,
          0,
          "a graph with the inputs %s has no method %s of %d arrays"
              .formatted(String.join(", ", names), method, inputs.size()));
    }
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (int i = 0; i < names.size(); i++) {
        tensors.put(names.get(i), tensor(inputs.get(i)));
      }
      try (OrtSession.Result made = session.run(tensors)) {
        List<HostedArray> arrays = new ArrayList<>();
        for (Map.Entry<String, OnnxValue> output : made) {
          arrays.add(array(output.getKey(), output.getValue()));
        }
        return arrays;
      }
    } catch (OrtException | RuntimeException e) {
      throw EngineError.of(method, e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(HostedArray array) throws OrtException {
    return array.floats() == null
        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(array.longs()), array.shape())
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap(array.floats()), array.shape());
  }

  private static HostedArray array(String name, OnnxValue value) {
    if (value instanceof OnnxTensor tensor) {
      TensorInfo info = tensor.getInfo();
      if (info.type == OnnxJavaType.FLOAT) {
        float[] floats = new float[Math.toIntExact(info.getNumElements())];
        tensor.getFloatBuffer().get(floats);
        return HostedArray.of(floats, info.getShape());
      }
      if (info.type == OnnxJavaType.INT64) {
        long[] longs = new long[Math.toIntExact(info.getNumElements())];
        tensor.getLongBuffer().get(longs);
        return HostedArray.of(longs, info.getShape());
      }
    }
    throw new IllegalStateException(
        "TypeError: its output " + name + " is no array of float32 or int64: " + value.getType());
  }

  @Override
  public void reset() {
    // There is nothing to bring back.
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
