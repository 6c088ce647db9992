package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes protobuf messages, and with them a small ONNX model. */
final class OnnxFixture {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  OnnxFixture number(int field, long value) {
    varint(field << 3);
    varint(value);
    return this;
  }

  OnnxFixture text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  OnnxFixture message(int field, OnnxFixture message) {
    return bytes(field, message.out.toByteArray());
  }

  OnnxFixture bytes(int field, byte[] value) {
    varint((field << 3) | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  static OnnxFixture message() {
    return new OnnxFixture();
  }

  static OnnxFixture weights(String name, long... shape) {
    OnnxFixture tensor = message();
    int count = 1;
    for (long size : shape) {
      tensor.number(1, size);
      count *= (int) size;
    }
    return tensor.number(2, 1).text(8, name).bytes(9, new byte[4 * count]);
  }

  static OnnxFixture node(String domain, String type) {
    return message().text(1, "x").text(2, "y").text(4, type).text(7, domain);
  }

  /** A value of float32 with the axes 1, 80 and one of a free size. */
  static OnnxFixture value(String name, String free) {
    OnnxFixture shape =
        message()
            .message(1, message().number(1, 1))
            .message(1, message().number(1, 80))
            .message(1, message().text(2, free));
    OnnxFixture tensor = message().number(1, 1).message(2, shape);
    return message().text(1, name).message(2, message().message(1, tensor));
  }

  /** A graph of two nodes and one initializer, which is listed as an input too. */
  static OnnxFixture graph() {
    return message()
        .message(1, node("", "Conv"))
        .message(1, node("com.microsoft", "Gelu"))
        .text(2, "vocoder")
        .message(5, weights("conv.weight", 2, 3))
        .message(11, value("mel", "frames"))
        .message(11, value("conv.weight", "n"))
        .message(12, value("audio", "samples"));
  }

  static OnnxFixture model(OnnxFixture graph) {
    return message()
        .number(1, 8)
        .text(2, "pytorch")
        .text(3, "2.1")
        .message(7, graph)
        .message(8, message().number(2, 17))
        .message(14, message().text(1, "sampling_rate").text(2, "22050"));
  }
}
