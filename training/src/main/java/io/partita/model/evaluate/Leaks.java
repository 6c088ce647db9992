package io.partita.model.evaluate;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.train.TrainedModel;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many files of the split that is evaluated were among the training files of the models, by the
 * hashes of their contents.
 *
 * @param files of the split, of different contents
 * @param model how many of them the model has learnt; null where its archive has no hashes
 * @param against the same of the other model; null where none is compared, or its archive has no
 *     hashes
 */
public record Leaks(int files, Integer model, Integer against) {
  /** What evaluations call the number of files that a model has learnt. */
  public static final String LEARNT = "files_learnt";

  /** What evaluations call whether there is any. */
  public static final String LEAKY = "leaky";

  /**
   * Says on standard error how many files each model has learnt.
   *
   * @param hash of the contents, one of {@link ModelCard.LearntFiles}
   * @param held contents of the split that give examples
   * @param against another model, or null
   * @throws UserException where a model has learnt one of them, {@code --leaky} is not given and
   *     the split is not the model's own training split
   */
  public static Leaks of(
      EvaluateOptions options,
      String hash,
      ContentHashes held,
      TrainedModel<?> model,
      TrainedModel<?> against)
      throws IOException {
    return new Leaks(
        held.size(),
        learnt(options, hash, held, model),
        against == null ? null : learnt(options, hash, held, against));
  }

  private static Integer learnt(
      EvaluateOptions options, String hash, ContentHashes held, TrainedModel<?> by)
      throws IOException {
    ModelCard card = by.card();
    String name = by.folder().name();
    Optional<ContentHashes> files = by.folder().learnt(card);
    if (files.isEmpty() || !card.provenance().learnt().hash().equals(hash)) {
      JobLog.sayf(
          "Model %s keeps no hashes of its training files: whether it has learnt files of the split"
              + " %s is unknown.",
          name, options.split());
      return null;
    }
    int learnt = files.get().countOf(held);
    String found =
        String.format(
            Locale.ROOT,
            "%,d of %,d files of the split %s were learnt by model %s",
            learnt,
            held.size(),
            options.split(),
            name);
    boolean isTraining = options.split().equals(card.provenance().trainSplit());
    if (learnt > 0 && !options.leaky && !isTraining) {
      throw new UserException(
          Mistake.LEAK,
          found
              + ": its figures would not be of held-out files. Evaluate other files, or go on with"
              + " --leaky.");
    }
    JobLog.say(found + ".");
    return learnt;
  }

  /** Adds those of the model. */
  void putModel(Map<String, Object> figures) {
    put(figures, model);
  }

  /** Adds those of the other model. */
  void putAgainst(Map<String, Object> figures) {
    put(figures, against);
  }

  private static void put(Map<String, Object> figures, Integer learnt) {
    figures.put(LEARNT, learnt);
    figures.put(LEAKY, learnt == null ? null : learnt > 0);
  }
}
