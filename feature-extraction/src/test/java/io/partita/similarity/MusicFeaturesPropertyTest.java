package io.partita.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What makes no difference to what is compared of a file. */
class MusicFeaturesPropertyTest {
  private static final Tier[] TIERS = Tier.values();

  private static final ShingleFrequencies NONE_KNOWN =
      new ShingleFrequencies(0, new long[0], new int[0]);

  @Property(tries = 60)
  void neitherKeyNorVelocityNorProgramNorResolution(
      @ForAll long seed,
      @ForAll @IntRange(min = -20, max = 20) int shift,
      @ForAll @IntRange(min = 1, max = 5) int finer) {
    Score score = score(seed, 96, 0, 500_000, false);
    Score other = score(seed, 96 * finer, shift, 500_000, true);

    assertSameShingles(MusicFeatures.of(score), MusicFeatures.of(other));
    assertThat(MusicFeatures.of(other).shape()).isEqualTo(MusicFeatures.of(score).shape());
    assertThat(MusicFeatures.of(other).lowest() - MusicFeatures.of(score).lowest())
        .isEqualTo(shift);
  }

  /** Notes are a quarter of a second apart or more, so that no tempo puts two into one cluster. */
  @Property(tries = 60)
  void noTempo(@ForAll long seed, @ForAll @IntRange(min = 200_000, max = 2_000_000) int micros) {
    assertSameShingles(
        MusicFeatures.of(score(seed, 96, 0, 500_000, false)),
        MusicFeatures.of(score(seed, 96, 0, micros, false)));
  }

  @Property(tries = 60)
  void aFileIsStrictlyItself(@ForAll long seed) {
    ComparedFile file = compared(score(seed, 96, 0, 500_000, false));

    PairMatch match = new PairMatcher(file).match(file);

    assertThat(match.tier()).isEqualTo(Tier.STRICT);
    assertThat(match.relation()).isEqualTo(Relation.SAME);
    assertThat(match.where().slope()).isEqualTo(1);
    assertThat(match.where().transpose()).isZero();
    assertThat(match.where().aFromS()).isEqualTo(match.where().bFromS());
    assertThat(match.covMin()).isBetween(.95, 1.0);
  }

  @Property(tries = 60)
  void itMakesNoDifferenceWhichFileIsFirst(
      @ForAll long seed, @ForAll @IntRange(min = -9, max = 9) int shift) {
    Score score = score(seed, 96, 0, 500_000, false);
    ComparedFile one = compared(score);
    ComparedFile other =
        compared(Edit.EXCERPT.of(score(seed, 96, shift, 800_000, false), new SplittableRandom(1)));

    PairMatch match = new PairMatcher(one).match(other);
    PairMatch turned = new PairMatcher(other).match(one).flipped();

    assertThat(turned)
        .usingRecursiveComparison()
        .withComparatorForType(
            Comparator.comparingDouble((Double number) -> (double) Math.round(number * 1e9)),
            Double.class)
        .isEqualTo(match);
    assertThat(match.where().transpose()).isEqualTo(shift);
    assertThat(match.where().slope()).isBetween(1.55, 1.65);
  }

  @Property(tries = 40)
  void bytesAreTheSameFeatures(@ForAll long seed) {
    MusicFeatures features = MusicFeatures.of(score(seed, 96, 0, 500_000, false));
    assertThat(MusicFeatures.of(features.toBytes())).usingRecursiveComparison().isEqualTo(features);
    byte[] compared = ComparedFile.of(features, NONE_KNOWN).toBytes();
    assertThat(ComparedFile.of(compared).toBytes()).isEqualTo(compared);
  }

