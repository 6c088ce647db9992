package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_SAFETENSORS;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.model.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of tensors: eight bytes with the length of a JSON header, the header, and the numbers one
 * tensor after the other, without a hole and little-endian (Hugging Face, safetensors).
 */
final class Safetensors {
  private static final int LENGTH_BYTES = 8;

  /** What the format allows; a longer one is no file of it. */
  private static final int MOST_HEADER_BYTES = 100_000_000;

  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int MAX_AXES = 64;
  private static final String METADATA = "__metadata__";
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("F64", 8),
          Map.entry("F32", 4),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("I64", 8),
          Map.entry("I32", 4),
          Map.entry("I16", 2),
          Map.entry("I8", 1),
          Map.entry("U64", 8),
          Map.entry("U32", 4),
          Map.entry("U16", 2),
          Map.entry("U8", 1),
          Map.entry("BOOL", 1));

  /** A tensor of the header; the offsets are those of the numbers. */
  private record Entry(String name, String type, List<Integer> shape, long begin, long end) {}

  private Safetensors() {}

  static boolean startsSo(byte[] start) {
    if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 1 && length <= MOST_HEADER_BYTES;
  }

  /**
   * All tensors.
   *
   * @throws MalformedInputException BROKEN_SAFETENSORS where it does not fit together, TOO_LARGE
   */
  static Weights read(InputFile file) throws IOException, MalformedInputException {
    try (SeekableByteChannel channel = file.openChannel()) {
      long length = bytes(channel, 0, LENGTH_BYTES).getLong();
      if (length > MAX_HEADER_BYTES) {
        throw new MalformedInputException(
            TOO_LARGE,
            0,
            "Its header has %,d bytes, and at most %,d are read"
                .formatted(length, MAX_HEADER_BYTES));
      }
      if (length > file.size() - LENGTH_BYTES) {
        throw broken(
            0, "Its header claims %,d bytes, of %,d".formatted(length, file.size() - LENGTH_BYTES));
      }
      JsonNode header = header(bytes(channel, LENGTH_BYTES, (int) length).array());
      long data = LENGTH_BYTES + length;
      Map<String, String> metadata = metadata(header);
      Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries(header, file.size() - data)) {
        ByteBuffer numbers = bytes(channel, data + entry.begin, (int) (entry.end - entry.begin));
        String name = QuotedTexts.shortened(entry.name);
        if (tensors.put(name, Weights.Tensor.of(entry.type, entry.shape, numbers)) != null) {
          throw broken(LENGTH_BYTES, "The tensor %s is there twice".formatted(name));
        }
      }
      return new Weights(HostedFormat.SAFETENSORS, tensors, metadata);
    }
  }

  private static JsonNode header(byte[] json) throws MalformedInputException {
    try {
      return StrictJson.object(json);
    } catch (JsonProcessingException e) {
      throw broken(LENGTH_BYTES, "Its header is no JSON object: " + e.getOriginalMessage());
    }
  }

  private static Map<String, String> metadata(JsonNode header) throws MalformedInputException {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode given = header.path(METADATA);
    if (!given.isMissingNode() && !given.isObject()) {
      throw broken(LENGTH_BYTES, "Its __metadata__ are no object");
    }
    for (Iterator<String> names = given.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!given.path(name).isTextual()) {
        throw broken(LENGTH_BYTES, "Its __metadata__ hold another thing than texts");
      }
      metadata.put(QuotedTexts.shortened(name), QuotedTexts.shortened(given.path(name).asText()));
    }
    return metadata;
  }

  /** In the order of the numbers, all of which belong to one of them. */
  private static List<Entry> entries(JsonNode header, long dataBytes)
      throws MalformedInputException {
    List<Entry> entries = new ArrayList<>();
    for (Iterator<String> names = header.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals(METADATA)) {
        entries.add(entry(name, header.path(name)));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin != at || entry.end < at) {
        throw broken(
            LENGTH_BYTES,
            "The tensor %s begins at %d, and the one before it ends at %d"
                .formatted(QuotedTexts.shortened(entry.name), entry.begin, at));
      }
      at = entry.end;
    }
    if (at != dataBytes) {
      throw broken(
          LENGTH_BYTES, "Its tensors have %d bytes, and %d are there".formatted(at, dataBytes));
    }
    if (at > Weights.MAX_BYTES) {
      throw new MalformedInputException(
          TOO_LARGE, LENGTH_BYTES, "More than %,d bytes of tensors".formatted(Weights.MAX_BYTES));
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode given) throws MalformedInputException {
    Integer size = BYTES.get(given.path("dtype").asText());
    JsonNode sizes = given.path("shape");
    JsonNode offsets = given.path("data_offsets");
    boolean isOne =
        given.isObject()
            && given.size() == FIELDS.size()
            && FIELDS.stream().allMatch(given::has)
            && size != null
            && sizes.isArray()
            && sizes.size() <= MAX_AXES
            && offsets.isArray()
            && offsets.size() == 2
            && areCounts(sizes)
            && areCounts(offsets);
    if (!isOne) {
      throw broken(
          LENGTH_BYTES,
          "The tensor %s is not described by dtype, shape and data_offsets"
              .formatted(QuotedTexts.shortened(name)));
    }
    List<Integer> shape = new ArrayList<>();
    long count = size;
    for (JsonNode axis : sizes) {
      long length = axis.longValue();
      if (length > Integer.MAX_VALUE || (length > 0 && count > Long.MAX_VALUE / length)) {
        throw broken(
            LENGTH_BYTES,
            "The tensor %s has an axis of %d".formatted(QuotedTexts.shortened(name), length));
      }
      count *= length;
      shape.add((int) length);
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (end - begin != count) {
      throw broken(
          LENGTH_BYTES,
          "The tensor %s has %d bytes, and its shape needs %d"
              .formatted(QuotedTexts.shortened(name), end - begin, count));
    }
    return new Entry(name, given.path("dtype").asText(), shape, begin, end);
  }

  private static boolean areCounts(JsonNode numbers) {
    for (JsonNode number : numbers) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer bytes(SeekableByteChannel channel, long from, int count)
      throws IOException, MalformedInputException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(from);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw broken(from, "It breaks off");
      }
    }
    return bytes.flip();
  }

  private static MalformedInputException broken(long byteOffset, String detail) {
    return new MalformedInputException(BROKEN_SAFETENSORS, byteOffset, detail);
  }
}
