package io.partita.option;

import io.partita.Mistake;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.RunOptions;
import io.partita.model.archive.ModelCard;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which files of a data set a command reads. */
public final class WhereOption {
  public static final String NAME = "--where";
  private static final String PLAYED = "--" + FileFilter.PLAYED;

  private enum Played {
    YES,
    NO
  }

  @Option(
      names = NAME,
      paramLabel = "SQL",
      description = "SQL condition on the files, as \"label = 'jazz'\" (default: all files).")
  private String sql;

  @Option(
      names = PLAYED,
      paramLabel = "yes|no",
      description = "Only MIDI files that somebody played, or only the others (default: all).")
  private Played played;

  /** Whether all files are meant. */
  public boolean isAll() {
    return condition() == null;
  }

  /** The files of a data set that were asked for. */
  public FileFilter of(String dataset) {
    return FileFilter.of(dataset, condition());
  }

  /**
   * The same where a command may look in several data sets.
   *
   * @param datasets that were named
   * @throws UserException where there is a condition and not one data set
   */
  public FileFilter ofOne(List<String> datasets) {
    if (condition() == null) {
      return FileFilter.ALL;
    }
    if (datasets.size() != 1) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          (sql == null ? PLAYED : NAME) + " needs one --dataset, whose files it names.");
    }
    return of(datasets.get(0));
  }

  /** Adds the condition to what decides a run; without one the run is that of earlier versions. */
  public void addTo(RunOptions options) {
    if (condition() != null) {
      options.decisive(NAME, condition());
    }
  }

  /** The same for a model's card. */
  public void addTo(Map<String, Object> decisive) {
    if (condition() != null) {
      decisive.put(NAME, condition());
    }
  }

  /** What both options ask for, in SQL; null where neither is given. */
  private String condition() {
    if (played == null) {
      return sql;
    }
    String wanted = (played == Played.YES ? "" : "NOT ") + FileFilter.PLAYED;
    return sql == null ? wanted : "(" + sql + ") AND " + wanted;
  }

  /** The files that a model was trained on. */
  public static FileFilter of(TrainedModel<?> model) {
    ModelCard.Provenance from = model.card().provenance();
    Object condition = from.options().get(StoredName.of(NAME));
    return FileFilter.of(from.dataset(), condition == null ? null : condition.toString());
  }
}
