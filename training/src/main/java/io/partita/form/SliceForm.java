package io.partita.form;

import io.partita.drum.DrumLoop;
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
import org.apache.spark.sql.Row;

/**
 * What a slice is: its voices, how the encoder reads a step, and where slices lie in a lake. {@link
 * Forms} lists the forms; nothing else asks which one a model has.
 *
 * <p>A slice is an array of labels, voice after voice: that of voice v at a step is at v · steps +
 * step.
 */
public sealed interface SliceForm extends Form permits DrumForm, MelodyForm, TrioForm {
  /**
   * What a form and its tables are called.
   *
   * @param name in hyper-parameters
   * @param title one of them in a sentence
   * @param product what a model of it makes
   * @param command that makes the tables of slices and files
   */
  record Names(
      String name,
      String title,
      String product,
      String command,
      String table,
      String filesTable,
      String latents) {}

  Names names();

  @Override
  default String name() {
    return names().name();
  }

  @Override
  default String title() {
    return names().title();
  }

  /** What a model of it makes, as {@code drum loops}. */
  default String product() {
    return names().product();
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

  @Override
  default String table() {
    return names().table();
  }

  @Override
  default String filesTable() {
    return names().filesTable();
  }

  /** The columns of labels, a voice each. */
  @Override
  List<String> columns();

  @Override
  default int[] example(Row row, int first) {
    return FormTables.labels(this, row, first);
  }

  @Override
  default String command() {
    return names().command();
  }

  /** The table of what models make of slices. */
  default String latents() {
    return names().latents();
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

  /** What drawn slices are held to beside real ones. */
  interface Likeness {
    List<ComparedFigure> of(List<int[]> drawn, List<int[]> real);

    /** The same figures of real slices, in the same order, as means over their files. */
    List<Bootstrap.Ratio> byFile(List<List<int[]>> files);
  }

  /** How a release's slices are held against real ones; empty where no release is. */
  default Optional<Likeness> likeness() {
    return Optional.empty();
  }

  /** A slice as music, whole bars of any number; the end of its track is that of the last bar. */
  Score score(int[] slice);

  /** Slices below each other, as PNG. */
  byte[] picture(String title, List<SliceRoll> rolls);

  /** One voice of a slice of any length. */
  default int[] voice(int[] slice, int voice) {
    int steps = slice.length / voices().size();
    return Arrays.copyOfRange(slice, voice * steps, (voice + 1) * steps);
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

  /** Whether a slice may be sung higher or lower. */
  default boolean isTransposable() {
    return false;
  }
}
