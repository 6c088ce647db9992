package io.partita.ingest.audio;

import io.partita.fma.FmaSubset;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.broadcast.Broadcast;

/**
 * The Free Music Archive's audio, {@code nnn/nnnnnn.mp3}, and what tracks.csv says of each.
 *
 * @param subset tracks beyond it are passed over; audio without a row is decoded for {@code full}
 */
record FmaCatalog(Broadcast<Map<Integer, Track>> tracks, FmaSubset subset) implements AudioCatalog {
  private static final Pattern NUMBERED = Pattern.compile("(?:.*/)?(\\d{1,9})\\.[^./]+");

  /**
   * @param genreTop null where a track has several
   * @param split the archive's own
   * @param subset the smallest that it is in, null where its row says none
   */
  record Track(String genreTop, String split, FmaSubset subset) implements Serializable {}

  @Override
  public Entry find(String source, String path) {
    OptionalInt number = trackNumber(path);
    Track track = number.isEmpty() ? null : tracks.value().get(number.getAsInt());
    String trackId = number.isEmpty() ? path : Integer.toString(number.getAsInt());
    return track == null
        ? new Entry(trackId, null, null, subset == FmaSubset.FULL, false)
        : new Entry(
            trackId, track.genreTop(), track.split(), subset.includes(track.subset()), true);
  }

  /** The track's number in a file's name, if that is a number. */
  static OptionalInt trackNumber(String path) {
    Matcher matcher = NUMBERED.matcher(path);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Where the archive keeps a track's audio, below its folder. */
  static String path(int trackNumber) {
    return String.format(Locale.ROOT, "%03d/%06d.mp3", trackNumber / 1000, trackNumber);
  }
}
