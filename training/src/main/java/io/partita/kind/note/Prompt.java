package io.partita.kind.note;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.train.TrainedModel;
import io.partita.progress.JobLog;
import io.partita.scorefile.ScoreFile;
import io.partita.symbolic.NoteLine;
import io.partita.symbolic.PitchVocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What a model goes on from: classes of its vocabulary, at least one; notes that it knows, after
 * the beginning of a piece where its lines have one.
 *
 * @param classes of the model's vocabulary
 * @param source where they come from, for the JSON file
 */
@SuppressWarnings("ArrayRecordComponent") // prompts are never compared
record Prompt(int[] classes, Map<String, Object> source) {

  /** The beginning of a piece without a note, of a model whose lines have one. */
  static Prompt beginning(NoteModel model) {
    int[] classes = model.vocabulary().beginning(new int[0], model.network().lead());
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("start", null);
    return new Prompt(classes, source);
  }

  /**
   * One of the beginnings that a model keeps from its training data; equal seeds, equal prompts.
   *
   * @throws UserException where it keeps none
   */
  static Prompt kept(TrainedModel<NoteModel> trained, long seed) {
    List<int[]> kept = trained.model().prompts();
    if (kept.isEmpty()) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Model " + trained.folder().name() + " keeps no prompts: give one by --start FILE.mid.");
    }
    int index = new SplittableRandom(seed).nextInt(kept.size());
    int length = Math.min(kept.get(index).length, trained.model().network().sequenceLength());
    int[] classes = Arrays.copyOf(kept.get(index), length);
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("start_seed", seed);
    source.put("prompt", index);
    return of(trained.model(), classes, "Prompt " + index + " of the model", source);
  }

  /**
   * The note line of a MIDI file: all of it for a model of whole sequences, else as many of its
   * last notes as the model looks back.
   *
   * @throws UserException where the file cannot be read, or has no note that the model knows
   */
  static Prompt ofFile(NoteModel model, String file) throws IOException {
    int[] line;
    try {
      byte[] bytes = InputPath.bytes(file, Spark.hadoopConfiguration());
      line = NoteLine.of(ScoreFile.read(bytes), model.line());
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, "--start " + file + " cannot be read: " + e.detail() + ".", e);
    }
    if (model.network().mode() == NoteLstm.Mode.WINDOW) {
      int from = Math.max(0, line.length - model.network().sequenceLength());
      line = Arrays.copyOfRange(line, from, line.length);
    }
    reportUnknown(model.vocabulary(), file, line);
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("start", file);
    int[] classes = model.vocabulary().beginning(line, model.network().lead());
    return of(model, classes, "--start " + file, source);
  }

  private static void reportUnknown(PitchVocabulary vocabulary, String file, int[] line) {
    TreeSet<Integer> unknown = new TreeSet<>();
    for (int pitch : line) {
      unknown.add(pitch);
    }
    unknown.removeAll(vocabulary.pitches());
    if (!unknown.isEmpty()) {
      JobLog.sayf(
          "Left out of --start %s: notes of the pitches %s, which the model has never seen.",
          file, unknown);
    }
  }

  private static Prompt of(
      NoteModel model, int[] classes, String what, Map<String, Object> source) {
    int[] known = new int[classes.length];
    int count = 0;
    boolean hasNote = false;
    for (int next : classes) {
      if (next != model.vocabulary().unknownClass()) {
        known[count++] = next;
        hasNote |= model.vocabulary().isPitch(next);
      }
    }
    if (!hasNote) {
      throw new UserException(Mistake.NO_DATA, what + " has no note that the model knows.");
    }
    return new Prompt(Arrays.copyOf(known, count), source);
  }
}
