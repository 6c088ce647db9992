package io.partita.jobs;

import io.partita.model.NoteLstm;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.Examples;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/** What a {@link NoteLstm} learns from: note lines as classes, whole or in windows. */
final class NoteExamples {
  private NoteExamples() {}

  /** The examples of one split. */
  static Examples of(NoteLines lines, String split, PitchVocabulary vocabulary, NoteLstm model) {
    int least = leastNotes(model);
    JavaRDD<short[]> long_ = lines.pitches(split).filter(line -> line.length >= least);
    Map<String, Long> leftOut = new LinkedHashMap<>();
    long withNotes = lines.pitches(split).count();
    count(leftOut, "files without notes", lines.files(split) - withNotes);
    count(leftOut, "files of fewer than " + least + " notes", withNotes - long_.count());
    JavaRDD<short[]> classes = long_.map(vocabulary::encode);
    return Examples.of(
        model.mode() == NoteLstm.Mode.SEQUENCE
            ? classes
            : classes.flatMap(line -> windows(line, least)),
        leftOut);
  }

  /** The classes of a line that are predicted, given those before them. */
  static int firstPredicted(NoteLstm model) {
    return leastNotes(model) - 1;
  }

  private static int leastNotes(NoteLstm model) {
    return model.mode() == NoteLstm.Mode.SEQUENCE ? 2 : model.sequenceLength() + 1;
  }

  private static Iterator<short[]> windows(short[] line, int length) {
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
