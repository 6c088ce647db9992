package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.catalog.MatchScores;
import io.partita.ingest.midi.TrackMatches.Match;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackMatchesTest {
  private final TrackMatches matches = new TrackMatches();

  @Test
  void theBestScoreIsRankedFirstAndContentsWithoutOneLastByTheirMd5() {
    matches.named("TRA", "d");
    matches.named("TRA", "c");
    matches.named("TRA", "b");
    matches.named("TRA", "a");
    score("TRA", "c", 0.5);
    score("TRA", "b", 0.7);

    assertThat(matches.ranked("TRA"))
        .as("contents of the track, the best first")
        .containsExactly(
            new Match("b", 0.7), new Match("c", 0.5), new Match("a", null), new Match("d", null));
  }

  @Test
  void equalScoresAreRankedByMd5() {
    matches.named("TRA", "b");
    matches.named("TRA", "a");
    score("TRA", "b", 0.5);
    score("TRA", "a", 0.5);

    assertThat(matches.ranked("TRA"))
        .as("contents of one score")
        .containsExactly(new Match("a", 0.5), new Match("b", 0.5));
  }

  @Test
  void aScorePutsOnlyContentsThatNoPathNamesIntoATrack() {
    matches.named("TRB", "named");
    matches.unnamed("lost");
    score("TRA", "named", 0.9);
    score("TRA", "lost", 0.8);
    score("TRC", "elsewhere", 0.7);

    assertThat(matches.tracks())
        .as("contents of each track")
        .containsExactly(Map.entry("TRA", 1), Map.entry("TRB", 1));
    assertThat(matches.ranked("TRA")).as("by score").containsExactly(new Match("lost", 0.8));
    assertThat(matches.ranked("TRB")).as("by path").containsExactly(new Match("named", null));
  }

  @Test
  void aContentHasTheSongsOfAllItsTracks() {
    matches.named("TRB", "a");
    matches.named("TRA", "a");
    matches.named("TRC", "a");
    matches.named("TRC", "b");

    assertThat(matches.songs(Map.of("TRA", "SO1", "TRB", "SO1")))
        .as("songs of each content")
        .isEqualTo(Map.of("a", Set.of("SO1", "TRC"), "b", Set.of("TRC")));
  }

  @Test
  void aMemberThatIsFoundTwiceIsOneContent() {
    matches.named("TRA", "a");
    matches.named("TRA", "a");

    assertThat(matches.ranked("TRA")).as("contents").isEqualTo(List.of(new Match("a", null)));
  }

  private void score(String trackId, String md5, double score) {
    matches.score(new MatchScores.Match(trackId, md5, score));
  }
}
