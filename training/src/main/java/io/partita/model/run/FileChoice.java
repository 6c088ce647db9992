package io.partita.model.run;

import io.partita.lake.run.FileFilter;
import io.partita.model.train.TrainedModel;
import io.partita.option.SuspectOptions;
import io.partita.option.WhereOption;
import io.partita.split.Fold;
import java.util.Map;

/**
 * Which MIDI files of a data set take part, and in which split.
 *
 * @param withSuspects whether those that are marked suspect do
 * @param duplicates which of those do that hold the same music
 * @param fold by which they are in splits
 * @param where which of a data set's files can take part at all
 */
public record FileChoice(
    boolean withSuspects, DuplicateOptions.Of duplicates, Fold fold, FileFilter where) {
  /** Those that a training asks for. */
  public static FileChoice of(TrainOptions options) {
    return new FileChoice(
        options.suspects.areIncluded,
        options.duplicates.which(),
        options.fold.fold(),
        options.where.of(options.dataset));
  }

  /** Those that a model was trained on. */
  public static FileChoice of(TrainedModel<?> model) {
    Map<String, Object> options = model.card().provenance().options();
    return new FileChoice(
        SuspectOptions.areIncluded(options),
        DuplicateOptions.of(options),
        FoldOption.of(model),
        WhereOption.of(model));
  }
}
