package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.kind.hosted.file.PickleWriter.Scripted;
import io.partita.kind.hosted.file.PickleWriter.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small TorchScript file in the layout of torch.jit.save, changed by what a test is about. */
final class ScriptFixture {
  static final String CODE =
      """
      class Codec(Module):
        __parameters__ = []
        __buffers__ = ["encode_params", "sampling_rate", ]
        net : __torch__.Net
        def forward(self: __torch__.Codec,
          x: Tensor) -> Tensor:
          return (self.net).forward((self).encode(x, 12., ), )
        def encode(self: __torch__.Codec,
          x: Tensor,
          bandwidth: float=12.) -> Tuple[Tensor, Optional[int]]:
          _0 = "torch.save(is only a text)"
          return torch.randn_like((self.net).forward(x, ))
      class Net(Module):
        __parameters__ = ["weight", ]
        __buffers__ = ["cache", ]
        weight : Tensor
        def forward(self: __torch__.Net,
          x: Tensor) -> Tensor:
          return ops.prim.max(torch.conv1d(x, self.weight), torch.conv1d(x, self.weight))
      """;

  private final Map<String, byte[]> members = new LinkedHashMap<>();
  private final Map<String, Object> state = new LinkedHashMap<>();
  private final Map<String, Object> net = new LinkedHashMap<>();
  private String code = CODE;

  ScriptFixture() {
    state.put("encode_params", new Weights("LongStorage", "0", "cpu", 4));
    state.put("sampling_rate", new Weights("LongStorage", "1", "cpu"));
    state.put("latent_size", 8);
    state.put("scale", 0.5);
    state.put("labels", List.of("left", "right"));
    net.put("weight", new Weights("FloatStorage", "2", "cpu", 2, 3));
    net.put("cache", new Weights("FloatStorage", "3", "cpu", 1, 5));
    members.put("data/0", longs(1, 1, 8, 2048));
    members.put("data/1", longs(44100));
    members.put("data/2", new byte[24]);
    members.put("data/3", new byte[20]);
  }

  ScriptFixture code(String text) {
    code = text;
    return this;
  }

  ScriptFixture attribute(String name, Object value) {
    state.put(name, value);
    return this;
  }

  ScriptFixture netAttribute(String name, Object value) {
    net.put(name, value);
    return this;
  }

  ScriptFixture member(String name, byte[] bytes) {
    members.put(name, bytes);
    return this;
  }

  byte[] pickle() {
    Map<String, Object> all = new LinkedHashMap<>(state);
    all.put("net", new Scripted("__torch__.Net", net));
    return PickleWriter.pickle(new Scripted("__torch__.Codec", all));
  }

  byte[] bytes() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("data.pkl", pickle());
    files.put("code/__torch__.py", code.getBytes(UTF_8));
    files.put("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
    files.putAll(members);
    return zip(files);
  }

  /** A zip as PyTorch's: one top folder; code is deflated, all else stored. */
  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry("model/" + file.getKey());
        entry.setTime(0);
        if (!file.getKey().startsWith("code/")) {
          CRC32 crc = new CRC32();
          crc.update(file.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(file.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
