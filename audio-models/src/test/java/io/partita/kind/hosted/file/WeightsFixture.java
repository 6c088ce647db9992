package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.numpy.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Tensors of float32 in the two containers that weights are published in. */
public final class WeightsFixture {
  private WeightsFixture() {}

  /** As safetensors, one tensor after the other. */
  public static byte[] safetensors(Map<String, Npy> tensors) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    tensors.forEach(
        (name, tensor) -> {
          byte[] bytes = bytes(tensor);
          header.append(
              ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(
                      name,
                      Arrays.toString(tensor.shape()),
                      numbers.size(),
                      numbers.size() + bytes.length));
          numbers.writeBytes(bytes);
        });
    return safetensors(header.append('}').toString(), numbers.toByteArray());
  }

  /** A header and what follows it. */
  static byte[] safetensors(String header, byte[] numbers) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(numbers)
        .array();
  }

  /** As torch.save writes {@code {"generator": state_dict}}. */
  public static byte[] stateDict(Map<String, Npy> tensors) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("data.pkl", pickle(tensors));
    int key = 0;
    for (Npy tensor : tensors.values()) {
      members.put("data/" + key++, bytes(tensor));
    }
    return ScriptFixture.zip(members);
  }

  static byte[] pickle(Map<String, Npy> tensors) {
    int[] key = {0};
    Map<String, Object> dict =
        tensors.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    tensor ->
                        new PickleWriter.Weights(
                            "FloatStorage",
                            String.valueOf(key[0]++),
                            "cuda:0",
                            Arrays.stream(tensor.getValue().shape()).asLongStream().toArray()),
                    (one, other) -> one,
                    LinkedHashMap::new));
    return PickleWriter.pickle(Map.of("generator", dict));
  }

  private static byte[] bytes(Npy tensor) {
    float[] values = tensor.values();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
