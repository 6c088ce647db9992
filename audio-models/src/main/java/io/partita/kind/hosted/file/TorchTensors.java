package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_ZIP;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.Pickled.Instance;
import io.partita.kind.hosted.file.Pickled.Tensor;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Weights and buffers of a TorchScript file as numbers. Nothing of it is run. */
public final class TorchTensors {
  /** Most bytes that are read of a file's tensors, 256 MiB. */
  public static final long MAX_BYTES = 1L << 28;

  private static final String FLOATS = "FloatStorage";

  private final ModelZip zip;
  private final HostedLimits limits;
  private final Pattern wanted;
  private final long byteOffset;
  private final Set<Instance> seen = new HashSet<>();
  private final Map<String, Npy> found = new LinkedHashMap<>();
  private long bytesLeft = MAX_BYTES;
  private int visitsLeft;

  private TorchTensors(ModelZip zip, HostedLimits limits, Pattern wanted, long byteOffset) {
    this.zip = zip;
    this.limits = limits;
    this.wanted = wanted;
    this.byteOffset = byteOffset;
    this.visitsLeft = limits.maxValues();
  }

  /**
   * Reads those tensors of float32 whose paths are asked for.
   *
   * @param path of all of a tensor's name, as {@code encoder.0.conv.weight}
   * @return by their paths, in the order of the file
   * @throws MalformedInputException a {@link HostedFault} where it is no model, or where there are
   *     more than {@link #MAX_BYTES} of them
   */
  public static Map<String, Npy> read(InputFile file, Pattern path)
      throws IOException, MalformedInputException {
    HostedLimits limits = HostedLimits.defaults();
    ModelZip zip = ModelZip.open(file, limits);
    Instance network = TorchScript.network(zip, limits);
    long byteOffset = zip.dataOffset(zip.find("data.pkl").orElseThrow());
    TorchTensors tensors = new TorchTensors(zip, limits, path, byteOffset);
    tensors.walk(network, "", 0);
    return tensors.found;
  }

  private void walk(Instance module, String path, int level)
      throws IOException, MalformedInputException {
    if (!seen.add(module)) {
      return;
    }
    visitsLeft -= 1 + Math.min(module.state().size(), limits.maxValues());
    if (visitsLeft < 0 || level > limits.maxDepth()) {
      throw new MalformedInputException(
          TOO_LARGE,
          byteOffset,
          "The network has more than %d modules and attributes, or %d levels of them"
              .formatted(limits.maxValues(), limits.maxDepth()));
    }
    for (Map.Entry<?, ?> attribute : module.state().entrySet()) {
      String name = path + QuotedTexts.shortened(String.valueOf(attribute.getKey()));
      if (attribute.getValue() instanceof Instance child) {
        walk(child, name + ".", level + 1);
      } else if (attribute.getValue() instanceof Tensor tensor
          && tensor.storage().type().equals(FLOATS)
          && wanted.matcher(name).matches()) {
        found.put(name, numbers(name, tensor));
      }
    }
  }

  private Npy numbers(String name, Tensor tensor) throws IOException, MalformedInputException {
    Entry entry =
        zip.find("data/" + tensor.storage().key())
            .orElseThrow(
                () ->
                    new MalformedInputException(
                        BROKEN_ZIP, byteOffset, "The zip lacks the tensor " + name));
    long count = tensor.count();
    bytesLeft -= Math.min(MAX_BYTES + 1, entry.sizeBytes());
    bytesLeft -= Math.min(MAX_BYTES / Float.BYTES + 1, count) * Float.BYTES;
    if (bytesLeft < 0) {
      throw new MalformedInputException(
          TOO_LARGE, byteOffset, "More than %,d bytes of tensors".formatted(MAX_BYTES));
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(zip.bytes(entry, (int) entry.sizeBytes())).order(ByteOrder.LITTLE_ENDIAN);
    int[] places =
        TensorPlaces.of(tensor, entry.sizeBytes() / Float.BYTES, name, byteOffset, (int) count);
    float[] values = new float[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat(places[i] * Float.BYTES);
    }
    int[] shape = tensor.shape().stream().mapToInt(Long::intValue).toArray();
    return Npy.of(values, shape);
  }
}
