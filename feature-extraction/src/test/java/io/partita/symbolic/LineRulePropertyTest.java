package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Each rule against its definition, which looks at all notes for every note. */
class LineRulePropertyTest {
  @Property(tries = 300)
  void theFirstTrackWithoutItsPercussion(@ForAll long seed) {
    List<Note> notes = notes(seed, true);
    int first =
        notes.stream().filter(note -> !note.isDrum()).mapToInt(Note::track).min().orElse(-1);
    assertLine(notes, LineRule.FIRST, note -> !note.isDrum() && note.track() == first);
  }

  @Property(tries = 300)
  void withoutPercussionTheFirstLineIsThatOfEarlierVersions(@ForAll long seed) {
    List<Note> notes = notes(seed, false);
    int first = notes.stream().mapToInt(Note::track).min().orElse(-1);
    assertLine(notes, LineRule.FIRST, note -> note.track() == first);
    assertLine(notes, LineRule.FIRST_TRACK, note -> note.track() == first);
  }

  @Property(tries = 300)
  void drumsAreThePercussionOfAllTracks(@ForAll long seed) {
    assertLine(notes(seed, true), LineRule.DRUMS, Note::isDrum);
  }

  @Property(tries = 300)
  void theHighestAndTheLowestThatSounds(@ForAll long seed) {
    List<Note> notes = notes(seed, true);
    List<Note> melodic = notes.stream().filter(note -> !note.isDrum()).toList();
    assertLine(
        notes, LineRule.TOP, note -> isOutermost(note, melodic, Comparator.naturalOrder()), true);
    assertLine(
        notes, LineRule.BASS, note -> isOutermost(note, melodic, Comparator.reverseOrder()), true);
  }

  /** None beyond it begins with it or sounds on. */
  private static boolean isOutermost(Note note, List<Note> melodic, Comparator<Integer> order) {
    if (note.isDrum()) {
      return false;
    }
    for (Note other : melodic) {
      boolean isBeyond = order.compare(other.pitch(), note.pitch()) > 0;
      boolean sounds =
          other.onsetTick() == note.onsetTick()
              || (other.onsetTick() < note.onsetTick() && other.offsetTick() > note.onsetTick());
      if (isBeyond && sounds) {
        return false;
      }
    }
    return true;
  }

  @Property(tries = 300)
  void noPartIsLonger(@ForAll long seed) {
    List<Note> notes = notes(seed, true);
    int best = -1;
    long most = 0;
    for (int part = 0; part < 16 * 4; part++) {
      int candidate = part;
      long size = notes.stream().filter(note -> isOfPart(note, candidate)).count();
      if (size > most) {
        best = part;
        most = size;
      }
    }
    int longest = best;
    assertLine(notes, LineRule.LONGEST, note -> isOfPart(note, longest));
  }

  private static boolean isOfPart(Note note, int part) {
    return !note.isDrum() && note.track() == part / 16 && note.channel() == part % 16;
  }

  private static void assertLine(List<Note> all, LineRule rule, Predicate<Note> isInLine) {
    assertLine(all, rule, isInLine, false);
  }

  /**
   * @param isUnisonOnce whether notes of one onset and pitch are one
   */
  private static void assertLine(
      List<Note> all, LineRule rule, Predicate<Note> isInLine, boolean isUnisonOnce) {
    Set<List<Long>> unisons = new HashSet<>();
    NoteLine line = NoteLine.by(rule);
    List<Integer> expected = new ArrayList<>();
    for (Note note : all) {
      line.add(note.track(), note.channel(), note.pitch(), note.onsetTick(), note.offsetTick());
    }
    for (Note note : all) {
      if (isInLine.test(note)
          && (unisons.add(List.of(note.onsetTick(), (long) note.pitch())) || !isUnisonOnce)) {
        expected.add(note.pitch());
      }
    }
    List<Integer> found = new ArrayList<>();
    for (int pitch : line.pitches()) {
      found.add(pitch);
    }
    assertThat(found).as(rule.toString()).isEqualTo(expected);
  }

  /**
   * Up to 60 notes of 4 tracks, close together: unisons, chords, notes that end as others begin.
   */
  private static List<Note> notes(long seed, boolean withPercussion) {
    SplittableRandom dice = new SplittableRandom(seed);
    ScoreBuilder score = Score.builder(Division.ppq(480));
    int count = dice.nextInt(60);
    for (int i = 0; i < count; i++) {
      int channel = withPercussion && dice.nextInt(3) == 0 ? Note.DRUM_CHANNEL : dice.nextInt(3);
      long onset = dice.nextInt(30);
      score.note(
          dice.nextInt(4), channel, 0, 60 + dice.nextInt(8), 90, onset, onset + dice.nextInt(9));
    }
    return List.copyOf(score.build().notes());
  }
}
