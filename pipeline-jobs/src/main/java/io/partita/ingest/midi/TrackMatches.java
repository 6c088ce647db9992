package io.partita.ingest.midi;

import io.partita.catalog.MatchScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which contents belong to which Million Song track: by the members' paths, else by the match
 * scores. Add all members first, then all scores.
 */
final class TrackMatches {
  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparing(Match::score, Comparator.nullsFirst(Comparator.<Double>naturalOrder()))
          .reversed()
          .thenComparing(Match::md5);

  private final Map<String, Map<String, Double>> scoresByTrack = new TreeMap<>();
  private final Set<String> unnamed = new HashSet<>();

  /**
   * A content of a track.
   *
   * @param score null if absent
   */
  record Match(String md5, Double score) {}

  /** Adds a content that is in a track's folder. */
  void named(String trackId, String md5) {
    scoresByTrack.computeIfAbsent(trackId, unused -> new HashMap<>()).putIfAbsent(md5, null);
  }

  /** Adds a content with a member whose path names no track. */
  void unnamed(String md5) {
    unnamed.add(md5);
  }

  /** Adds a score; of contents that were not added it says nothing. */
  void score(MatchScores.Match match) {
    Map<String, Double> contents = scoresByTrack.get(match.msdTrackId());
    boolean isNamed = contents != null && contents.containsKey(match.md5());
    if (isNamed || unnamed.contains(match.md5())) {
      scoresByTrack
          .computeIfAbsent(match.msdTrackId(), unused -> new HashMap<>())
          .put(match.md5(), match.score());
    }
  }

  /** All tracks that have a content, ascending, with their number of contents. */
  SortedMap<String, Integer> tracks() {
    SortedMap<String, Integer> tracks = new TreeMap<>();
    scoresByTrack.forEach((track, contents) -> tracks.put(track, contents.size()));
    return tracks;
  }

  /** A track's contents, the highest score first, those without one last and by their MD5. */
  List<Match> ranked(String trackId) {
    List<Match> matches = new ArrayList<>();
    scoresByTrack.get(trackId).forEach((md5, score) -> matches.add(new Match(md5, score)));
    matches.sort(BEST_FIRST);
    return matches;
  }

  /**
   * The songs of each content that has a track, ascending.
   *
   * @param songOfTrack track id to song id; a track that has none is its own song
   */
  Map<String, SortedSet<String>> songs(Map<String, String> songOfTrack) {
    Map<String, SortedSet<String>> songs = new HashMap<>();
    scoresByTrack.forEach(
        (track, contents) -> {
          String song = songOfTrack.getOrDefault(track, track);
          contents
              .keySet()
              .forEach(md5 -> songs.computeIfAbsent(md5, unused -> new TreeSet<>()).add(song));
        });
    return songs;
  }
}
