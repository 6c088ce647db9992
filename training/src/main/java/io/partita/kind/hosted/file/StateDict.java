package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;
import static io.partita.kind.hosted.file.HostedFault.BROKEN_ZIP;
import static io.partita.kind.hosted.file.HostedFault.NOT_A_MODEL;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.Pickled.Tensor;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The zip that {@code torch.save} writes of a dictionary: one pickle that describes it, a member a
 * storage. Dictionaries within it name their tensors with a dot, as {@code generator.conv_pre.bias}.
 */
final class StateDict {
  private static final int MAX_DEPTH = 4;

  private static final Map<String, String> TYPES =
      Map.of(
          "FloatStorage", "F32",
          "DoubleStorage", "F64",
          "HalfStorage", "F16",
          "BFloat16Storage", "BF16",
          "LongStorage", "I64",
          "IntStorage", "I32",
          "ShortStorage", "I16",
          "CharStorage", "I8",
          "ByteStorage", "U8",
          "BoolStorage", "BOOL");

  private final ModelZip zip;
  private final long byteOffset;
  private final Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private final Map<Object, Boolean> seen = new IdentityHashMap<>();
  private long bytesLeft = Weights.MAX_BYTES;

  private StateDict(ModelZip zip, long byteOffset) {
    this.zip = zip;
    this.byteOffset = byteOffset;
  }

  /**
   * All tensors.
   *
   * @throws MalformedInputException with the fault that makes it no state dict
   */
  static Weights read(InputFile file) throws IOException, MalformedInputException {
    HostedLimits limits = HostedLimits.defaults();
    ModelZip zip = ModelZip.open(file, limits);
    Entry data =
        zip.find("data.pkl")
            .orElseThrow(
                () -> new MalformedInputException(NOT_A_MODEL, 0, "A zip without data.pkl"));
    if (zip.entries().keySet().stream().anyMatch(name -> name.startsWith("code/"))) {
      throw new MalformedInputException(NOT_A_MODEL, 0, "TorchScript, and not weights alone");
    }
    long at = zip.dataOffset(data);
    Object top = Unpickler.read(zip.bytes(data, limits.maxPickleBytes()), at, limits);
    if (!(top instanceof Map<?, ?> map)) {
      throw new MalformedInputException(BROKEN_PICKLE, at, "The pickle holds no dictionary");
    }
    StateDict dict = new StateDict(zip, at);
    dict.walk(map, "", 0);
    return new Weights(Weights.Container.STATE_DICT, dict.tensors, Map.of());
  }

  private void walk(Map<?, ?> map, String prefix, int level)
      throws IOException, MalformedInputException {
    if (level > MAX_DEPTH || seen.put(map, true) != null) {
      return; // an optimizer's state, or itself
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = prefix + Texts.shortened(String.valueOf(entry.getKey()));
      if (entry.getValue() instanceof Map<?, ?> inner) {
        walk(inner, name + ".", level + 1);
      } else if (entry.getValue() instanceof Tensor tensor) {
        tensors.put(name, read(name, tensor));
      }
    }
  }

  private Weights.Tensor read(String name, Tensor tensor)
      throws IOException, MalformedInputException {
    String type = TYPES.get(tensor.storage().type());
    if (type == null) {
      return new Weights.Tensor(tensor.storage().type(), tensor.shape(), null);
    }
    long count = tensor.count();
    int size = TorchScript.bytesPerNumber(tensor.storage().type());
    take(Math.min(Weights.MAX_BYTES / Float.BYTES + 1, count) * Float.BYTES);
    ByteBuffer storage = storage(name, tensor.storage().key());
    int[] places =
        TensorPlaces.of(tensor, storage.remaining() / size, name, byteOffset, (int) count);
    ByteBuffer numbers = ByteBuffer.allocate(places.length * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int place : places) {
      for (int b = 0; b < size; b++) {
        numbers.put(storage.get(place * size + b));
      }
    }
    float[] values = Floats.of(type, numbers.flip());
    int[] shape = tensor.shape().stream().mapToInt(Long::intValue).toArray();
    return new Weights.Tensor(
        type, tensor.shape(), values == null ? null : Npy.of(values, shape));
  }

  private ByteBuffer storage(String name, String key) throws IOException, MalformedInputException {
    if (!storages.containsKey(key)) {
      Entry entry =
          zip.find("data/" + key)
              .orElseThrow(
                  () ->
                      new MalformedInputException(
                          BROKEN_ZIP, byteOffset, "The zip lacks the tensor " + name));
      take(Math.min(Weights.MAX_BYTES + 1, entry.sizeBytes()));
      byte[] bytes = zip.bytes(entry, (int) entry.sizeBytes());
      storages.put(key, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
    return storages.get(key);
  }

  private void take(long bytes) throws MalformedInputException {
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw new MalformedInputException(
          TOO_LARGE, byteOffset, "More than %,d bytes of tensors".formatted(Weights.MAX_BYTES));
    }
  }
}
