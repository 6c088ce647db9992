package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.ProtoBytes.BYTES;
import static io.partita.kind.hosted.file.ProtoBytes.VARINT;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An input or output of a graph (ValueInfoProto), and the names of ONNX's types of numbers. */
final class OnnxValue {
  private static final int MOST_AXES = 64;
  private static final String[] TYPES = {
    "undefined",
    "float32",
    "uint8",
    "int8",
    "uint16",
    "int16",
    "int32",
    "int64",
    "string",
    "bool",
    "float16",
    "float64",
    "uint32",
    "uint64",
    "complex64",
    "complex128",
    "bfloat16"
  };

  private final ProtoBytes bytes;
  private final List<String> shape = new ArrayList<>();
  private String name = "";
  private String type = "no tensor";

  private OnnxValue(ProtoBytes bytes) {
    this.bytes = bytes;
  }

  static HostedValue read(ProtoBytes bytes, long end) throws IOException, MalformedInputException {
    OnnxValue value = new OnnxValue(bytes);
    value.info(end);
    return new HostedValue(value.name, value.type, value.shape);
  }

  static boolean isFraction(long type) {
    return type == 1 || type == 10 || type == 11 || type == 16;
  }

  private void info(long end) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        name = Texts.shortened(bytes.text(end));
      } else if (bytes.is(2, BYTES)) {
        type(bytes.enter(end));
      } else {
        bytes.skip(end);
      }
    }
  }

  private void type(long end) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        tensor(bytes.enter(end));
      } else {
        bytes.skip(end);
      }
    }
  }

  private void tensor(long end) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, VARINT)) {
        long code = bytes.varint();
        type = code > 0 && code < TYPES.length ? TYPES[(int) code] : "type " + code;
      } else if (bytes.is(2, BYTES)) {
        shape(bytes.enter(end));
      } else {
        bytes.skip(end);
      }
    }
  }

  private void shape(long end) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        String size = size(bytes.enter(end));
        if (shape.size() == MOST_AXES) {
          throw bytes.broken("a value of more than " + MOST_AXES + " axes");
        }
        shape.add(size);
      } else {
        bytes.skip(end);
      }
    }
  }

  private String size(long end) throws IOException, MalformedInputException {
    String size = "?";
    while (bytes.next(end)) {
      if (bytes.is(1, VARINT)) {
        size = Long.toString(bytes.varint());
      } else if (bytes.is(2, BYTES)) {
        size = Texts.shortened(bytes.text(end));
      } else {
        bytes.skip(end);
      }
    }
    return size;
  }
}
