package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Scores that an untrained network plays as it likes: what must hold whatever it says. */
class HumanizerTest {
  private static final int STEP = 120;
  private static GrooVae model;
  private static ComputationGraph network;

  @BeforeAll
  static void makeANetwork() {
    model = GrooVae.named("groovae_2bar_tiny").with(Map.of("drumMap", "gm"));
    network = model.network(1, model.optimizer());
    Nd4j.getRandom().setSeed(5);
    network.params().addi(Nd4j.randn(network.params().shape()).muli(0.5));
  }

  @Test
  void everyNoteStaysAtItsStepAndSounds() throws Exception {
    Score beat = beat(7, 0).build();
    Humanizer.Humanized played = humanize(beat, 1, 0, 1);

    assertThat(played.played()).isEqualTo(beat.notes().size());
    assertThat(steps(read(played.score()))).isEqualTo(steps(beat));
    assertThat(played.score().notes()).allMatch(note -> note.velocity() >= 1);
    assertThat(played.score().notes()).allMatch(note -> note.onsetTick() >= 0);
    assertThat(onsets(played.score())).as("played, not written").isNotEqualTo(onsets(beat));
  }

  @Test
  void theAmountGoesFromTheScoreToTheModelsPlaying() throws Exception {
    Score loose = beat(4, 40).build();
    assertThat(notes(humanize(loose, 0, 0, 1).score())).isEqualTo(notes(loose));

    Score once = humanize(loose, 1, 0, 1).score();
    assertThat(notes(humanize(once, 1, 0, 1).score())).as("twice is once").isEqualTo(notes(once));
    assertThat(notes(once))
        .as("whatever the timing was")
        .isEqualTo(notes(humanize(beat(4, 0).build(), 1, 0, 1).score()));
  }

  @Test
  void seedsDecideWhereThereIsATemperature() throws Exception {
    Score beat = beat(3, 0).build();
    assertThat(notes(humanize(beat, 1, 0, 1).score()))
        .isEqualTo(notes(humanize(beat, 1, 0, 2).score()));
    assertThat(notes(humanize(beat, 1, 1, 1).score()))
        .isEqualTo(notes(humanize(beat, 1, 1, 1).score()))
        .isNotEqualTo(notes(humanize(beat, 1, 1, 2).score()));
  }

  @Test
  void theFilesTempoDecidesWhereTheModelReadsIt() {
    Score slow = beat(3, 0).build();
    Score fast = beat(3, 0).tempo(0, 300_000).build();
    assertThat(bars(slow).qpm(0)).isEqualTo(100);
    assertThat(bars(fast).qpm(1920)).isEqualTo(200);
    assertThat(bars(Score.builder(Division.ppq(480)).note(0, 9, 0, 36, 80, 0, 30).build()).qpm(0))
        .as("where none is said")
        .isEqualTo(120);
    Humanizer reading = of(Map.of("tempo", "true", "encoderSteps", "true", "hitsControl", "true"));
    assertThat(notes(played(reading, fast))).isNotEqualTo(notes(played(reading, slow)));
    assertThat(steps(played(reading, fast))).isEqualTo(steps(fast));
    Humanizer other = of(Map.of());
    assertThat(notes(played(other, fast))).isEqualTo(notes(played(other, slow)));
  }

  private static Score played(Humanizer humanizer, Score score) {
    return humanizer.of(bars(score), bars(score), List.of()).score();
  }

  @Test
  void otherBarsAndOtherInstrumentsStay() throws Exception {
    ScoreBuilder score = beat(2, 0);
    long waltz = 2 * 16 * STEP;
    score.timeSignature(waltz, 3, 4).note(0, 9, 0, 36, 90, waltz + 7, waltz + 30);
    score.note(0, 9, 0, 100, 70, 3, 40); // of no class
    score.note(1, 0, 12, 60, 64, 5, 600);
    Score whole = score.build();
    Humanizer.Humanized played = humanize(whole, 1, 0, 1);

    assertThat(played.left()).isEqualTo(2);
    assertThat(notes(played.score()))
        .contains("0 9 0 36 90 3847 3870", "0 9 0 100 70 3 40", "1 0 12 60 64 5 600");
    assertThat(played.score().timeSignatures()).isEqualTo(whole.timeSignatures());
    assertThat(played.score().tempos()).isEqualTo(whole.tempos());
  }

  @Test
  void tapsBecomeOtherDrumsAndTheirPitchesDoNotMatter() {
    Humanizer taps = of(Map.of("tap", "true", "humanize", "false", "fixedVelocities", "true"));
    List<DrumClass> all = List.of(DrumClass.values());
    DrumBars beat = bars(beat(3, 40).build());
    Humanizer.Humanized made = taps.of(beat, beat, all);

    assertThat(made.played()).isEqualTo(made.score().notes().size()).isPositive();
    assertThat(made.left()).isZero();
    DrumBars again = bars(made.score());
    assertThat(again.placed()).as("one note a cell").hasSize(again.loudest().size());
    Score tapped = tapped(beat);
    DrumBars onOneDrum = bars(tapped);
    assertThat(notes(taps.of(onOneDrum, onOneDrum, all).score())).isEqualTo(notes(made.score()));
  }

