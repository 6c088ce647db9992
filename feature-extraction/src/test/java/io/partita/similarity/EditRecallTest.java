package io.partita.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.score.Note;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How many of the copies that people make of real files are found, by what they did to them. No
 * parameter was looked for in this half of the files.
 */
@InTurn
class EditRecallTest {
  private static final double USUALLY = .98;
  private static final double OF_DRUMS = .95;
  private static final Map<Edit, Double> HARDER =
      Map.of(
          Edit.DROPPED_TRACK, .94,
          Edit.QUANTISED, .94,
          Edit.COMBINATION, .94,
          Edit.EXCERPT, .94,
          Edit.DROPPED_MELODY, .92);
  private static final Map<Edit, Double> HARDER_OF_DRUMS = Map.of(Edit.QUANTISED, .80);

  private static Corpus corpus;

  /** Copies, and how many of them were found. */
  private record Found(int copies, int exact, int near) {
    double exactRecall() {
      return (double) exact / copies;
    }

    double nearRecall() {
      return (double) near / copies;
    }
  }

  @BeforeAll
  static void read() {
    corpus = Corpus.half(1);
  }

  @Test
  void whatChangesNoNoteIsFoundToBeEqual() {
    for (Edit edit :
        EnumSet.of(Edit.TRANSPOSED, Edit.VELOCITY_AND_PROGRAM, Edit.MERGED_TRACKS, Edit.TEMPO)) {
      assertThat(found(edit, false).exactRecall()).as("music, %s", edit).isEqualTo(1);
    }
  }

  @Test
  void copiesOfMusicAreFound() {
    assertRecall(EnumSet.allOf(Edit.class), false, HARDER, USUALLY);
  }

  @Test
  void copiesOfDrumsAreFound() {
    assertRecall(Edit.OF_DRUMS, true, HARDER_OF_DRUMS, OF_DRUMS);
  }

  private static void assertRecall(
      Set<Edit> edits, boolean areDrums, Map<Edit, Double> bounds, double usual) {
    Map<Edit, String> missed = new TreeMap<>();
    for (Edit edit : edits) {
      Found found = found(edit, areDrums);
      assertThat(found.copies()).as("copies, %s", edit).isGreaterThan(50);
      if (found.nearRecall() < bounds.getOrDefault(edit, usual)) {
        missed.put(edit, found.near() + " of " + found.copies());
      }
    }
    assertThat(missed).as("found by fewer than the bound").isEmpty();
  }

  /** Of the real files themselves: drummers and their styles stand in the names. */
  @Test
  void whatIsFoundAmongRealFilesIsOfOnePlayerAndStyle() {
    ShingleFrequencies frequencies = Corpus.frequencies(List.of());
    List<String> paths = List.copyOf(corpus.features().keySet());
    List<String> strangers = new ArrayList<>();
    int pairs = 0;
    for (int i = 0; i < paths.size(); i++) {
      PairMatcher matcher =
          new PairMatcher(ComparedFile.of(corpus.features().get(paths.get(i)), frequencies));
      for (String other : paths.subList(i + 1, paths.size())) {
        PairMatch match = matcher.match(ComparedFile.of(corpus.features().get(other), frequencies));
        if (match.tier() != null && match.tier().isAtLeast(Tier.NEAR)) {
          pairs++;
          if (!areOfOneOrigin(paths.get(i), other)) {
            strangers.add(paths.get(i) + " " + other + " " + match);
          }
        }
      }
    }
    assertThat(pairs).isPositive();
    assertThat(strangers).as("of %d pairs", pairs).hasSizeLessThanOrEqualTo(pairs / 20);
  }

  /** Whether one drummer played both in one style, or any two the same groove of all drummers. */
  private static boolean areOfOneOrigin(String path, String other) {
    return style(path).equals(style(other)) || groove(path).equals(groove(other));
  }

  /** A path without session, number of the take, tempo and all that follows. */
  private static String style(String path) {
    return path.replaceAll("/[^/]+/[0-9]+_([a-z]+).*", "/$1");
  }

  /** In the evaluation session all drummers play the same grooves. */
  private static String groove(String path) {
    return path.replaceAll(".*/eval_session/[0-9]+_([^_]+)_.*", "$1");
  }

  private static Found found(Edit edit, boolean areDrums) {
    Map<String, MusicFeatures> copies = new HashMap<>();
    corpus
        .scores()
        .forEach(
            (path, score) -> {
              if (score.notes().stream().allMatch(Note::isDrum) == areDrums) {
                edit.of(score, path.hashCode())
                    .map(MusicFeatures::of)
                    .filter(copy -> copy.distinct().length >= MusicFeatures.MIN_SHINGLES)
                    .ifPresent(copy -> copies.put(path, copy));
              }
            });
    ShingleFrequencies frequencies = corpus.frequencies(copies.values());
    int exact = 0;
    int near = 0;
    for (Map.Entry<String, MusicFeatures> copy : copies.entrySet()) {
      Tier tier =
          Corpus.match(corpus.features().get(copy.getKey()), copy.getValue(), frequencies)
              .map(PairMatch::tier)
              .orElse(null);
      exact += tier == Tier.EXACT ? 1 : 0;
      near += tier != null && tier.isAtLeast(Tier.NEAR) ? 1 : 0;
    }
    return new Found(copies.size(), exact, near);
  }
}
