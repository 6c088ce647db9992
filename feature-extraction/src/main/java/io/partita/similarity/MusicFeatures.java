package io.partita.similarity;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is compared of a file: shingles of its melodic lines, or of its drums where it holds nothing
 * else. Neither key nor tempo, velocities, programs, resolution or the order of tracks makes a
 * difference to their hashes; only their places and pitches tell of key and tempo.
 *
 * @param contentHash as {@link ContentHash}
 * @param shape a hash that transposition does not change either, 32 hexadecimal digits
 * @param notes of all channels
 * @param lowest pitch of the notes that are no drums; 127 without any
 * @param tracks shingles of {@link Namespace#TRK}
 * @param sky shingles of {@link Namespace#SKY}
 * @param drums shingles of {@link Namespace#DST}; none where there is a pitched note
 */
public record MusicFeatures(
    String contentHash,
    String shape,
    int notes,
    int lowest,
    Shingles tracks,
    Shingles sky,
    Shingles drums) {
  /** Files with fewer shingles match only where they share all of them: scales are everywhere. */
  public static final int MIN_SHINGLES = 40;

  private static final int SHAPE_DIGITS = 32;
  private static final int CONTENT_DIGITS = 64;

  /**
   * The features of a file's bytes.
   *
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if it cannot be read
   */
  public static MusicFeatures read(byte[] bytes) throws MalformedInputException {
    return of(MidiReader.read(bytes));
  }

  /** The features of a score. */
  public static MusicFeatures of(Score score) {
    PitchLines lines = new PitchLines(score.notes());
    ShingleCollector sky = new ShingleCollector();
    ShingleCollector tracks = new ShingleCollector();
    ShingleCollector drums = new ShingleCollector();
    if (lines.addSkyline(sky) > 0) {
      lines.addTracks(tracks);
    } else {
      new DrumLines(score.notes()).add(drums);
    }
    return new MusicFeatures(
        ContentHash.of(score),
        ContentShape.of(score),
        score.notes().size(),
        ContentShape.lowest(score.notes()),
        tracks.shingles(),
        sky.shingles(),
        drums.shingles());
  }

  /** The shingles of a namespace. */
  public Shingles of(Namespace namespace) {
    return switch (namespace) {
      case TRK -> tracks;
      case SKY -> sky;
      case DST -> drums;
    };
  }

  /**
   * Whether two files are equal after normalisation: note by note, or but for the key where there
   * are {@link #MIN_SHINGLES} shingles. Scales of all keys have one shape.
   */
  public boolean isEqualTo(MusicFeatures other) {
    return contentHash.equals(other.contentHash)
        || (shape.equals(other.shape)
            && distinct().length >= MIN_SHINGLES
            && other.distinct().length >= MIN_SHINGLES);
  }

  /** The distinct hashes of all namespaces, ascending. */
  public long[] distinct() {
    long[] found = tracks.distinct();
    for (Shingles others : new Shingles[] {sky, drums}) {
      long[] more = others.distinct();
      int size = found.length;
      found = Arrays.copyOf(found, size + more.length);
      System.arraycopy(more, 0, found, size, more.length);
    }
    Arrays.sort(found);
    return found;
  }

  /** As bytes that {@link #of(byte[])} reads. */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            CONTENT_DIGITS
                + SHAPE_DIGITS
                + 2 * Integer.BYTES
                + tracks.byteCount()
                + sky.byteCount()
                + drums.byteCount());
    putText(bytes, contentHash);
    putText(bytes, shape);
    bytes.putInt(notes).putInt(lowest);
    tracks.put(bytes);
    sky.put(bytes);
    drums.put(bytes);
    return bytes.array();
  }

  /** What {@link #toBytes} made. */
  public static MusicFeatures of(byte[] made) {
    ByteBuffer bytes = ByteBuffer.wrap(made);
    return new MusicFeatures(
        text(bytes, CONTENT_DIGITS),
        text(bytes, SHAPE_DIGITS),
        bytes.getInt(),
        bytes.getInt(),
        Shingles.get(bytes),
        Shingles.get(bytes),
        Shingles.get(bytes));
  }

  private static void putText(ByteBuffer bytes, String digits) {
    for (int i = 0; i < digits.length(); i++) {
      bytes.put((byte) digits.charAt(i));
    }
  }

  private static String text(ByteBuffer bytes, int digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append((char) bytes.get());
    }
    return text.toString();
  }
}
