package io.partita.kind.note;

import io.partita.model.archive.ContentHashes;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.run.TrainingRun;
import io.partita.model.train.OneOfEachCluster;
import io.partita.symbolic.PitchVocabulary;
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
  static Examples<int[]> of(
      NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int least = vocabulary.hasEnds() ? 1 : model.lead() + 1;
    int predicted = vocabulary.hasEnds() ? 1 : -model.lead();
    boolean isWhole = model.mode() == NoteLstm.Mode.SEQUENCE;
    Counts counts =
        lines
            .pitches(split)
            .aggregate(
                Counts.NONE,
                (sum, line) ->
                    sum.plus(Counts.of(line.length, least, isWhole ? 1 : line.length + predicted)),
                Counts::plus);
    Map<String, Long> leftOut = new LinkedHashMap<>();
    lines.addLeftOut(split, leftOut);
    count(leftOut, "files without notes", lines.files(split) - counts.lines());
    count(leftOut, "files " + lines.rule().absence(), counts.empty());
    count(
        leftOut,
        "files of fewer than " + least + " notes",
        counts.lines() - counts.empty() - counts.longEnough());
    int length = model.lead() + 1;
    JavaRDD<int[]> sequences =
        sequences(lines, split, vocabulary, model)
            .map(FileExample::example)
            .filter(line -> line.length >= length);
    return Examples.of(
        isWhole ? sequences : sequences.flatMap(line -> windows(line, length)),
        counts.examples(),
        leftOut);
  }

  /** The examples of the split train; where files weigh as one, of one of them in each epoch. */
  static Examples<int[]> toTrain(NoteLines lines, PitchVocabulary vocabulary, NoteLstm model) {
    Examples<int[]> all = of(lines, TrainingRun.TRAIN, vocabulary, model);
    return lines.clusters().isEmpty()
        ? all
        : OneOfEachCluster.of(
            all,
            byContent(lines, TrainingRun.TRAIN, vocabulary, model).map(FileExample::file),
            lines.clusters());
  }

  /** The same examples, each with the content that it comes from. */
  static JavaRDD<FileExample<int[]>> byContent(
      NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int length = model.lead() + 1;
    boolean isWhole = model.mode() == NoteLstm.Mode.SEQUENCE;
    return sequences(lines, split, vocabulary, model)
        .filter(line -> line.example().length >= length)
        .flatMap(
            line -> {
              int[] classes = line.example();
              Iterator<int[]> examples =
                  isWhole ? List.of(classes).iterator() : windows(classes, length);
              List<FileExample<int[]>> ofLine = new ArrayList<>();
              examples.forEachRemaining(
                  example -> ofLine.add(new FileExample<>(line.file(), example)));
              return ofLine.iterator();
            });
  }

  /** Lines, those without a note, those that give an example, and the examples that they give. */
  private record Counts(long lines, long empty, long longEnough, long examples)
      implements Serializable {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(int notes, int least, int examples) {
      return notes < least
          ? new Counts(1, notes == 0 ? 1 : 0, 0, 0)
          : new Counts(1, 0, 1, examples);
    }

    Counts plus(Counts other) {
      return new Counts(
          lines + other.lines,
          empty + other.empty,
          longEnough + other.longEnough,
          examples + other.examples);
    }
  }

  /**
   * The lines of a split that have a note, in order, each whole and with the content that it comes
   * from: what a model reads of them is predicted from {@link #firstPredicted} on.
   */
  static JavaRDD<FileExample<int[]>> sequences(
      NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int lead = model.lead();
    return lines
        .byContent(split)
        .filter(line -> line.example().length > 0)
        .map(line -> new FileExample<>(line.file(), vocabulary.sequence(line.example(), lead)));
  }

  /** The contents of a split that give an example. */
  static ContentHashes contents(
      NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int length = model.lead() + 1;
    return ContentHashes.of(
        sequences(lines, split, vocabulary, model)
            .filter(line -> line.example().length >= length)
            .map(line -> line.file().get(0))
            .collect());
  }

  /** The place in a sequence of the first class that is predicted, given those before it. */
  static int firstPredicted(NoteLstm model) {
    return model.lead();
  }

  /** Beginnings to generate from, spread over the examples; notes only are gone on from. */
  static List<int[]> prompts(Examples<int[]> examples, PitchVocabulary vocabulary, NoteLstm model) {
    int most = model.sequenceLength();
    long apart = Math.max(1, examples.count() / PROMPTS);
    return examples
        .byNumber()
        .filter(example -> example._1 % apart == 0)
        .values()
        .map(
            example ->
                IntStream.of(example)
                    .limit(most)
                    .filter(next -> next != vocabulary.endClass())
                    .toArray())
        .filter(prompt -> IntStream.of(prompt).anyMatch(next -> next != vocabulary.startClass()))
        .take(PROMPTS);
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
