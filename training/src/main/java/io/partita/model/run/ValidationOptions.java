package io.partita.model.run;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.train.Selection;
import io.partita.option.OptionRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * What a training is held against, which of its weights become the model, and when it is enough.
 */
public final class ValidationOptions {
  public static final String NO_SPLIT = "none";

  /** Which weights stay beside the last ones. */
  enum Keep {
    BEST,
    LAST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--validation",
      paramLabel = "SPLIT",
      description = "Split to validate on, or none (default: ${DEFAULT-VALUE}).")
  public String split = "validation";

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description =
          "Iterations between validations (default: an epoch, or several if validation is long).")
  private Integer every;

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      description =
          "Weights that become the model: best on validation, or last (default: ${DEFAULT-VALUE}).")
  private Keep keep = Keep.BEST;

  @Option(
      names = "--select",
      paramLabel = "FIGURE",
      description =
          "Figure of validation that selects the best weights (default: the first of model check).")
  private String figure;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Validations without improvement after which training stops (default: no limit).")
  private Integer patience;

  @Option(
      names = "--ema",
      paramLabel = "DECAY",
      description =
          "Decay of the exponential moving average of the weights, as 0.999 (default: none).")
  private double ema;

  /** Fails on what can be told from the options alone. */
  void check() {
    OptionRange.atLeast("--validate-every", 1, every);
    OptionRange.atLeast("--patience", 1, patience);
    OptionRange.require(ema >= 0 && ema < 1, "--ema must be 0 until 1", ema);
    if (split.equals(TrainingRun.TRAIN)) {
      throw new UserException(
          Mistake.BAD_OPTION, "--validation train would score what is learnt; take another split.");
    }
    if (split.equals(NO_SPLIT) && (patience != null || figure != null || every != null)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--patience, --select and --validate-every need a split to validate on, not --validation"
              + " none.");
    }
  }

  /**
   * @throws UserException when the kind has no such figure
   */
  Selection selection(ModelKind<?> kind) {
    return new Selection(
        measure(kind),
        keep == Keep.BEST,
        patience == null ? Selection.NO_LIMIT : patience,
        every == null ? 0 : every,
        ema);
  }

  private ModelFigure measure(ModelKind<?> kind) {
    List<ModelFigure> measures = kind.measures();
    if (figure == null) {
      return measures.get(0);
    }
    return measures.stream()
        .filter(measure -> measure.figure().equals(figure))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "--select %s is no figure of a %s; there are %s."
                        .formatted(
                            figure,
                            kind.title(),
                            measures.stream()
                                .map(ModelFigure::figure)
                                .collect(Collectors.joining(", ")))));
  }

  /** Adds those that decide no weights, by their names; limits that were not given are left out. */
  void addTo(Map<String, Object> others, Selection selection) {
    others.put("--validation", split);
    others.put("--keep", keep.toString());
    others.put("--select", selection.figure().figure());
    if (every != null) {
      others.put("--validate-every", every);
    }
    if (patience != null) {
      others.put("--patience", patience);
    }
  }
}
