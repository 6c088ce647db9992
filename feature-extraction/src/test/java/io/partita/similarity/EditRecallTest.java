package io.partita.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.Note;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many of the copies that people make of real files are found, by what they did to them. */
class EditRecallTest {
  /** Of one edit: how many files, and how many of their copies were found. */
  private record Recall(int files, int candidates, int exact, int strict, int near, int related) {
    static final Recall NONE = new Recall(0, 0, 0, 0, 0, 0);

    Recall plus(boolean isCandidate, Optional<PairMatch> match) {
      Tier tier = match.map(PairMatch::tier).orElse(null);
      return new Recall(
          files + 1,
          candidates + (isCandidate ? 1 : 0),
          exact + (tier != null && tier.isAtLeast(Tier.EXACT) ? 1 : 0),
          strict + (tier != null && tier.isAtLeast(Tier.STRICT) ? 1 : 0),
          near + (tier != null && tier.isAtLeast(Tier.NEAR) ? 1 : 0),
          related + (tier != null ? 1 : 0));
    }

    double nearShare() {
      return (double) near / files;
    }

    double exactShare() {
      return (double) exact / files;
    }
  }

  @Test
  void copiesAreFound() {
    Corpus corpus = Corpus.half(Integer.getInteger("half", 1));
    for (boolean areDrums : new boolean[] {false, true}) {
      Map<Edit, Recall> recalls = new EnumMap<>(Edit.class);
      for (Edit edit : areDrums ? Edit.OF_DRUMS : EnumSet.allOf(Edit.class)) {
        recalls.put(edit, recall(corpus, edit, areDrums));
      }
      recalls.forEach(
          (edit, r) ->
              System.out.printf(
                  Locale.ROOT,
                  "%-6s %-22s files %4d cand %.3f exact %.3f strict %.3f near %.3f related %.3f%n",
                  areDrums ? "drums" : "music",
                  edit,
                  r.files(),
                  (double) r.candidates() / r.files(),
                  r.exactShare(),
                  (double) r.strict / r.files(),
                  r.nearShare(),
                  (double) r.related() / r.files()));
    }
    assertThat(corpus.scores()).hasSizeGreaterThan(100);
  }

  private static Recall recall(Corpus corpus, Edit edit, boolean areDrums) {
    Map<String, MusicFeatures> edited = new HashMap<>();
    corpus
        .scores()
        .forEach(
            (path, score) -> {
              if (score.notes().stream().allMatch(Note::isDrum) == areDrums) {
                edit.of(score, path.hashCode())
                    .map(MusicFeatures::of)
                    .filter(copy -> copy.distinct().length >= MusicFeatures.MIN_SHINGLES)
                    .ifPresent(copy -> edited.put(path, copy));
              }
            });
    ShingleFrequencies frequencies = corpus.frequencies(edited.values());
    Recall recall = Recall.NONE;
    for (Map.Entry<String, MusicFeatures> copy : edited.entrySet()) {
      MusicFeatures original = corpus.features().get(copy.getKey());
      recall =
          recall.plus(
              Corpus.areCandidates(original, copy.getValue(), frequencies),
              Corpus.match(original, copy.getValue(), frequencies));
    }
    return recall;
  }
}
