package io.partita.midi;

import static io.partita.score.MidiWarning.ALIEN_CHUNK;
import static io.partita.score.MidiWarning.BAD_VLQ;
import static io.partita.score.MidiWarning.GARBAGE_BETWEEN_CHUNKS;
import static io.partita.score.MidiWarning.NO_END_OF_TRACK;
import static io.partita.score.MidiWarning.TRACK_COUNT;
import static io.partita.score.MidiWarning.TRACK_LENGTH;
import static io.partita.score.MidiWarning.TRAILING_GARBAGE;
import static io.partita.score.MidiWarning.TRUNCATED;

import io.partita.MalformedInputException;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard MIDI Files, clean or damaged: bytes in, events or a score out.
 *
 * <p>Reading is lenient: what can be understood is kept, every repair is counted by kind in {@link
 * MidiWarnings}, and only what leaves nothing to trust is a {@link MidiFault}. Time and memory are
 * linear in the file's size, whatever lengths it claims.
 */
public final class MidiReader {
  private static final int CHUNK_HEADER = 8;

  private final byte[] source;
  private final int end;
  private final MidiWarnings.Tally tally;
  private final EventBuffer buffer;

  private MidiReader(byte[] source, int end, MidiWarnings.Tally tally, int maxNotes) {
    this.source = source;
    this.end = end;
    this.tally = tally;
    this.buffer = new EventBuffer(source, maxNotes);
  }

  /**
   * A file as a score.
   *
   * @throws IOException if it cannot be read
   * @throws MalformedInputException with a {@link MidiFault} if it cannot be used
   */
  public static Score read(Path file) throws IOException, MalformedInputException {
    return read(Files.readAllBytes(file));
  }

  /**
   * A file as a score.
   *
   * @param bytes the whole file; kept by nobody afterwards
   * @throws MalformedInputException with a {@link MidiFault} if the file cannot be used
   */
  public static Score read(byte[] bytes) throws MalformedInputException {
    return events(bytes).score();
  }

  /**
   * A file as its events.
   *
   * @param bytes the whole file; the events keep it, and it must not be changed any more
   * @throws MalformedInputException with a {@link MidiFault} if the file cannot be used
   */
  public static MidiEvents events(byte[] bytes) throws MalformedInputException {
    return events(bytes, Integer.MAX_VALUE);
  }

  /**
   * A file as its events, unless they are too many: what is held does not grow beyond that.
   *
   * @param bytes the whole file; the events keep it, and it must not be changed any more
   * @param maxNotes the most note ons, at least 1; there may be four times as many events of all
   *     kinds, and 100,000 more
   * @throws MalformedInputException with a {@link MidiFault} if the file cannot be used
   */
  public static MidiEvents events(byte[] bytes, int maxNotes) throws MalformedInputException {
    MidiWarnings.Tally tally = new MidiWarnings.Tally();
    HeaderChunk header = HeaderChunk.read(bytes, tally);
    MidiReader reader = new MidiReader(bytes, header.fileEnd(), tally, maxNotes);
    reader.chunks(header.tracksOffset());
    reader.requireNotesIfLost();
    if (reader.buffer.trackCount != header.trackCount()) {
      tally.add(TRACK_COUNT, header.byteOffset() + HeaderChunk.TRACK_COUNT_OFFSET);
    }
    return new MidiEvents(reader.buffer, header.format(), header.division(), tally.toWarnings());
  }

  /** A track that a bad quantity ends keeps what is before it; if that is nothing, a fault. */
  private void requireNotesIfLost() throws MalformedInputException {
    if (tally.has(BAD_VLQ) && !buffer.hasNotes()) {
      throw new MalformedInputException(
          MidiFault.BAD_VLQ,
          tally.firstByteOffset(BAD_VLQ),
          "A variable-length quantity goes on after four bytes, the most there can be");
    }
  }

