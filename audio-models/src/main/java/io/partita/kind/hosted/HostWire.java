package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Partita and the process of a model say to each other: a byte that tells what comes, then its
 * values as {@link DataOutputStream} writes them, arrays with their axes before their values.
 */
final class HostWire {
  /** Asks for a model to be loaded: its name and bytes. */
  static final int LOAD = 'L';

  /** Asks for a call: method, seed, arrays. */
  static final int CALL = 'C';

  /** Asks for the buffers of the file. */
  static final int RESET = 'R';

  /** Answers with arrays. */
  static final int DONE = 'D';

  /** Answers with a fault of what went in. */
  static final int REFUSED = 'F';

  /** Answers that the engine does not take the model. */
  static final int MISTAKE = 'M';

  private static final int CHUNK = 1 << 16;
  private static final int MOST_AXES = 64;
  private static final int LONGEST_TEXT = 4000;

  private HostWire() {}

  /**
   * A call.
   *
   * @param seed of the engine's generator
   */
  record Call(String method, OptionalLong seed, List<HostedArray> arrays) {}

  static void write(DataOutputStream out, Call call) throws IOException {
    out.writeByte(CALL);
    out.writeUTF(call.method());
    out.writeBoolean(call.seed().isPresent());
    out.writeLong(call.seed().orElse(0));
    writeArrays(out, call.arrays());
    out.flush();
  }

  /** Reads a call after its first byte. */
  static Call readCall(DataInputStream in) throws IOException {
    String method = in.readUTF();
    boolean hasSeed = in.readBoolean();
    long seed = in.readLong();
    return new Call(method, hasSeed ? OptionalLong.of(seed) : OptionalLong.empty(), arrays(in));
  }

  static void load(DataOutputStream out, String name, byte[] bytes) throws IOException {
    out.writeByte(LOAD);
    out.writeUTF(shortened(name));
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static void done(DataOutputStream out, List<HostedArray> arrays) throws IOException {
    out.writeByte(DONE);
    writeArrays(out, arrays);
    out.flush();
  }

  static void refused(DataOutputStream out, MalformedInputException e) throws IOException {
    out.writeByte(REFUSED);
    out.writeUTF(e.fault().name());
    out.writeLong(e.byteOffset());
    out.writeUTF(shortened(e.detail()));
    out.flush();
  }

  static void mistake(DataOutputStream out, UserException e) throws IOException {
    out.writeByte(MISTAKE);
    out.writeUTF(e.mistake().label());
    out.writeUTF(shortened(e.getMessage()));
    out.flush();
  }

  /**
   * Reads an answer. It comes from a process that a model may have got hold of: nothing of it is
   * trusted.
   *
   * @throws MalformedInputException where it is a refusal
   * @throws UserException where the engine did not take the model
   * @throws IOException where it is no answer
   */
  static List<HostedArray> answer(DataInputStream in) throws IOException, MalformedInputException {
    int kind = in.read();
    switch (kind) {
      case DONE -> {
        return arrays(in);
      }
      case REFUSED -> {
        CallFault fault = fault(in.readUTF());
        throw new MalformedInputException(fault, Math.max(0, in.readLong()), plain(in.readUTF()));
      }
      case MISTAKE -> throw new UserException(known(in.readUTF()), plain(in.readUTF()));
      default -> throw new IOException(kind < 0 ? "no answer" : "an answer of kind " + kind);
    }
  }

  private static Mistake known(String label) throws IOException {
    return Mistake.labelled(label).orElseThrow(() -> new IOException("an unknown mistake"));
  }

  private static CallFault fault(String name) throws IOException {
    for (CallFault fault : CallFault.values()) {
      if (fault.name().equals(name)) {
        return fault;
      }
    }
    throw new IOException("an unknown fault");
  }

  /** Without control characters, which a terminal would obey. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static void writeArrays(DataOutputStream out, List<HostedArray> arrays)
      throws IOException {
    out.writeInt(arrays.size());
    for (HostedArray array : arrays) {
      boolean isFloats = array.floats() != null;
      out.writeBoolean(isFloats);
      out.writeInt(array.shape().length);
      for (long axis : array.shape()) {
        out.writeLong(axis);
      }
      int count = isFloats ? array.floats().length : array.longs().length;
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      int width = isFloats ? Float.BYTES : Long.BYTES;
      for (int from = 0; from < count; from += CHUNK / width) {
        int length = Math.min(count - from, CHUNK / width);
        chunk.clear();
        if (isFloats) {
          chunk.asFloatBuffer().put(array.floats(), from, length);
        } else {
          chunk.asLongBuffer().put(array.longs(), from, length);
        }
        out.write(chunk.array(), 0, length * width);
      }
    }
  }

  private static List<HostedArray> arrays(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("a list of " + count + " arrays");
    }
    List<HostedArray> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrays.add(array(in));
    }
    return arrays;
  }

  /** Memory grows with the values that come, whatever the axes claim. */
  private static HostedArray array(DataInputStream in) throws IOException {
    boolean isFloats = in.readBoolean();
    int axes = in.readInt();
    if (axes < 0 || axes > MOST_AXES) {
      throw new IOException("an array of " + axes + " axes");
    }
    long[] shape = new long[axes];
    long size = 1;
    for (int i = 0; i < axes; i++) {
      shape[i] = in.readLong();
      if (shape[i] < 0 || (shape[i] > 0 && size > Integer.MAX_VALUE / shape[i])) {
        throw new IOException("an array with an axis of " + shape[i]);
      }
      size *= shape[i];
    }
    int width = isFloats ? Float.BYTES : Long.BYTES;
    byte[] chunk = new byte[CHUNK];
    float[] floats = isFloats ? new float[(int) Math.min(size, CHUNK)] : null;
    long[] longs = isFloats ? null : new long[(int) Math.min(size, CHUNK)];
    for (int from = 0; from < size; from += CHUNK / width) {
      int length = (int) Math.min(size - from, CHUNK / width);
      in.readFully(chunk, 0, length * width);
      ByteBuffer values = ByteBuffer.wrap(chunk);
      if (isFloats) {
        floats = Arrays.copyOf(floats, grown(floats.length, from + length, size));
        values.asFloatBuffer().get(floats, from, length);
      } else {
        longs = Arrays.copyOf(longs, grown(longs.length, from + length, size));
        values.asLongBuffer().get(longs, from, length);
      }
    }
    return new HostedArray(shape, floats, longs);
  }

  private static int grown(int has, int needs, long size) {
    return needs <= has ? has : (int) Math.min(size, Math.max(needs, 2L * has));
  }
}
