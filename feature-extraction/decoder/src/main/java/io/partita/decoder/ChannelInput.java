package io.partita.decoder;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_tell;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A channel as FFmpeg reads it: its AVIO context, whose callbacks come back to Java.
 *
 * <p>There is one pair of callbacks for all inputs, as JavaCPP has room for ten of a kind; the
 * address of a byte that each input owns identifies it. No exception leaves a callback, for there
 * is C on the way: what went wrong is kept, and {@link #check()} throws it afterwards.
 */
final class ChannelInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  /** How often a file may be read over: demuxers that leap about read a buffer for each leap. */
  private static final long READ_MULTIPLE = 64;

  private static final long READ_CONSTANT = 64 << 20;

  /** What a call costs that reads nothing, so that their number is bounded too. */
  private static final int CALL_BYTES = 256;

  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  private static final Map<Long, ChannelInput> OPEN = new ConcurrentHashMap<>();
  private static final Read READ = new Read();
  private static final Seek SEEK = new Seek();

  static {
    READ.retainReference(); // or a scope open on the first thread here would free them
    SEEK.retainReference();
  }

  private final SeekableByteChannel channel;
  private final long sizeBytes;
  private final Pointer key;
  private final AVIOContext context;
  private long budgetBytes;
  private Throwable failure;

  ChannelInput(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    sizeBytes = channel.size();
    budgetBytes = READ_CONSTANT + READ_MULTIPLE * Math.min(sizeBytes, Long.MAX_VALUE >> 8);
    channel.position(0);
    key = Ffmpeg.required(av_malloc(1));
    OPEN.put(key.address(), this);
    BytePointer buffer = new BytePointer(Ffmpeg.required(av_malloc(BUFFER_BYTES)));
    context = Ffmpeg.required(avio_alloc_context(buffer, BUFFER_BYTES, 0, key, READ, null, SEEK));
  }

  AVIOContext context() {
    return context;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** How far the demuxer is in the file: near what it stumbles over. */
  long byteOffset() {
    return Math.max(0, Math.min(avio_tell(context), sizeBytes));
  }

  /**
   * To be called after whatever may have read.
   *
   * @throws IOException as the channel threw it
   * @throws MalformedInputException if the file makes its reader go round in circles
   */
  void check() throws IOException, MalformedInputException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IOException("Cannot read the audio file's channel: " + failure, failure);
    }
    if (budgetBytes < 0) {
      throw new MalformedInputException(
          AudioFault.CORRUPT_STRUCTURE,
          byteOffset(),
          "Its structures have been read over and over: more than %s times its %s bytes"
              .formatted(READ_MULTIPLE, sizeBytes));
    }
  }

  private int read(BytePointer into, int count) throws IOException {
    budgetBytes -= CALL_BYTES;
    if (budgetBytes < 0 || failure != null) {
      return AVERROR_EIO();
    }
    ByteBuffer bytes = into.position(0).capacity(count).asByteBuffer();
    int got = channel.read(bytes);
    if (got < 0) {
      return AVERROR_EOF;
    }
    budgetBytes -= got;
    return got == 0 ? AVERROR_EIO() : got;
  }

  private long seek(long offset, int whence) throws IOException {
    budgetBytes -= CALL_BYTES;
    int from = whence & ~AVSEEK_FORCE;
    if (from == AVSEEK_SIZE) {
      return sizeBytes;
    }
    long base =
        switch (from) {
          case SEEK_SET -> 0;
          case SEEK_CUR -> channel.position();
          case SEEK_END -> sizeBytes;
          default -> Long.MIN_VALUE;
        };
    long target = base + offset;
    if (base < 0 || target < 0 || budgetBytes < 0 || failure != null) {
      return AVERROR_EINVAL();
    }
    channel.position(target);
    return target;
  }

  @Override
  public void close() {
    av_free(context.buffer()); // FFmpeg may have put another in the place of ours
    avio_context_free(context);
    OPEN.remove(key.address());
    av_free(key);
  }

  /** What FFmpeg asks of an input. */
  private interface Call {
    long of(ChannelInput input) throws IOException;
  }

  private static long answer(Pointer key, Call call) {
    ChannelInput input = OPEN.get(key.address());
    try {
      return call.of(input);
    } catch (Throwable e) { // kept for check()
      input.failure = e;
      return AVERROR_EIO();
    }
  }

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer key, BytePointer into, int count) {
      return (int) answer(key, input -> input.read(into, count));
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer key, long offset, int whence) {
      return answer(key, input -> input.seek(offset, whence));
    }
  }
}
