package io.partita.studio;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A message between the studio and a {@link QueryChild}: a status as HTTP has them, the number of
 * bytes, and JSON.
 */
final class Frame {
  private final int status;
  private final byte[] json;

  /**
   * A message.
   *
   * @param status of an answer; 0 in a question
   */
  Frame(int status, byte[] json) {
    this.status = status;
    this.json = json;
  }

  int status() {
    return status;
  }

  byte[] json() {
    return json;
  }

  /** Reads one; more bytes than {@code most} are a fault, as no side sends them. */
  static Frame read(DataInputStream in, int most) throws IOException {
    int status = in.readInt();
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("A message of " + length + " bytes");
    }
    byte[] json = new byte[length];
    in.readFully(json);
    return new Frame(status, json);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(status);
    out.writeInt(json.length);
    out.write(json);
    out.flush();
  }
}