  /** The loudest note of each step, the lowest drum of equals, on a snare. */
  private static Score tapped(DrumBars beat) {
    Map<Long, DrumBars.Placed> ofStep = new TreeMap<>();
    for (DrumBars.Placed note : beat.loudest().values()) {
      ofStep.merge(
          note.cell().bar() + note.cell().step() * (long) STEP,
          note,
          (one, other) -> one.cell().drum() < other.cell().drum() ? one : other);
    }
    ScoreBuilder taps = Score.builder(Division.ppq(480)).tempo(0, 600_000);
    ofStep
        .values()
        .forEach(
            note -> taps.note(0, 9, 0, 38, 80, note.note().onsetTick(), note.note().offsetTick()));
    return taps.build();
  }

  @Test
  void addedDrumsLeaveTheBeatAsItIs() {
    Humanizer hats = of(Map.of("humanize", "false", "addInstruments", "[2, 8]"));
    Score beat = beat(3, 40).build();
    Humanizer.Humanized made = hats.of(bars(beat), bars(beat), List.of(DrumClass.RIDE));

    List<String> added = new ArrayList<>(notes(made.score()));
    assertThat(added).containsAll(notes(beat));
    notes(beat).forEach(added::remove);
    assertThat(added).isNotEmpty().hasSize(made.played()).allMatch(note -> note.contains(" 51 "));
    assertThat(made.left()).isEqualTo(beat.notes().size());
  }

  @Test
  void aGrooveIsTakenFromAnotherFileWhoseBarsRepeat() {
    Humanizer transfer = of(Map.of("humanize", "false", "hitsControl", "true"));
    Score beat = beat(4, 0).build();
    DrumBars hits = bars(beat);
    Humanizer.Humanized made = transfer.of(hits, bars(beat(1, 40).build()), List.of());
    assertThat(steps(made.score())).isEqualTo(steps(beat));
    assertThat(notes(made.score()))
        .isNotEqualTo(notes(transfer.of(hits, bars(beat(1, 10).build()), List.of()).score()));
  }

  private static Humanizer of(Map<String, String> changes) {
    GrooVae other = model.with(changes);
    ComputationGraph made = other.network(1, other.optimizer());
    Nd4j.getRandom().setSeed(5);
    made.params().addi(Nd4j.randn(made.params().shape()).muli(0.5));
    return new Humanizer(other, made, 1, 0, 1);
  }

  private static DrumBars bars(Score score) {
    return new DrumBars(score, DrumMap.GM);
  }

  private static Humanizer.Humanized humanize(
      Score score, double amount, double temperature, long seed) {
    DrumBars drums = new DrumBars(score, DrumMap.GM);
    return new Humanizer(model, network, amount, temperature, seed).of(drums, drums, List.of());
  }

  /** Kicks and others by chance; all velocities alike, as a score has them. */
  private static ScoreBuilder beat(int bars, int loose) {
    SplittableRandom dice = new SplittableRandom(3);
    SplittableRandom timing = new SplittableRandom(4);
    ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 600_000);
    for (int step = 0; step < bars * 16; step++) {
      for (int pitch : new int[] {36, 38, 42}) {
        if (dice.nextInt(3) == 0) {
          long tick =
              Math.max(0, step * (long) STEP + (loose == 0 ? 0 : timing.nextInt(-loose, loose)));
          score.note(0, 9, 0, pitch, 80, tick, tick + 30);
        }
      }
    }
    return score.note(0, 9, 0, 36, 80, 0, 30);
  }

  private static Score read(Score score) throws Exception {
    return MidiReader.read(MidiWriter.write(score));
  }

  private static List<String> steps(Score score) {
    return sorted(score, note -> note.pitch() + " at " + (note.onsetTick() + STEP / 2) / STEP);
  }

  private static List<String> onsets(Score score) {
    return sorted(score, note -> String.valueOf(note.onsetTick()));
  }

  private static List<String> notes(Score score) {
    return sorted(
        score,
        note ->
            Stream.of(note.track(), note.channel(), note.program(), note.pitch(), note.velocity())
                    .map(String::valueOf)
                    .collect(java.util.stream.Collectors.joining(" "))
                + " "
                + note.onsetTick()
                + " "
                + note.offsetTick());
  }

  private static List<String> sorted(Score score, java.util.function.Function<Note, String> text) {
    List<String> texts = new ArrayList<>();
    IntStream.range(0, score.notes().size())
        .forEach(i -> texts.add(text.apply(score.notes().get(i))));
    texts.sort(null);
    return texts;
  }
}
