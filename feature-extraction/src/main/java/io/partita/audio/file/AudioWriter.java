package io.partita.audio.file;

import io.partita.MalformedInputException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Encodes mono or stereo audio into a file, piece by piece, with FFmpeg in a process of its own,
 * which gives the bytes and knows nothing of the file. The same samples give the same bytes on the
 * same processor: neither times nor random serial numbers are written. Not for several threads.
 */
public final class AudioWriter implements SoundSink {
  private final Path file;
  private final int channels;
  private final DecoderProcess process;
  private FileChannel output;
  private boolean closed;

  private AudioWriter(Path file, int channels, DecoderProcess process) {
    this.file = file;
    this.channels = channels;
    this.process = process;
  }

  /**
   * Creates a file; one that is there is replaced.
   *
   * @param sampleRateHz one that the encoding knows
   * @param channels 1 or 2
   * @throws IllegalArgumentException if the encoding does not take this rate or these channels
   * @throws io.partita.UserException where FFmpeg is missing
   */
  public static AudioWriter create(
      Path file, AudioEncoding encoding, int sampleRateHz, int channels) throws IOException {
    return create(file, encoding, sampleRateHz, channels, sampleRateHz);
  }

  /**
   * The same at another rate than that of the samples.
   *
   * @param fileHz one that the encoding knows
   */
  public static AudioWriter create(
      Path file, AudioEncoding encoding, int sampleRateHz, int channels, int fileHz)
      throws IOException {
    if (channels < 1 || channels > 2 || sampleRateHz < 1) {
      throw new IllegalArgumentException(
          "Expected 1 or 2 channels and a rate of at least 1 Hz, not %s and %s Hz"
              .formatted(channels, sampleRateHz));
    }
    AudioWriter writer = new AudioWriter(file, channels, DecoderProcess.take());
    try {
      writer.ask(
          out -> {
            out.writeByte(DecoderWire.ENCODE);
            out.writeUTF(encoding.name());
            out.writeInt(sampleRateHz);
            out.writeInt(channels);
            out.writeInt(fileHz);
          });
      return writer;
    } catch (Throwable e) {
      writer.free();
      throw e;
    }
  }

  /**
   * Appends samples 0 to {@code count} − 1 of each channel; values beyond [−1, 1] are clipped where
   * the encoding takes integers, and beyond ±1000 in any.
   *
   * @param planes an array for each channel
   */
  @Override
  public void write(float[][] planes, int count) throws IOException {
    SoundSink.requireChannels(planes, channels);
    for (int at = 0; at < count; at += DecoderWire.BLOCK_SAMPLES) {
      int from = at;
      int some = Math.min(count - at, DecoderWire.BLOCK_SAMPLES);
      ask(
          out -> {
            out.writeByte(DecoderWire.PLANES);
            out.writeInt(some);
            for (float[] plane : planes) {
              DecoderWire.write(out, plane, from, some);
            }
          });
    }
  }

  /** Asks for something, and writes the answer. */
  private void ask(DecoderProcess.Request request) throws IOException {
    try {
      process.ask(request);
      int answer = process.answer();
      while (answer == DecoderWire.WRITE) {
        long position = process.values(DataInputStream::readLong);
        byte[] bytes = process.values(DecoderWire::bytes);
        write(position, bytes);
        answer = process.answer();
      }
      switch (answer) {
        case DecoderWire.READY -> {}
        case DecoderWire.ILLEGAL ->
            throw new IllegalArgumentException(process.values(DecoderWire::text));
        default -> throw process.ended(new StreamCorruptedException("an answer of kind " + answer));
      }
    } catch (MalformedInputException e) {
      throw new IOException("Cannot write " + file + ": " + e.detail(), e);
    }
  }

  private void write(long position, byte[] bytes) throws IOException {
    try {
      if (output == null) {
        output =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
      }
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        output.write(left, position + left.position());
      }
    } catch (NoSuchFileException e) {
      throw new IOException("Cannot write " + file + ": No such file or directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException("Cannot write " + file + ": Permission denied", e);
    } catch (FileSystemException e) {
      throw new IOException("Cannot write " + file + ": " + e.getReason(), e);
    } catch (IOException e) {
      throw new IOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Encodes what is left, and completes the file. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      ask(out -> out.writeByte(DecoderWire.FINISH));
    } finally {
      free();
    }
  }

  private void free() throws IOException {
    process.close();
    if (output != null) {
      output.close();
    }
  }
}
