package io.partita.models.note;

import io.partita.model.note.NoteLstm;
import io.partita.run.Suspects;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.Examples;
import io.partita.training.FileExample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/** What a {@link NoteLstm} learns from: note lines as classes, whole or in windows. */
final class NoteExamples {
  private static final int PROMPTS = 64;

  private NoteExamples() {}

  /** The examples of one split. */
  static Examples of(NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int least = leastNotes(model);
    boolean isWhole = model.mode() == NoteLstm.Mode.SEQUENCE;
    JavaRDD<int[]> all = lines.pitches(split);
    Counts counts =
        all.aggregate(
            Counts.NONE,
            (sum, line) -> sum.plus(Counts.of(line.length, least, isWhole)),
            Counts::plus);
    Map<String, Long> leftOut = new LinkedHashMap<>();
    count(leftOut, Suspects.FILES, lines.suspects(split));
    count(leftOut, "files without notes", lines.files(split) - counts.lines());
    count(leftOut, "files " + lines.rule().absence(), counts.empty());
    count(
        leftOut,
        "files of fewer than " + least + " notes",
        counts.lines() - counts.empty() - counts.longEnough());
    JavaRDD<int[]> classes = all.filter(line -> line.length >= least).map(vocabulary::encode);
    return Examples.of(
        isWhole ? classes : classes.flatMap(line -> windows(line, least)),
        counts.examples(),
        leftOut);
  }

  /** The same examples, each with the content that it comes from. */
  static JavaRDD<FileExample> byContent(
      NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int least = leastNotes(model);
    boolean isWhole = model.mode() == NoteLstm.Mode.SEQUENCE;
    return lines
        .byContent(split)
        .filter(line -> line.example().length >= least)
        .flatMap(
            line -> {
              int[] classes = vocabulary.encode(line.example());
              Iterator<int[]> examples =
                  isWhole ? List.of(classes).iterator() : windows(classes, least);
              List<FileExample> ofLine = new ArrayList<>();
              examples.forEachRemaining(
                  example -> ofLine.add(new FileExample(line.file(), example)));
              return ofLine.iterator();
            });
  }

  /** Lines, those without a note, those that give an example, and the examples that they give. */
  private record Counts(long lines, long empty, long longEnough, long examples)
      implements Serializable {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(int notes, int least, boolean isWhole) {
      if (notes < least) {
        return new Counts(1, notes == 0 ? 1 : 0, 0, 0);
      }
      return new Counts(1, 0, 1, isWhole ? 1 : notes - least + 1);
    }

    Counts plus(Counts other) {
      return new Counts(
          lines + other.lines,
          empty + other.empty,
          longEnough + other.longEnough,
          examples + other.examples);
    }
  }

  /** The classes of a line that are predicted, given those before them. */
  static int firstPredicted(NoteLstm model) {
    return leastNotes(model) - 1;
  }

  /** Beginnings to generate from, spread over the examples. */
  static List<int[]> prompts(Examples examples, NoteLstm model) {
    long apart = Math.max(1, examples.count() / PROMPTS);
    return examples
        .byNumber()
        .filter(example -> example._1 % apart == 0)
        .values()
        .take(PROMPTS)
        .stream()
        .map(example -> Arrays.copyOf(example, Math.min(example.length, model.sequenceLength())))
        .toList();
  }

  private static int leastNotes(NoteLstm model) {
    return model.mode() == NoteLstm.Mode.SEQUENCE ? 2 : model.sequenceLength() + 1;
  }

  private static Iterator<int[]> windows(int[] line, int length) {
    return IntStream.rangeClosed(0, line.length - length)
        .mapToObj(start -> Arrays.copyOfRange(line, start, start + length))
        .iterator();
  }

  private static void count(Map<String, Long> leftOut, String reason, long files) {
    if (files > 0) {
      leftOut.put(reason, files);
    }
  }
}
