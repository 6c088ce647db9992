package io.partita.kind.hosted.file;

import io.partita.MalformedInputException;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.Pickled.Instance;
import io.partita.kind.hosted.file.Pickled.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a network says of itself in its own attributes and small buffers. */
final class TorchAttributes {
  private static final List<String> RATES = List.of("sr", "sampling_rate", "sample_rate");
  private static final String PARAMS = "_params";
  private static final int MOST_NUMBERS = 16;
  private static final int MOST_ITEMS = 64;
  private static final int MOST_ATTRIBUTES = 1000;

  private final ModelZip zip;
  private final Map<String, Long> sizes = new LinkedHashMap<>();
  private final Map<String, Object> others = new LinkedHashMap<>();
  private final List<HostedRatio> ratios = new ArrayList<>();

  private TorchAttributes(ModelZip zip) {
    this.zip = zip;
  }

  static TorchAttributes of(Instance network, ModelZip zip)
      throws IOException, MalformedInputException {
    TorchAttributes attributes = new TorchAttributes(zip);
    int left = MOST_ATTRIBUTES;
    for (Map.Entry<?, ?> attribute : network.state().entrySet()) {
      if (left-- > 0) {
        attributes.add(
            QuotedTexts.shortened(String.valueOf(attribute.getKey())), attribute.getValue());
      }
    }
    return attributes;
  }

  private void add(String name, Object value) throws IOException, MalformedInputException {
    if (value instanceof Long number) {
      sizes.put(name, number);
    } else if (value instanceof Tensor tensor) {
      addNumbers(name, numbers(tensor));
    } else if (value instanceof List<?> list) {
      if (!list.isEmpty() && list.stream().allMatch(TorchAttributes::isPlain)) {
        others.put(name, list.stream().limit(MOST_ITEMS).map(TorchAttributes::plain).toList());
      }
    } else if (isPlain(value) && !name.equals("training")) {
      others.put(name, plain(value));
    }
  }

  private void addNumbers(String name, long[] numbers) {
    if (name.endsWith(PARAMS) && numbers.length == 4) {
      String method = name.substring(0, name.length() - PARAMS.length());
      ratios.add(new HostedRatio(method, numbers[0], numbers[1], numbers[2], numbers[3]));
    } else if (numbers.length == 1) {
      sizes.putIfAbsent(name, numbers[0]);
    }
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean;
  }

  private static Object plain(Object value) {
    return value instanceof String text ? QuotedTexts.shortened(text) : value;
  }

  /** The whole numbers of a small tensor; none of a large one or one of fractions. */
  private long[] numbers(Tensor tensor) throws IOException, MalformedInputException {
    int width = TorchScript.bytesPerNumber(tensor.storage().type());
    long count = tensor.count();
    Entry entry = zip.find("data/" + tensor.storage().key()).orElse(null);
    if (count > MOST_NUMBERS
        || entry == null
        || tensor.offset() != 0
        || tensor.storage().count() != count
        || entry.sizeBytes() < count * width
        || entry.sizeBytes() > 64L * MOST_NUMBERS) {
      return new long[0];
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(zip.bytes(entry, 64 * MOST_NUMBERS)).order(ByteOrder.LITTLE_ENDIAN);
    long[] numbers = new long[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      double number =
          switch (tensor.storage().type()) {
            case "LongStorage" -> bytes.getLong();
            case "IntStorage" -> bytes.getInt();
            case "FloatStorage" -> bytes.getFloat();
            case "DoubleStorage" -> bytes.getDouble();
            default -> Double.NaN;
          };
      if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
        return new long[0];
      }
      numbers[i] = (long) number;
    }
    return numbers;
  }

  OptionalInt sampleRateHz() {
    for (String name : RATES) {
      Long rate = sizes.get(name);
      if (rate != null && rate > 0 && rate <= Integer.MAX_VALUE) {
        return OptionalInt.of(rate.intValue());
      }
    }
    return OptionalInt.empty();
  }

  Map<String, Long> sizes() {
    return sizes;
  }

  Map<String, Object> others() {
    return others;
  }

  List<HostedRatio> ratios() {
    return ratios;
  }
}
