package io.partita.kind.hosted.file;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.audio.Float16;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights alone, as their authors publish them: the tensors of a safetensors file, or of the state
 * dict that {@code torch.save} wrote. Data, of which nothing is run.
 *
 * @param format of the two
 * @param tensors by name, in the order of the file
 * @param metadata of safetensors, as {@code format: pt}; none of a state dict
 */
public record Weights(
    HostedFormat format, Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** Most bytes of all tensors together, 1 GiB. */
  public static final long MAX_BYTES = 1L << 30;

  /**
   * One tensor.
   *
   * @param type of its numbers as safetensors name it, {@code F32} or {@code I64}
   * @param shape sizes of its axes, none of a single number
   * @param values its numbers as float32, in C order; null where they are no floating-point numbers
   */
  public record Tensor(String type, List<Integer> shape, Npy values) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /**
     * A tensor of its bytes.
     *
     * @param bytes little-endian, as many as type and shape say
     */
    static Tensor of(String type, List<Integer> shape, ByteBuffer bytes) {
      float[] values = floats(type, bytes);
      int[] axes = shape.stream().mapToInt(Integer::intValue).toArray();
      return new Tensor(type, shape, values == null ? null : Npy.of(values, axes));
    }

    private static float[] floats(String type, ByteBuffer bytes) {
      return switch (type) {
        case "F32" -> {
          float[] values = new float[bytes.remaining() / Float.BYTES];
          bytes.asFloatBuffer().get(values);
          yield values;
        }
        case "F64" -> {
          float[] values = new float[bytes.remaining() / Double.BYTES];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) bytes.getDouble(i * Double.BYTES);
          }
          yield values;
        }
        case "F16", "BF16" -> {
          float[] values = new float[bytes.remaining() / Short.BYTES];
          for (int i = 0; i < values.length; i++) {
            short bits = bytes.getShort(i * Short.BYTES);
            values[i] =
                type.equals("F16") ? Float16.toFloat(bits) : Float.intBitsToFloat(bits << 16);
          }
          yield values;
        }
        default -> null;
      };
    }

    /** How many numbers it has. */
    public long count() {
      return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
  }

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Whether a file is one of these, by its first bytes and, of a zip, its members' names. */
  public static boolean areAloneIn(InputFile file) throws IOException {
    return Safetensors.startsSo(ModelFile.start(file)) || StateDict.isOne(file);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedInputException a {@link HostedFault} where it holds no weights alone
   */
  public static Weights read(InputFile file) throws IOException, MalformedInputException {
    return Safetensors.startsSo(ModelFile.start(file))
        ? Safetensors.read(file)
        : StateDict.read(file);
  }
}
