package io.partita.form;

import io.partita.drum.DrumLoop;
import io.partita.grid.SliceHash;
import io.partita.lake.table.SliceColumns;
import io.partita.picture.ScoreRoll;
import io.partita.picture.ScoreRollPicture;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * What a slice is: its voices, how the encoder reads a step, and where slices lie in a lake. {@link
 * Forms} lists the forms; nothing else asks which one a model has.
 *
 * <p>A slice is an array of labels, voice after voice: that of voice v at a step is at v · steps +
 * step.
 */
public interface SliceForm extends Form<int[]> {
  /** What kinds of models of such slices alone are named by, as drum in {@code drum-gpt}. */
  default String word() {
    return name();
  }

  /** What tells models apart that cannot be compared, as {@code 32 steps of melodies}. */
  default String measuredOn(int steps) {
    return steps + " steps of " + product();
  }

  /** At least one. */
  List<SliceVoice> voices();

  /** How many numbers the encoder reads of a step. */
  int inputs();

  /**
   * Writes what the encoder reads of a label.
   *
   * @param voice that the label is of
   * @param input of the step, [inputs] from a place on, all 0 before the first voice
   * @param first the place
   */
  void write(int voice, int label, float[] input, int first);

  /** The columns of labels, a voice each. */
  @Override
  List<String> columns();

  @Override
  default int[] example(Row row, int first) {
    List<int[]> voices = new ArrayList<>();
    for (int voice = 0; voice < columns().size(); voice++) {
      voices.add(SliceColumns.steps(row.getList(first + voice)));
    }
    return DrumLoop.joined(voices);
  }

  /** What {@link #distance} counts, in the plural. */
  default String unit() {
    return "labels";
  }

  /** How far two slices of one length are apart. */
  default int distance(int[] one, int[] other) {
    return one.length - DrumLoop.equalSteps(one, other);
  }

  /** Whether a slice is usually played round and round. */
  default boolean isLoop() {
    return false;
  }

  /** Whether a model of performances can play a slice. */
  default boolean isHumanized() {
    return false;
  }

  /**
   * How the best of several slices of a model is chosen.
   *
   * @param best its index, by all of them and −ln p of each, or a bound on it
   * @param reasons what else than nats the choice goes by, as fields of a JSON file
   */
  record Ranking(
      ToIntBiFunction<List<int[]>, double[]> best, Function<int[], Map<String, Object>> reasons) {}

  /** How slices of a model are compared; empty where they are not. */
  default Optional<Ranking> ranking() {
    return Optional.empty();
  }

  /**
   * What drawn slices are held to beside real ones.
   *
   * @param of drawn slices, and real ones
   * @param byFile the same figures of real slices, in the same order, as means over their files
   */
  record Likeness(
      BiFunction<List<int[]>, List<int[]>, List<ComparedFigure>> of,
      Function<List<List<int[]>>, List<Bootstrap.Ratio>> byFile) {}

  /** How a release's slices are held against real ones; empty where no release is. */
  default Optional<Likeness> likeness() {
    return Optional.empty();
  }

  /** A slice as music, whole bars of any number; the end of its track is that of the last bar. */
  Score score(int[] slice);

  /** Slices below each other, as PNG. */
  default byte[] picture(String title, List<SliceRoll> rolls) {
    return ScoreRollPicture.png(
        title,
        rolls.stream()
            .map(roll -> new ScoreRoll(roll.label(), roll.remark(), score(roll.steps())))
            .toList());
  }

  /** One voice of a slice of any length. */
  default int[] voice(int[] slice, int voice) {
    int steps = slice.length / voices().size();
    return Arrays.copyOfRange(slice, voice * steps, (voice + 1) * steps);
  }

  /** The voices of a slice of any length. */
  default List<int[]> voices(int[] slice) {
    return IntStream.range(0, voices().size()).mapToObj(voice -> voice(slice, voice)).toList();
  }

  /** Slices one after the other, as one. */
  default int[] joined(List<int[]> slices) {
    List<int[]> parts = new ArrayList<>();
    for (int voice = 0; voice < voices().size(); voice++) {
      for (int[] slice : slices) {
        parts.add(voice(slice, voice));
      }
    }
    return DrumLoop.joined(parts);
  }

  @Override
  default Map<String, Object> labels(int[] slice) {
    Map<String, Object> labels = new LinkedHashMap<>();
    for (int voice = 0; voice < voices().size(); voice++) {
      labels.put(columns().get(voice), voice(slice, voice));
    }
    return labels;
  }

  @Override
  default String key(int[] slice) {
    return Arrays.stream(slice)
        .mapToObj(label -> String.valueOf((char) label))
        .collect(Collectors.joining());
  }

  @Override
  default Map<String, Object> hash(int[] slice) {
    return Map.of("slice_hash", SliceHash.of(slice));
  }

  /** Whether a slice may be sung higher or lower. */
  default boolean isTransposable() {
    return false;
  }
}
