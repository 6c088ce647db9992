package io.partita.model.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The events are read back by a reader of the published formats that shares no code with them. */
class EventFileTest {
  private static final String UNIT = "nats per slice";

  private static final Instant START = Instant.parse("2026-01-01T00:00:00.250Z");
  private static final double START_SECONDS = 1_767_225_600.25;

  private static final Metric ROUND =
      Metric.at(0.5, 300, 4800)
          .loss(2.5)
          .learningRate(1e-3)
          .examplesPerS(1234)
          .seconds(60.5)
          .build();
  private static final Metric EPOCH =
      Metric.at(1, 70_000, 1_120_000)
          .loss(1.25)
          .validationLoss(1.5)
          .learningRate(5e-4)
          .examplesPerS(2000)
          .seconds(120)
          .schedules(Map.of("beta", 0.2))
          .training(Map.of("accuracy", 0.75))
          .validation(Map.of("accuracy", 0.5))
          .updates(Map.of("gradient_norm", 3.0))
          .build();

  /** What one record says. */
  private record Event(
      double wallTime, long step, String fileVersion, Map<String, Float> scalars) {}

  /** Castagnoli's polynomial, reflected, a bit at a time. */
  private static int crc32c(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static int masked(int crc) {
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  private static List<Event> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).as("CRC of the length").isEqualTo(masked(crc32c(length)));
      byte[] data = new byte[Math.toIntExact(in.getLong(in.position() - 12))];
      in.get(data);
      assertThat(in.getInt()).as("CRC of the record").isEqualTo(masked(crc32c(data)));
      events.add(event(data));
    }
    return events;
  }

  /** Fields of a message by number: Long of type 0, 8 or 4 bytes of types 1 and 5, else bytes. */
  private static List<Map.Entry<Integer, Object>> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Map.Entry<Integer, Object>> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value;
      switch ((int) (key & 7)) {
        case 0 -> value = varint(in);
        case 1 -> value = in.getDouble();
        case 5 -> value = in.getFloat();
        case 2 -> {
          byte[] bytes = new byte[Math.toIntExact(varint(in))];
          in.get(bytes);
          value = bytes;
        }
        default -> throw new AssertionError("no such type: " + (key & 7));
      }
      fields.add(Map.entry((int) (key >>> 3), value));
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static Event event(byte[] data) {
    double wallTime = Double.NaN;
    long step = 0;
    String version = null;
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (Map.Entry<Integer, Object> field : fields(data)) {
      switch (field.getKey()) {
        case 1 -> wallTime = (Double) field.getValue();
        case 2 -> step = (Long) field.getValue();
        case 3 -> version = text(field.getValue());
        case 5 -> {
          for (Map.Entry<Integer, Object> value : fields((byte[]) field.getValue())) {
            assertThat(value.getKey()).isEqualTo(1);
            List<Map.Entry<Integer, Object>> scalar = fields((byte[]) value.getValue());
            String tag = text(scalar.get(0).getValue());
            if (tag.endsWith("loss")) {
              assertThat(scalar).extracting(Map.Entry::getKey).containsExactly(1, 2, 9);
              List<Map.Entry<Integer, Object>> metadata = fields((byte[]) scalar.get(2).getValue());
              assertThat(metadata).extracting(Map.Entry::getKey).containsExactly(3);
              assertThat(text(metadata.get(0).getValue())).isEqualTo(UNIT);
            } else {
              assertThat(scalar).extracting(Map.Entry::getKey).containsExactly(1, 2);
            }
            scalars.put(tag, (Float) scalar.get(1).getValue());
          }
        }
        default -> throw new AssertionError("no such field: " + field.getKey());
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theMetricsAreReadBack() {
    List<Event> events = read(EventFile.bytes(START, UNIT, List.of(ROUND, EPOCH)));
    assertThat(events).hasSize(3);
    assertThat(events.get(0)).isEqualTo(new Event(START_SECONDS, 0, "brain.Event:2", Map.of()));
    assertThat(events.get(1))
        .isEqualTo(
            new Event(
                START_SECONDS + 60.5,
                300,
                null,
                Map.of("loss", 2.5f, "learning_rate", 1e-3f, "examples_per_s", 1234f)));
    assertThat(events.get(2))
        .isEqualTo(
            new Event(
                START_SECONDS + 120,
                70_000,
                null,
                Map.of(
                    "loss", 1.25f,
                    "validation_loss", 1.5f,
                    "training/accuracy", 0.75f,
                    "validation/accuracy", 0.5f,
                    "learning_rate", 5e-4f,
                    "schedules/beta", 0.2f,
                    "updates/gradient_norm", 3f,
                    "examples_per_s", 2000f)));
  }

  @Test
  void aLongerTrainingsFileBeginsWithTheShorterOnes() {
    byte[] shorter = EventFile.bytes(START, UNIT, List.of(ROUND));
    byte[] longer = EventFile.bytes(START, UNIT, List.of(ROUND, EPOCH));
    assertThat(Arrays.copyOf(longer, shorter.length)).isEqualTo(shorter);
    assertThat(read(EventFile.bytes(START, UNIT, List.of()))).hasSize(1);
  }

  /** RFC 3720, appendix B.4. */
  @Test
  void theChecksumIsThePublishedOne() {
    byte[] up = new byte[32];
    byte[] down = new byte[32];
    byte[] ones = new byte[32];
    for (int i = 0; i < 32; i++) {
      up[i] = (byte) i;
      down[i] = (byte) (31 - i);
      ones[i] = (byte) 0xff;
    }
    byte[] command =
        HexFormat.of()
            .parseHex(
                "01c00000000000000000000000000000140000000000040000000014000000182800000000000000"
                    + "0200000000000000");
    Map<byte[], Integer> vectors =
        Map.of(
            new byte[32],
            0x8a9136aa,
            ones,
            0x62a8ab43,
            up,
            0x46dd794e,
            down,
            0x113fdb5c,
            command,
            0xd9963a56);
    vectors.forEach(
        (bytes, crc) -> {
          CRC32C ofJdk = new CRC32C();
          ofJdk.update(bytes);
          assertThat((int) ofJdk.getValue()).isEqualTo(crc);
          assertThat(crc32c(bytes)).isEqualTo(crc);
        });
  }
}
