package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;
import static io.partita.kind.hosted.file.HostedFault.BROKEN_ZIP;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.archive.ZipDirectory;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.Pickled.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The zip that {@code torch.save} writes of a dictionary: one pickle that describes it, a member a
 * storage. Dictionaries within it name their tensors with a dot, as {@code
 * generator.conv_pre.bias}.
 */
final class StateDict {
  /** Of dictionaries within one another; an optimizer's state has more. */
  private static final int MAX_DEPTH = 4;

  /** Tensors may show the same numbers, and all of them together so often. */
  private static final int MOST_SHARING = 4;

  private static final long FREE_BYTES = 64L << 20;

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
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private long bytesLeft;

  private StateDict(ModelZip zip, long byteOffset, long bytes) {
    this.zip = zip;
    this.byteOffset = byteOffset;
    this.bytesLeft = bytes;
  }

  /** Whether a file is a zip with a pickle and no code; damaged ones are none. */
  static boolean isOne(InputFile file) throws IOException {
    if (!ModelFile.isZip(ModelFile.start(file))) {
      return false;
    }
    List<String> names;
    try {
      names = ZipDirectory.read(file).entries().stream().map(Entry::path).toList();
    } catch (MalformedInputException e) {
      return false;
    }
    return names.stream().anyMatch(name -> name.endsWith("/data.pkl"))
        && names.stream().noneMatch(name -> name.contains("/code/"));
  }

  /**
   * All tensors.
   *
   * @throws MalformedInputException with the fault that makes it no state dict
   */
  static Weights read(InputFile file) throws IOException, MalformedInputException {
    HostedLimits limits = HostedLimits.defaults();
    ModelZip zip = ModelZip.open(file, limits);
    zip.requireLittleEndian();
    Entry data = TorchScript.data(zip);
    long at = zip.dataOffset(data);
    if (!(TorchScript.unpickle(zip, data, limits) instanceof Map<?, ?> map)) {
      throw new MalformedInputException(BROKEN_PICKLE, at, "The pickle holds no dictionary");
    }
    long most = Math.min(Weights.MAX_BYTES, FREE_BYTES + MOST_SHARING * file.size());
    StateDict dict = new StateDict(zip, at, most);
    dict.walk(map, "", 0);
    return new Weights(HostedFormat.STATE_DICT, dict.tensors, Map.of());
  }

  private void walk(Map<?, ?> map, String prefix, int level)
      throws IOException, MalformedInputException {
    if (level > MAX_DEPTH || !seen.add(map)) {
      return;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = prefix + QuotedTexts.shortened(String.valueOf(entry.getKey()));
      if (entry.getValue() instanceof Map<?, ?> inner) {
        walk(inner, name + ".", level + 1);
      } else if (entry.getValue() instanceof Tensor tensor
          && tensors.put(name, read(name, tensor)) != null) {
        throw broken("The tensor %s is there twice".formatted(name));
      }
    }
  }

  private Weights.Tensor read(String name, Tensor tensor)
      throws IOException, MalformedInputException {
    String type = TYPES.get(tensor.storage().type());
    if (type == null) {
      throw broken("The tensor %s is of %s".formatted(name, tensor.storage().type()));
    }
    int size = TorchScript.bytesPerNumber(tensor.storage().type());
    ByteBuffer storage = storage(name, tensor.storage().key());
    long count = tensor.count();
    if (count > storage.remaining() / size) {
      throw broken(
          "The tensor %s shows %d numbers, and its file has %d"
              .formatted(name, count, storage.remaining() / size));
    }
    take(count * size);
    int[] places =
        TensorPlaces.of(tensor, storage.remaining() / size, name, byteOffset, (int) count);
    ByteBuffer numbers = ByteBuffer.allocate(places.length * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int place : places) {
      numbers.put(numbers.position(), storage, place * size, size);
      numbers.position(numbers.position() + size);
    }
    List<Integer> shape = tensor.shape().stream().map(Long::intValue).toList();
    return Weights.Tensor.of(type, shape, numbers.flip());
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
          TOO_LARGE, byteOffset, "More bytes of tensors than a file of its size can have");
    }
  }

  private MalformedInputException broken(String detail) {
    return new MalformedInputException(BROKEN_PICKLE, byteOffset, detail);
  }
}
