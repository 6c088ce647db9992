package io.partita.ingest.midi;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.ingest.Arrival;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.locks.ReentrantLock;

/** Brings the bytes that came through the shuffle to those who read them as music. */
final class ContentParser implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Files beyond this are parsed one at a time: events, score and tokens are forty times a file.
   */
  private static final int LARGE_BYTES = 1 << 20;

  private static final ReentrantLock LARGE = new ReentrantLock();

  private final MusicFormat format;
  private final int maxNotes;

  /**
   * @param maxNotes the most that a file may have
   */
  ContentParser(MusicFormat format, int maxNotes) {
    this.format = format;
    this.maxNotes = maxNotes;
  }

  /** What becomes of one content. */
  @FunctionalInterface
  interface Use<T> {
    T of(byte[] content) throws IOException;
  }

  /**
   * Hands a content over.
   *
   * @param first of its members
   * @param source that the member is in, for an error's text
   */
  <T> T parse(String md5, Arrival.Content first, String source, Use<T> use) throws IOException {
    return AtInput.call(first.path() + " of " + source, () -> parse(md5, first, use));
  }

  private static <T> T parse(String md5, Arrival.Content first, Use<T> use) throws IOException {
    if (first.bytes() == null) {
      throw new IllegalStateException("Content " + md5 + " of " + first.path() + " has no bytes");
    }
    byte[] content = first.bytes().unpacked();
    if (content.length < LARGE_BYTES) {
      return use.of(content);
    }
    LARGE.lock();
    try {
      return use.of(content);
    } finally {
      LARGE.unlock();
    }
  }

  /** Whether byte offsets of faults are those of a file that a content compresses. */
  boolean isPacked(byte[] content) {
    return format.isPacked(content);
  }

  /**
   * @throws MalformedInputException when it is no music that can be kept
   */
  MusicFormat.Music music(byte[] content) throws MalformedInputException {
    return format.read(content, maxNotes);
  }
}
