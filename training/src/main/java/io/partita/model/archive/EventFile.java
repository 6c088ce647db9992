package io.partita.model.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Metrics as TensorBoard reads them: records of TensorFlow's {@code tfrecord} format, each a
 * message {@code tensorflow.Event} in the encoding of protocol buffers.
 *
 * <pre>
 *   record   length (64 bits), masked CRC-32C of the length, bytes, masked CRC-32C of the bytes;
 *            numbers little-endian (tensorflow/core/lib/io/record_writer.h)
 *   Event    wall_time = 1 (double), step = 2 (int64), file_version = 3 (string) or summary = 5
 *   Summary  value = 1, repeated: tag = 1 (string), simple_value = 2 (float), metadata = 9
 *   SummaryMetadata  summary_description = 3 (string)
 * </pre>
 *
 * <p>The first record is the version {@code brain.Event:2}; then comes one for each metric, at its
 * iteration, at the time at which training began and the seconds that were trained. So the file of
 * more metrics begins with the bytes of the one of fewer, and a reader can go on where it was.
 */
public final class EventFile {
  /** TensorBoard looks for {@code tfevents} in names. */
  public static final String NAME = "events.out.tfevents.partita";

  private static final String VERSION = "brain.Event:2";

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private EventFile() {}

  /**
   * The file.
   *
   * @param start of the training
   * @param lossUnit shown by TensorBoard as the description of losses
   */
  public static byte[] bytes(Instant start, String lossUnit, List<Metric> metrics) {
    double begun = start.toEpochMilli() / 1e3;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Message version = new Message().number(1, begun).text(3, VERSION);
    record(file, version);
    for (Metric metric : metrics) {
      record(
          file,
          new Message()
              .number(1, begun + metric.seconds())
              .count(2, metric.iteration())
              .message(5, summary(metric, lossUnit)));
    }
    return file.toByteArray();
  }

  private static Message summary(Metric metric, String lossUnit) {
    Message summary = new Message();
    scalar(summary, "loss", metric.loss(), lossUnit);
    if (metric.validationLoss() != null) {
      scalar(summary, "validation_loss", metric.validationLoss(), lossUnit);
    }
    scalars(summary, "training/", metric.training());
    scalars(summary, "validation/", metric.validation());
    scalar(summary, "learning_rate", metric.learningRate());
    scalars(summary, "schedules/", metric.schedules());
    scalars(summary, "updates/", metric.updates());
    scalar(summary, "examples_per_s", metric.examplesPerS());
    return summary;
  }

  private static void scalars(Message to, String group, Map<String, Double> values) {
    values.forEach((name, value) -> scalar(to, group + name, value));
  }

  private static void scalar(Message to, String tag, double value) {
    to.message(1, new Message().text(1, tag).number(2, (float) value));
  }

  private static void scalar(Message to, String tag, double value, String unit) {
    to.message(
        1,
        new Message()
            .text(1, tag)
            .number(2, (float) value)
            .message(9, new Message().text(3, unit)));
  }

  private static void record(ByteArrayOutputStream to, Message message) {
    byte[] bytes = message.bytes.toByteArray();
    byte[] length = little(Long.BYTES).putLong(bytes.length).array();
    to.writeBytes(length);
    to.writeBytes(little(Integer.BYTES).putInt(maskedCrc(length)).array());
    to.writeBytes(bytes);
    to.writeBytes(little(Integer.BYTES).putInt(maskedCrc(bytes)).array());
  }

  /**
   * Masked, as checksums of bytes that hold checksums are weak (tensorflow/core/lib/hash/crc32c.h).
   */
  private static int maskedCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fields in the encoding of protocol buffers: number · 8 + type, then the value. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, double value) {
      return raw(field, FIXED_64, little(Double.BYTES).putDouble(value).array());
    }

    Message number(int field, float value) {
      return raw(field, FIXED_32, little(Float.BYTES).putFloat(value).array());
    }

    Message count(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return delimited(field, value.bytes.toByteArray());
    }

    private Message delimited(int field, byte[] value) {
      varint((long) field << 3 | BYTES);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private Message raw(int field, int type, byte[] value) {
      varint((long) field << 3 | type);
      bytes.writeBytes(value);
      return this;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }
}