  @Property(tries = 100)
  void groupsKnowNoOrderOfPairs(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int files = 2 + random.nextInt(600);
    int[] self = new int[files];
    Arrays.setAll(self, file -> file);
    int[] equal = self.clone();
    int[] earlier = self.clone();
    int[] notes = random.ints(files, 0, 9).toArray();
    for (int i = 0; i < files / 10; i++) {
      int one = random.nextInt(files);
      equal[one] = equal[one] == one ? Math.min(one, equal[random.nextInt(one + 1)]) : equal[one];
      earlier[random.nextInt(files)] = random.nextInt(files);
    }
    for (int file = 0; file < files; file++) {
      equal[file] = equal[equal[file]];
    }
    List<int[]> pairs =
        random
            .ints(files, 0, files)
            .mapToObj(one -> new int[] {one, random.nextInt(files), random.nextInt(4)})
            .toList();
    DuplicateEdges edges = edges(pairs.stream().sorted(Comparator.comparing(p -> p[1])).toList());
    DuplicateEdges others = edges(pairs);

    DuplicateGroups groups = DuplicateGroups.of(equal, earlier, edges);

    assertThat(DuplicateGroups.of(equal, earlier, others))
        .usingRecursiveComparison()
        .isEqualTo(groups);
    assertThat(StarClusters.of(equal, notes, others))
        .isEqualTo(StarClusters.of(equal, notes, edges));
    for (int file = 0; file < files; file++) {
      assertThat(groups.group()[file])
          .isLessThanOrEqualTo(file)
          .isEqualTo(groups.group()[equal[file]])
          .isEqualTo(groups.group()[earlier[file]]);
    }
  }

  private static DuplicateEdges edges(List<int[]> pairs) {
    DuplicateEdges edges = new DuplicateEdges();
    for (int[] pair : pairs) {
      edges.add(pair[0], pair[1], TIERS[pair[2]], .9 - .2 * pair[2]);
    }
    return edges;
  }

  private static ComparedFile compared(Score score) {
    return ComparedFile.of(MusicFeatures.of(score), NONE_KNOWN);
  }

  private static void assertSameShingles(MusicFeatures one, MusicFeatures other) {
    assertThat(other.distinct()).isEqualTo(one.distinct()).hasSizeGreaterThan(40);
    assertThat(other.tracks().hash()).isEqualTo(one.tracks().hash());
    assertThat(other.sky().frequent()).isEqualTo(one.sky().frequent());
  }

  /** Two tracks of 200 and 100 clusters, of which some have two notes, between 30 and 100. */
  private static Score score(long seed, int ppq, int shift, int micros, boolean isPlayedAnew) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom played = new SplittableRandom(seed + (isPlayedAnew ? 1 : 0));
    ScoreBuilder score = Score.builder(Division.ppq(ppq)).tempo(0, micros);
    for (int i = 0; i < 200; i++) {
      int pitch = 65 + random.nextInt(15);
      long on = (long) i * ppq;
      score.note(0, 0, played.nextInt(128), pitch + shift, 1 + played.nextInt(127), on, on + ppq);
      if (random.nextInt(4) == 0) {
        score.note(0, 0, 5, pitch + shift - 3 - random.nextInt(9), 9, on, on + ppq);
      }
      if (i % 2 == 0) {
        int bass = 40 + random.nextInt(12) + shift;
        score.note(1, 1, played.nextInt(128), bass, 1 + played.nextInt(127), on, on + ppq);
      }
    }
    return score.build();
  }

  /** No drums are transposed with the music. */
  @Property(tries = 20)
  void drumsAreOfNoKey(@ForAll long seed) {
    Score score = score(seed, 96, 0, 500_000, false);
    ScoreBuilder withDrums = Score.builder(Division.ppq(96)).tempo(0, 500_000);
    score.notes().forEach(withDrums::note);
    withDrums.note(2, Note.DRUM_CHANNEL, 0, 36, 80, 0, 10);

    MusicFeatures features = MusicFeatures.of(withDrums.build());

    assertSameShingles(MusicFeatures.of(score), features);
    assertThat(features.shape()).isNotEqualTo(MusicFeatures.of(score).shape());
    assertThat(features.drums().size()).isZero();
  }
}
