package io.partita.decoder;

import io.partita.audio.file.DecoderWire;
import java.io.DataInputStream;
import java.io.Flushable;
import java.io.IOException;

/**
 * What the parent asks for, in the order of its asking. Answers are flushed before a wait for it,
 * and not at each block: the parent would wake up for every one.
 */
final class Asked {
  private final DataInputStream in;
  private final Flushable answers;
  private int blocks;
  private int monoHz;
  private boolean isMonoAlone;
  private boolean isEnded;

  /** The parent has enough of a file. */
  static final class EndException extends IOException {
    private static final long serialVersionUID = 1L;

    EndException() {
      super("the parent has ended it");
    }
  }

  Asked(DataInputStream in, Flushable answers) {
    this.in = in;
    this.answers = answers;
  }

  DataInputStream in() {
    return in;
  }

  /** A file begins. */
  void begin() {
    blocks = 0;
    monoHz = 0;
    isMonoAlone = false;
    isEnded = false;
  }

  /** What comes next; −1 where the parent has ended. */
  int kind() throws IOException {
    answers.flush();
    int kind = in.read();
    isEnded = kind == DecoderWire.END;
    return kind;
  }

  /**
   * Waits until a block may be sent, and counts it.
   *
   * @throws EndException where none is wanted
   */
  void awaitBlock() throws IOException {
    while (blocks == 0) {
      take();
    }
    blocks--;
  }

  /** The rate of the mono part; 0 where none was asked for. */
  int monoHz() {
    return monoHz;
  }

  /** Whether the mono part is all that is wanted. */
  boolean isMonoAlone() {
    return isMonoAlone;
  }

  /** Waits for bytes that were asked for; what comes in between is noted. */
  void awaitBytes() throws IOException {
    while (take() != DecoderWire.BYTES) {
      // a wish for more
    }
  }

  /** Lets go of what is still asked for of a file that is done with. */
  void awaitEnd() throws IOException {
    while (!isEnded) {
      int kind = kind();
      switch (kind) {
        case DecoderWire.END -> {}
        case DecoderWire.MORE -> in.readInt();
        case DecoderWire.MONO -> takeMono();
        case DecoderWire.FINISH -> {}
        default -> throw new IllegalStateException("Nothing is asked for by " + kind);
      }
    }
  }

  private void takeMono() throws IOException {
    monoHz = in.readInt();
    isMonoAlone = in.readBoolean();
  }

  private int take() throws IOException {
    int kind = kind();
    switch (kind) {
      case DecoderWire.MORE -> blocks += in.readInt();
      case DecoderWire.MONO -> takeMono();
      case DecoderWire.BYTES -> {}
      case DecoderWire.END -> throw new EndException();
      default -> throw new IllegalStateException("Nothing is asked for by " + kind);
    }
    return kind;
  }
}