  private void chunks(int start) throws MalformedInputException {
    int p = start;
    while (p < end) {
      if (isId(p, HeaderChunk.MTRK)) {
        if (end - p < CHUNK_HEADER) {
          tally.add(TRUNCATED, p);
          return;
        }
        p = track(p);
      } else if (isId(p, HeaderChunk.MTHD)) {
        tally.add(TRAILING_GARBAGE, p);
        return;
      } else if (isPlausibleChunk(p)) {
        tally.add(ALIEN_CHUNK, p);
        p += CHUNK_HEADER + Bytes.int32(source, p + 4);
      } else {
        int next = nextChunk(p);
        tally.add(isId(next, HeaderChunk.MTRK) ? GARBAGE_BETWEEN_CHUNKS : TRAILING_GARBAGE, p);
        p = next;
      }
    }
  }

  /** Reads the track chunk at {@code p}, and returns where to look for the next chunk. */
  private int track(int p) throws MalformedInputException {
    int start = p + CHUNK_HEADER;
    long claimedEnd = start + (Bytes.int32(source, p + 4) & 0xFFFFFFFFL);
    boolean trusted = claimedEnd == end || (claimedEnd < end && isPlausibleChunk((int) claimedEnd));
    TrackParser parser = new TrackParser(buffer, tally);
    int stop =
        trusted
            ? parser.parse(start, (int) claimedEnd, true, -1)
            : parser.parse(start, nextChunk(start), false, likelyEnd(start, claimedEnd));
    buffer.endTrack();
    boolean fileEnds = stop == end && claimedEnd > end && !parser.hasEnded();
    if ((parser.isCut() && !parser.isLost()) || fileEnds) {
      tally.add(TRUNCATED, stop);
    } else if (!parser.hasEnded() && !parser.isLost()) {
      tally.add(NO_END_OF_TRACK, stop);
    }
    if (parser.isCut()) {
      return trusted ? (int) Math.min(claimedEnd, nextChunk(stop)) : nextChunk(stop);
    }
    if (trusted && !parser.hasTrackBehind()) {
      return (int) claimedEnd;
    }
    if (stop != claimedEnd && (parser.hasEnded() || stop < end)) {
      tally.add(TRACK_LENGTH, p + 4);
    }
    return stop;
  }

  /**
   * A length that leads to no chunk is the track's all the same if its events come to an end there
   * and no end-of-track is behind: what follows is garbage then, and no part of the track.
   */
  private int likelyEnd(int start, long claimedEnd) {
    int next = nextChunk(start);
    if (claimedEnd <= start || claimedEnd > next) {
      return -1;
    }
    for (int p = (int) claimedEnd; p <= next - 3; p++) {
      if (source[p] == (byte) MidiEvents.META
          && source[p + 1] == MidiEvents.META_END_OF_TRACK
          && source[p + 2] == 0) {
        return -1;
      }
    }
    return (int) claimedEnd;
  }

  /**
   * Whether a chunk seems to begin at {@code p}: a track, a header, or four letters and a length
   * that leads to the end of the file or to four letters again.
   */
  private boolean isPlausibleChunk(int p) {
    if (isId(p, HeaderChunk.MTRK) || isId(p, HeaderChunk.MTHD)) {
      return true;
    }
    if (end - p < CHUNK_HEADER || !Bytes.isPrintable(source, p)) {
      return false;
    }
    long after = p + CHUNK_HEADER + (Bytes.int32(source, p + 4) & 0xFFFFFFFFL);
    return after == end || (after <= end - 4 && Bytes.isPrintable(source, (int) after));
  }

  private int nextChunk(int from) {
    for (int p = from; p <= end - 4; p++) {
      if (isId(p, HeaderChunk.MTRK) || isId(p, HeaderChunk.MTHD)) {
        return p;
      }
    }
    return end;
  }

  private boolean isId(int p, int id) {
    return p <= end - 4 && Bytes.int32(source, p) == id;
  }
}
