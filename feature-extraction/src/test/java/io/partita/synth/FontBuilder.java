package io.partita.synth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A SoundFont of one preset, one instrument and one sample: 440 Hz, looped, at key 69. */
public final class FontBuilder {
  static final int FRAMES = 1000;
  private static final int SILENT_FRAMES = 46;

  private int bank;
  private int program;
  private long start;
  private long end = FRAMES;
  private long loopStart = 100;
  private long loopEnd = 200;
  private long rateHz = 44_100;
  private boolean hasLowBytes;
  private final List<int[]> presetGenerators = new ArrayList<>();
  private final List<int[]> generators = new ArrayList<>();
  private int instrument;
  private int sample;
  private int mode = 1;
  private byte[] data = samples();
  private int sampleType = 1;

  FontBuilder at(int bank, int program) {
    this.bank = bank;
    this.program = program;
    return this;
  }

  FontBuilder sample(long start, long end, long rateHz) {
    this.start = start;
    this.end = end;
    this.rateHz = rateHz;
    return this;
  }

  FontBuilder loop(int mode, long from, long to) {
    this.mode = mode;
    loopStart = from;
    loopEnd = to;
    return this;
  }

  FontBuilder generator(int operator, int amount) {
    generators.add(new int[] {operator, amount});
    return this;
  }

  FontBuilder presetGenerator(int operator, int amount) {
    presetGenerators.add(new int[] {operator, amount});
    return this;
  }

  FontBuilder indices(int instrument, int sample) {
    this.instrument = instrument;
    this.sample = sample;
    return this;
  }

  /** Other samples, of 16 bits and the silence after them. */
  FontBuilder data(byte[] smpl, int sampleType) {
    this.data = smpl;
    this.sampleType = sampleType;
    return this;
  }

  FontBuilder withLowBytes() {
    hasLowBytes = true;
    return this;
  }

  public byte[] build() {
    byte[] info = list("INFO", chunk("ifil", shorts(2, hasLowBytes ? 4 : 1)));
    byte[] samples = chunk("smpl", data);
    byte[] sdta =
        hasLowBytes
            ? list("sdta", samples, chunk("sm24", new byte[FRAMES + SILENT_FRAMES]))
            : list("sdta", samples);
    presetGenerators.add(new int[] {41, instrument});
    generators.add(new int[] {54, mode});
    generators.add(new int[] {53, sample});
    byte[] pdta =
        list(
            "pdta",
            chunk(
                "phdr",
                join(
                    named("Tone", shorts(program, bank, 0, 0, 0, 0, 0, 0, 0)),
                    named("EOP", shorts(0, 0, 1, 0, 0, 0, 0, 0, 0)))),
            chunk("pbag", shorts(0, 0, presetGenerators.size(), 0)),
            chunk("pmod", new byte[10]),
            chunk("pgen", generators(presetGenerators)),
            chunk("inst", join(named("Tone", shorts(0)), named("EOI", shorts(1)))),
            chunk("ibag", shorts(0, 0, generators.size(), 0)),
            chunk("imod", new byte[10]),
            chunk("igen", generators(generators)),
            chunk(
                "shdr",
                join(
                    named("Tone", ints(start, end, loopStart, loopEnd, rateHz)),
                    new byte[] {69, 0, 0, 0, (byte) sampleType, 0},
                    named("EOS", new byte[26]))));
    return chunk("RIFF", join("sfbk".getBytes(StandardCharsets.US_ASCII), info, sdta, pdta));
  }

  private static byte[] samples() {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * (FRAMES + SILENT_FRAMES)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < FRAMES; i++) {
      bytes.putShort((short) (20_000 * Math.sin(2 * Math.PI * 440 * i / 44_100)));
    }
    return bytes.array();
  }

  private static byte[] generators(List<int[]> generators) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * generators.size() + 4);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (int[] generator : generators) {
      bytes.putShort((short) generator[0]).putShort((short) generator[1]);
    }
    return bytes.array();
  }

  static byte[] chunk(String id, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + data.length + (data.length & 1));
    chunk.order(ByteOrder.LITTLE_ENDIAN).put(id.getBytes(StandardCharsets.US_ASCII));
    return chunk.putInt(data.length).put(data).array();
  }

  static byte[] list(String type, byte[]... chunks) {
    return chunk("LIST", join(type.getBytes(StandardCharsets.US_ASCII), join(chunks)));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] named(String name, byte[] rest) {
    byte[] twenty = new byte[20];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, twenty, 0, name.length());
    return join(twenty, rest);
  }

  static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  static byte[] ints(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putInt((int) value);
    }
    return bytes.array();
  }
}
