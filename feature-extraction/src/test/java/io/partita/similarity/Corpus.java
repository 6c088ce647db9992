package io.partita.similarity;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.RealMidi;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Real files of which no two are equal, and what there is to know of their shingles.
 *
 * @param scores by path
 * @param features of them, by path
 */
record Corpus(Map<String, Score> scores, Map<String, MusicFeatures> features) {
  /**
   * One half of the real files, those that have shingles enough.
   *
   * @param half 0 for what parameters may be looked for in, 1 for what figures are told of
   */
  static Corpus half(int half) {
    Map<String, Score> scores = new TreeMap<>();
    Map<String, MusicFeatures> features = new TreeMap<>();
    Set<String> shapes = new HashSet<>();
    RealMidi.files()
        .forEach(
            (path, bytes) -> {
              if (Math.floorMod(path.hashCode(), 2) == half) {
                read(bytes)
                    .ifPresent(
                        score -> {
                          MusicFeatures found = MusicFeatures.of(score);
                          if (found.distinct().length >= MusicFeatures.MIN_SHINGLES
                              && shapes.add(found.shape())) {
                            scores.put(path, score);
                            features.put(path, found);
                          }
                        });
              }
            });
    return new Corpus(scores, features);
  }

  private static Optional<Score> read(byte[] bytes) {
    try {
      return Optional.of(MidiReader.read(bytes));
    } catch (MalformedInputException e) {
      return Optional.empty();
    }
  }

  /** The frequencies in these files and in others, counted the plain way. */
  ShingleFrequencies frequencies(Collection<MusicFeatures> others) {
    List<MusicFeatures> files = new ArrayList<>(features.values());
    files.addAll(others);
    return frequencies(files);
  }

  static ShingleFrequencies frequencies(List<MusicFeatures> files) {
    long[] all = files.stream().flatMapToLong(file -> Arrays.stream(file.distinct())).toArray();
    Arrays.sort(all);
    long[] hashes = new long[all.length];
    int[] counts = new int[all.length];
    int size = 0;
    int start = 0;
    for (int i = 1; i <= all.length; i++) {
      if (i == all.length || all[i] != all[start]) {
        if (i - start > ShingleFrequencies.floor(files.size())) {
          hashes[size] = all[start];
          counts[size] = i - start;
          size++;
        }
        start = i;
      }
    }
    return new ShingleFrequencies(
        files.size(), Arrays.copyOf(hashes, size), Arrays.copyOf(counts, size));
  }

  /** Whether two files are compared at all. */
  static boolean areCandidates(
      MusicFeatures one, MusicFeatures other, ShingleFrequencies frequencies) {
    ShingleSample sample = ShingleSample.of(one.distinct(), frequencies);
    ShingleSample otherSample = ShingleSample.of(other.distinct(), frequencies);
    long shared =
        Arrays.stream(sample.hashes())
            .filter(hash -> Arrays.binarySearch(otherSample.hashes(), hash) >= 0)
            .count();
    return ShingleSample.isCandidate(
        shared, ShingleSample.packed(sample), ShingleSample.packed(otherSample));
  }

  /** What comes out for two files; empty where they are not found to be alike. */
  static Optional<PairMatch> match(
      MusicFeatures one, MusicFeatures other, ShingleFrequencies frequencies) {
    PairMatch match =
        new PairMatcher(ComparedFile.of(one, frequencies))
            .match(ComparedFile.of(other, frequencies));
    if (one.shape().equals(other.shape())) {
      return Optional.of(match.asExact());
    }
    return match.tier() != null && areCandidates(one, other, frequencies)
        ? Optional.of(match)
        : Optional.empty();
  }
}
