package io.partita.decoder;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.DecoderWire;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.UnaryOperator;

/**
 * A process that has one file after another: reads {@link DecoderWire} from standard input, answers
 * on the file descriptor 3, and ends when standard input does, a file takes too long, or memory is
 * short. What is printed goes to standard error.
 */
public final class Decoder {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Asked asked;
  private final DataOutputStream out;
  private final ProcessorClock clock;
  private final UnaryOperator<SeekableByteChannel> look;

  private Decoder(
      Asked asked,
      DataOutputStream out,
      ProcessorClock clock,
      UnaryOperator<SeekableByteChannel> look) {
    this.asked = asked;
    this.out = out;
    this.clock = clock;
    this.look = look;
  }

  /**
   * Runs until there is nothing more to read.
   *
   * @param arguments seconds of processor time for a file, beside what its length allows
   */
  public static void main(String[] arguments) {
    run(arguments, UnaryOperator.identity());
  }

  /**
   * The same with a look at every file.
   *
   * @param look gives what is decoded in the place of a file
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // standard error is the parent's to read
  static void run(String[] arguments, UnaryOperator<SeekableByteChannel> look) {
    int status = 0;
    try {
      DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, BUFFER_BYTES));
      DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(new FileOutputStream("/proc/self/fd/3"), BUFFER_BYTES));
      Ffmpeg.load();
      ProcessorClock clock = ProcessorClock.start(Integer.parseInt(arguments[0]));
      out.writeByte(DecoderWire.READY);
      new Decoder(new Asked(in, out), out, clock, look).run();
    } catch (OutOfMemoryError e) {
      status = DecoderWire.NO_MEMORY;
    } catch (Throwable e) {
      e.printStackTrace();
      status = 1;
    }
    Runtime.getRuntime().halt(status);
  }

  private void run() throws IOException {
    for (int kind = asked.kind(); kind >= 0; kind = asked.kind()) {
      switch (kind) {
        case DecoderWire.OPEN -> decode();
        case DecoderWire.ENCODE -> encode();
        case DecoderWire.END -> {} // the parent asks whether it is there
        default -> throw new IOException("Nothing is asked for by " + kind);
      }
      clock.idle();
      out.writeByte(DecoderWire.ENDED);
    }
  }

  /** One file, until the parent has enough of it. */
  private void decode() throws IOException {
    DataInputStream in = asked.in();
    long sizeBytes = in.readLong();
    AudioLimits limits = new AudioLimits(in.readLong(), in.readInt(), in.readInt());
    clock.begin(sizeBytes);
    asked.begin();
    SeekableByteChannel bytes = new ParentFile(asked, out, sizeBytes);
    try (FileDecoder file = new FileDecoder(look.apply(bytes), limits)) {
      new DecodedFile(file, asked, out, clock).run();
    } catch (MalformedInputException e) {
      refuse(e, 0, 0);
    } catch (Asked.EndException e) {
      // by the parent's wish
    } catch (IOException e) {
      fail(e);
    }
    asked.awaitEnd();
  }

  private void refuse(MalformedInputException e, int errors, long muted) throws IOException {
    out.writeByte(DecoderWire.REFUSED);
    new DecoderWire.Refusal(e.fault().name(), e.byteOffset(), e.detail(), errors, muted).write(out);
  }

  private void fail(IOException e) throws IOException {
    out.writeByte(DecoderWire.FAILED);
    DecoderWire.write(out, String.valueOf(e.getMessage()));
  }

  private void encode() throws IOException {
    DataInputStream in = asked.in();
    AudioEncoding encoding = AudioEncoding.valueOf(in.readUTF());
    int sampleRateHz = in.readInt();
    int channels = in.readInt();
    int fileHz = in.readInt();
    clock.begin(Long.MAX_VALUE);
    asked.begin();
    try (ParentOutput output = new ParentOutput(out);
        FileEncoder encoder = new FileEncoder(output, encoding, sampleRateHz, channels, fileHz)) {
      out.writeByte(DecoderWire.READY);
      float[][] planes = new float[channels][0];
      boolean isFinished = false;
      while (!isFinished) {
        int kind = asked.kind();
        switch (kind) {
          case DecoderWire.PLANES -> {
            int count = in.readInt();
            for (int channel = 0; channel < channels; channel++) {
              planes[channel] = DecoderWire.read(in, count, planes[channel]);
            }
            encoder.write(planes, count);
          }
          case DecoderWire.FINISH -> {
            encoder.finish();
            isFinished = true;
          }
          case DecoderWire.END -> throw new Asked.EndException();
          default -> throw new IllegalStateException("Nothing is asked for by " + kind);
        }
        out.writeByte(DecoderWire.READY);
      }
    } catch (IllegalArgumentException e) {
      out.writeByte(DecoderWire.ILLEGAL);
      DecoderWire.write(out, e.getMessage());
    } catch (Asked.EndException e) {
      // by the parent's wish
    } catch (IOException e) {
      fail(e);
    }
    asked.awaitEnd();
  }
}
