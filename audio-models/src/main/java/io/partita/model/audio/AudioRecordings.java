package io.partita.model.audio;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.compare.SameAudio;
import io.partita.progress.JobLog;
import io.partita.split.Fold;
import io.partita.split.PublishedSplits;
import io.partita.split.Recordings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The audio files of a data set in their order, each with its recording and the split of that. The
 * driver and each worker hold them: some hundred bytes a file.
 *
 * @param tracks those in a split, by recording and id
 * @param withoutSplit files that are in none
 * @param joined files of recordings that an earlier file has, too
 * @param moved files in another split than they would have by themselves
 */
public record AudioRecordings(List<Track> tracks, long withoutSplit, long joined, long moved)
    implements Serializable {
  /**
   * A row of audio_tracks.
   *
   * @param recording the id of the first of the files that hold it
   * @param split null where it is in none
   */
  public record Track(
      String id,
      String source,
      String path,
      String sha256,
      double durationS,
      String recording,
      String split)
      implements Serializable {
    Track in(String of, String with) {
      return new Track(id, source, path, sha256, durationS, of, with);
    }
  }

  /**
   * Files of one recording share its split; see {@link Recordings}.
   *
   * @param tracks of a data set
   * @param alike files whose audio is near-equal
   * @param published that are in the place of the data set's own splits, and as they are; or null
   * @throws UserException where files of equal content are in two of the published splits
   */
  static AudioRecordings of(
      List<Track> tracks, List<SameAudio.Pair> alike, PublishedSplits published, Fold fold) {
    List<Track> given = published == null ? tracks : published(tracks, published);
    Recordings recordings = new Recordings();
    given.forEach(track -> recordings.add(track.id(), track.sha256(), track.split()));
    alike.forEach(pair -> recordings.join(pair.first(), pair.second()));
    Map<String, Recordings.Place> places = recordings.places();
    List<Track> placed = new ArrayList<>();
    long joined = 0;
    long moved = 0;
    for (Track track : given) {
      Recordings.Place place = places.get(track.id());
      String own = published == null ? place.split() : track.split();
      joined += place.recording().equals(track.id()) ? 0 : 1;
      moved += track.split() == null || track.split().equals(place.split()) ? 0 : 1;
      if (own != null) {
        placed.add(track.in(place.recording(), fold.splitOf(own, place.recording())));
      }
    }
    placed.sort(Comparator.comparing(Track::recording).thenComparing(Track::id));
    return new AudioRecordings(placed, given.size() - placed.size(), joined, moved);
  }

  /**
   * Says on standard error what became of the splits.
   *
   * @param published or null
   * @param tracks of the data set
   */
  void say(String dataset, PublishedSplits published, List<Track> tracks) {
    if (joined > 0) {
      JobLog.sayf(
          "Recordings of %s that another file holds, too, of the same bytes or of audio that is"
              + " near-equal: %,d; %s: %,d.",
          dataset,
          joined,
          published == null
              ? "put into another split, to share one"
              : "in another split of --split-file",
          moved);
    }
    if (published != null) {
      JobLog.sayf(
          "--split-file: %,d files of %s are in no split, %,d of its names are no files there.",
          withoutSplit, dataset, published.countMissing(tracks.stream().map(Track::path).toList()));
    } else if (withoutSplit > 0) {
      JobLog.sayf("%,d files of %s are in no split: left out.", withoutSplit, dataset);
    }
  }

  /** Where each file is among others. */
  static Map<String, Integer> places(List<Track> tracks, Function<Track, String> name) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < tracks.size(); i++) {
      places.put(name.apply(tracks.get(i)), i);
    }
    return places;
  }

  /** The recordings that have a file in a split. */
  Set<String> in(String split) {
    return tracks.stream()
        .filter(track -> track.split().equals(split))
        .map(Track::recording)
        .collect(Collectors.toSet());
  }

  /** How many of them are in each split. */
  Map<String, Long> countBySplit() {
    return tracks.stream()
        .collect(Collectors.groupingBy(Track::split, TreeMap::new, Collectors.counting()));
  }

  private static List<Track> published(List<Track> tracks, PublishedSplits published) {
    Map<String, Track> ofContent = new HashMap<>();
    List<Track> placed = new ArrayList<>();
    for (Track track : tracks) {
      String split = published.splitOf(track.path());
      Track in = track.in(track.recording(), split);
      Track same = split == null ? null : ofContent.putIfAbsent(track.sha256(), in);
      if (same != null && !same.split().equals(split)) {
        throw new UserException(
            Mistake.LEAK,
            String.format(
                Locale.ROOT,
                "A recording is in two splits of --split-file: %s (%s) and %s (%s) have the same"
                    + " bytes. Name one of them, or both in one split.",
                same.path(),
                same.split(),
                track.path(),
                split));
      }
      placed.add(in);
    }
    return placed;
  }
}
