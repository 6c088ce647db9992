package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Writes a pickle of protocol 2 as PyTorch's exports have them, as far as tests want it. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A tensor of a storage of its own. */
  @SuppressWarnings("ArrayRecordComponent")
  record Weights(String storage, String key, String location, long... shape) {
    long count() {
      long count = 1;
      for (long size : shape) {
        count *= size;
      }
      return count;
    }
  }

  /** An object of a class of the code. */
  record Scripted(String type, Map<String, Object> state) {}

  static byte[] pickle(Object value) {
    PickleWriter writer = new PickleWriter();
    writer.out.writeBytes(new byte[] {(byte) 0x80, 2});
    writer.write(value);
    writer.out.write('.');
    return writer.out.toByteArray();
  }

  private void write(Object value) {
    if (value == null) {
      out.write('N');
    } else if (value instanceof Boolean flag) {
      out.write(flag ? 0x88 : 0x89);
    } else if (value instanceof Integer number) {
      out.write('J');
      number(number, 4);
    } else if (value instanceof Long number) {
      out.write(0x8a);
      out.write(8);
      number(number, 8);
    } else if (value instanceof Double number) {
      out.write('G');
      number(Long.reverseBytes(Double.doubleToLongBits(number)), 8);
    } else if (value instanceof String text) {
      out.write('X');
      number(text.getBytes(UTF_8).length, 4);
      out.writeBytes(text.getBytes(UTF_8));
    } else if (value instanceof List<?> list) {
      out.writeBytes(new byte[] {']', '('});
      list.forEach(this::write);
      out.write('e');
    } else if (value instanceof Map<?, ?> map) {
      dictionary(map);
    } else if (value instanceof Scripted module) {
      int dot = module.type().lastIndexOf('.');
      global(module.type().substring(0, dot), module.type().substring(dot + 1));
      out.writeBytes(new byte[] {')', (byte) 0x81});
      dictionary(module.state());
      out.write('b');
    } else if (value instanceof Weights weights) {
      weights(weights);
    } else {
      throw new IllegalArgumentException("No pickle of " + value);
    }
  }

  private void dictionary(Map<?, ?> map) {
    out.writeBytes(new byte[] {'}', '('});
    map.forEach(
        (key, value) -> {
          write(key);
          write(value);
        });
    out.write('u');
  }

  private void weights(Weights weights) {
    global("torch._utils", "_rebuild_tensor_v2");
    out.writeBytes(new byte[] {'(', '('});
    write("storage");
    global("torch", weights.storage());
    write(weights.key());
    write(weights.location());
    write((int) weights.count());
    out.writeBytes(new byte[] {'t', 'Q'});
    write(0);
    out.write('(');
    for (long size : weights.shape()) {
      write(size);
    }
    out.writeBytes(new byte[] {'t', ')', (byte) 0x89});
    global("collections", "OrderedDict");
    out.writeBytes(new byte[] {')', 'R', 't', 'R'});
  }

  private void global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(UTF_8));
  }

  private void number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> (8 * i)));
    }
  }
}
