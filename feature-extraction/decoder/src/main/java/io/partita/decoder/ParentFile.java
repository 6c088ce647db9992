package io.partita.decoder;

import io.partita.audio.file.DecoderWire;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** The file that the parent has opened, read by ranges that it is asked for. */
final class ParentFile implements SeekableByteChannel {
  private final Asked asked;
  private final DataOutputStream out;
  private final long sizeBytes;
  private final byte[] piece = new byte[DecoderWire.MOST_BYTES];
  private long pieceAt;
  private int pieceBytes;
  private long position;

  ParentFile(Asked asked, DataOutputStream out, long sizeBytes) {
    this.asked = asked;
    this.out = out;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (position < pieceAt || position >= pieceAt + pieceBytes) {
      pieceBytes = ask();
      pieceAt = position;
    }
    if (pieceBytes <= 0) {
      return pieceBytes;
    }
    int from = (int) (position - pieceAt);
    int count = Math.min(into.remaining(), pieceBytes - from);
    into.put(piece, from, count);
    position += count;
    return count;
  }

  private int ask() throws IOException {
    out.writeByte(DecoderWire.NEED);
    out.writeLong(position);
    out.writeInt(piece.length);
    asked.awaitBytes();
    boolean isUnreadable = asked.in().readBoolean();
    int count = asked.in().readInt();
    if (isUnreadable) {
      throw new IOException("the parent cannot read it");
    }
    if (count > 0) {
      asked.in().readFully(piece, 0, count);
    }
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return sizeBytes;
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
