package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import io.partita.audio.file.DecoderWire;
import java.io.DataOutputStream;
import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A file that the parent writes, as FFmpeg fills it: its bytes are sent with their places. */
final class ParentOutput implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  private static final Write WRITE = new Write();
  private static final Seek SEEK = new Seek();

  /** A process writes one file at a time. */
  private static ParentOutput open;

  static {
    WRITE.retainReference();
    SEEK.retainReference();
  }

  private final DataOutputStream out;
  private final AVIOContext context;
  private long position;
  private long sizeBytes;
  private IOException failure;

  ParentOutput(DataOutputStream out) throws IOException {
    this.out = out;
    BytePointer buffer = new BytePointer(Ffmpeg.required(av_malloc(BUFFER_BYTES)));
    context =
        Ffmpeg.required(
            avio_alloc_context(
                buffer,
                BUFFER_BYTES,
                1,
                null,
                (Read_packet_Pointer_BytePointer_int) null,
                WRITE,
                SEEK));
    open = this;
  }

  AVIOContext context() {
    return context;
  }

  /** To be called after whatever may have written. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private int write(BytePointer from, int count) throws IOException {
    byte[] bytes = new byte[count];
    from.position(0).get(bytes);
    for (int at = 0; at < count; at += DecoderWire.MOST_BYTES) {
      int some = Math.min(DecoderWire.MOST_BYTES, count - at);
      out.writeByte(DecoderWire.WRITE);
      out.writeLong(position);
      out.writeInt(some);
      out.write(bytes, at, some);
      position += some;
    }
    sizeBytes = Math.max(sizeBytes, position);
    return count;
  }

  private long seek(long offset, int whence) {
    int from = whence & ~AVSEEK_FORCE;
    if (from == AVSEEK_SIZE) {
      return sizeBytes;
    }
    long base = from == 0 ? 0 : from == 1 ? position : sizeBytes;
    if (base + offset < 0) {
      return AVERROR_EINVAL();
    }
    position = base + offset;
    return position;
  }

  @Override
  public void close() {
    open = null;
    av_free(context.buffer());
    avio_context_free(context);
  }

  private static final class Write extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer key, BytePointer from, int count) {
      try {
        return open.write(from, count);
      } catch (IOException e) { // kept for check()
        open.failure = e;
        return AVERROR_EIO();
      }
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer key, long offset, int whence) {
      return open.seek(offset, whence);
    }
  }
}
