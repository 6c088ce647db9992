package io.partita.kind.hosted.file;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights alone, as their authors publish them: the tensors of a safetensors file, or of the state
 * dict that {@code torch.save} wrote. Data, of which nothing is run.
 *
 * @param container of the two
 * @param tensors by name, in the order of the file
 * @param metadata that safetensors have, as {@code format: pt}
 */
public record Weights(
    Container container, Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** Most bytes of all tensors together, 1 GiB. */
  public static final long MAX_BYTES = 1L << 30;

  private static final int START_BYTES = 16;

  /** How files hold tensors. */
  public enum Container {
    SAFETENSORS("safetensors"),
    STATE_DICT("state dict");

    private final String label;

    Container(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * One tensor.
   *
   * @param type of its numbers, as {@code F32} or {@code I64}
   * @param shape sizes of its axes, none of a single number
   * @param values its numbers as float32, in C order; null where they are no floating-point numbers
   */
  public record Tensor(String type, java.util.List<Long> shape, Npy values) {
    /** How many numbers it has. */
    public long count() {
      return shape.stream().reduce(1L, (a, b) -> a * b);
    }
  }

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Whether a file begins as safetensors do: a length, and a JSON object of that length. */
  public static boolean isSafetensors(byte[] start) {
    return Safetensors.startsSo(start);
  }

  /**
   * Reads a file, which is what its content says.
   *
   * @throws MalformedInputException a {@link HostedFault} where it holds no weights alone
   */
  public static Weights read(InputFile file) throws IOException, MalformedInputException {
    byte[] start;
    try (InputStream in = file.openStream()) {
      start = in.readNBytes(START_BYTES);
    }
    return Safetensors.startsSo(start) ? Safetensors.read(file) : StateDict.read(file);
  }
}
