package io.partita.model.slices;

import io.partita.form.SliceForm;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.examples.Examples;
import io.partita.option.OptionRange;
import io.partita.statistics.ComparedFigure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Slices that a model draws as {@code generate} does by default, each held against real ones by the
 * figures of its form's {@link SliceForm.Likeness}.
 *
 * @param slices number of those drawn
 * @param inRanges share of them whose figures are all in the ranges that {@value #INSIDE} of the
 *     split's slices keep, each figure for itself; null of a form without figures
 * @param realInRanges the same of the split's slices
 * @param copies share of them that are equal to a training slice; null where those are unknown
 */
public record DrawnSlices(int slices, Double inRanges, Double realInRanges, Double copies) {
  private static final int MOST = 100_000;

  private static final double INSIDE = 0.99;

  private static final long SEED = 1;

  /** Real slices that are looked at, evenly spread. */
  private static final long MOST_REAL = 1 << 14;

  /** The option of an evaluation that says how many. */
  public static final class Count {
    @Option(
        names = "--drawn",
        paramLabel = "N",
        description =
            "Slices to generate and compare with real ones, as 1024 (default: ${DEFAULT-VALUE}).")
    private int count;

    public static Count of(int count) {
      Count of = new Count();
      of.count = count;
      return of;
    }

    /** Fails where it is out of range. */
    public void check() {
      OptionRange.require(count >= 0 && count <= MOST, "--drawn must be 0 to " + MOST, count);
    }

    /** Draws slices where some are asked for, and holds them against real ones. */
    public <M extends SliceModel<int[]>> Optional<DrawnSlices> of(SliceScoring<int[], M> scoring)
        throws IOException {
      return count == 0 ? Optional.empty() : Optional.of(DrawnSlices.of(scoring, count));
    }
  }

  private static <M extends SliceModel<int[]>> DrawnSlices of(
      SliceScoring<int[], M> scoring, int count) throws IOException {
    SliceForm form = (SliceForm) scoring.model().sliceCut().form();
    List<int[]> drawn =
        SliceGenerator.of(form, "--drawn", scoring.of()).slicesAt(null, scoring.of(), count, SEED);
    Examples<int[]> train = scoring.train();
    Double copies =
        train.count() == 0
            ? null
            : (double)
                    SameExamples.count(
                        scoring.spark().parallelize(drawn), train.byNumber().values(), form::key)
                / count;
    if (form.likeness().isEmpty()) {
      return new DrawnSlices(count, null, null, copies);
    }
    List<double[]> real = new ArrayList<>();
    for (int[] slice : scoring.held().spread(MOST_REAL).byNumber().values().collect()) {
      real.add(figures(form, slice));
    }
    List<double[]> ranges = ranges(real);
    double inRanges =
        drawn.stream().filter(slice -> isInside(ranges, figures(form, slice))).count();
    double realInRanges = real.stream().filter(figures -> isInside(ranges, figures)).count();
    return new DrawnSlices(count, inRanges / count, realInRanges / real.size(), copies);
  }

  private static double[] figures(SliceForm form, int[] slice) {
    List<int[]> alone = List.of(slice);
    return form.likeness().orElseThrow().of().apply(alone, alone).stream()
        .mapToDouble(ComparedFigure::drawn)
        .toArray();
  }

  /** Of each figure the least and the largest value inside, [figure][2]. */
  private static List<double[]> ranges(List<double[]> real) {
    List<double[]> ranges = new ArrayList<>();
    int outside = (int) Math.floor(real.size() * (1 - INSIDE) / 2);
    for (int k = 0; k < real.get(0).length; k++) {
      int figure = k;
      double[] values = real.stream().mapToDouble(of -> of[figure]).sorted().toArray();
      ranges.add(new double[] {values[outside], values[values.length - 1 - outside]});
    }
    return ranges;
  }

  private static boolean isInside(List<double[]> ranges, double[] figures) {
    for (int k = 0; k < figures.length; k++) {
      if (figures[k] < ranges.get(k)[0] || figures[k] > ranges.get(k)[1]) {
        return false;
      }
    }
    return true;
  }

  /** For programs. */
  public Map<String, Object> fields() {
    return Map.of("drawn", figures());
  }

  private Map<String, Object> figures() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("slices", slices);
    fields.put("in_real_ranges", inRanges);
    fields.put("real_in_real_ranges", realInRanges);
    fields.put("copies_of_training", copies);
    return fields;
  }

  /** For people. */
  public String text() {
    return String.format(Locale.ROOT, "%n%,d drawn slices:", slices)
        + (inRanges == null
            ? ""
            : String.format(
                Locale.ROOT,
                " %.1f %% inside real ranges (real ones: %.1f %%)",
                100 * inRanges,
                100 * realInRanges))
        + (copies == null
            ? ""
            : String.format(Locale.ROOT, " %.1f %% equal to a training slice", 100 * copies))
        + String.format(Locale.ROOT, "%n");
  }
}
