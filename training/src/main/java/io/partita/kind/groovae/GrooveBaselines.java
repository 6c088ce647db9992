package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumPerformance;
import io.partita.form.PlayedDrums;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What simple models make of the hits of performances: on the grid with the mean velocity; with the
 * mean offset; with the means of each drum at each place of the bar; a {@link HitRegression}; and
 * the velocities and offsets of the training slice whose hits are nearest, the first of equals, and
 * the means of the place where it has no hit.
 *
 * <p>Where a model chooses hits, the nearest training slice is the one that is nearest by what is
 * known of them: taps, or the given drums. Beside it is the most frequent training slice with the
 * very same taps, the first of equals, or without one the nearest.
 */
final class GrooveBaselines {
  /** By what they are called. */
  static final List<String> NAMES =
      List.of("quantised", "mean_offset", "mean_by_place", "ridge", "nearest_slice");

  private static final String NEAREST = "nearest_slice";
  private static final String FREQUENT = "frequent_slice";

  /** Training slices that are looked at, spread over all. */
  private static final int MOST_SLICES = 50_000;

  private static final int PLACES = DrumGrid.STEPS_PER_BAR * DrumClass.COUNT;

  private final List<DrumPerformance> train;
  private final int[][] trainHits;
  private final HitRegression regression;

  /** [place in the bar] velocities and offsets, as the numbers of rows. */
  private final float[] velocities = new float[PLACES];

  private final float[] offsets = new float[PLACES];
  private final float meanVelocity;
  private final float meanOffset;

  private GrooveBaselines(List<DrumPerformance> train) {
    this.train = train;
    this.trainHits = train.stream().map(DrumPerformance::masks).toArray(int[][]::new);
    this.regression = new HitRegression(train);
    double[][] sums = new double[3][PLACES];
    for (DrumPerformance slice : train) {
      float[] rows = slice.rows();
      forEachHit(
          slice,
          (at, place) -> {
            sums[0][place]++;
            sums[1][place] += rows[at + DrumPerformance.VELOCITY];
            sums[2][place] += rows[at + DrumPerformance.OFFSET];
          });
    }
    double hits = Arrays.stream(sums[0]).sum();
    meanVelocity = (float) (Arrays.stream(sums[1]).sum() / hits);
    meanOffset = (float) (Arrays.stream(sums[2]).sum() / hits);
    for (int place = 0; place < PLACES; place++) {
      boolean isKnown = sums[0][place] > 0;
      velocities[place] = isKnown ? (float) (sums[1][place] / sums[0][place]) : meanVelocity;
      offsets[place] = isKnown ? (float) (sums[2][place] / sums[0][place]) : meanOffset;
    }
  }

  /** What is done with a hit at a place of rows and at a place of the bar. */
  private interface Hit {
    void at(int row, int place);
  }

  private static void forEachHit(DrumPerformance slice, Hit hit) {
    for (int step = 0; step < slice.steps(); step++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        if (slice.isHit(step, drum)) {
          hit.at(
              step * DrumPerformance.ROW + drum,
              step % DrumGrid.STEPS_PER_BAR * DrumClass.COUNT + drum);
        }
      }
    }
  }

  /**
   * Their figures.
   *
   * @param model that is measured
   * @param train slices that they learn from; without any, nothing is known
   * @param held slices that they play
   */
  static BaselineScores scores(
      GrooVae model, Examples<PlayedDrums> train, List<FileExample<PlayedDrums>> held) {
    List<BaselineFigure> all = new ArrayList<>();
    for (String name : NAMES) {
      GrooveFigures.PER_HIT.forEach(figure -> all.add(new BaselineFigure(name, figure)));
    }
    if (model.tap()) {
      all.add(new BaselineFigure(FREQUENT, GrooveFigures.HITS_F1));
    }
    if (train.count() == 0) {
      return new BaselineScores(
          all, new FileScores(List.of(), List.of(), PredictionSums.NONE), Map.of());
    }
    List<DrumPerformance> learnt =
        train.spread(MOST_SLICES).byNumber().values().collect().stream()
            .map(PlayedDrums::played)
            .toList();
    GrooveBaselines baselines = new GrooveBaselines(learnt);
    BaselineScores scores = baselines.scores(all, held);
    if (model.ownDrums() != 0) {
      baselines.addHits(model, held, scores.others());
    }
    return scores;
  }

  /** Adds figures of hits that training slices have where only some are known. */
  private void addHits(
      GrooVae model, List<FileExample<PlayedDrums>> held, Map<String, Map<String, Object>> others) {
    int[][] known = Arrays.stream(trainHits).map(hits -> known(model, hits)).toArray(int[][]::new);
    Map<List<Integer>, Map<List<Integer>, Integer>> byTaps = new HashMap<>();
    for (int k = 0; k < known.length; k++) {
      byTaps
          .computeIfAbsent(listed(known[k]), none -> new LinkedHashMap<>())
          .merge(listed(trainHits[k]), 1, Integer::sum);
    }
    Map<String, Function<int[], int[]>> guesses = new LinkedHashMap<>();
    guesses.put(NEAREST, of -> trainHits[nearest(known, of)]);
    if (model.tap()) {
      guesses.put(
          FREQUENT, of -> mostFrequent(byTaps, of).orElseGet(() -> trainHits[nearest(known, of)]));
    }
    guesses.forEach(
        (name, guess) -> {
          double[] sums = new double[GrooveFigures.SUMS.size()];
          for (FileExample<PlayedDrums> example : held) {
            DrumPerformance slice = example.example().played();
            int[] guessed = guess.apply(known(model, slice.masks()));
            GrooveFigures.addHits(slice.masks(), guessed, sums, 0);
          }
          PredictionSums all = ExampleScores.sum(GrooveFigures.SUMS, held.size(), sums);
          others
              .computeIfAbsent(name, none -> new LinkedHashMap<>())
              .putAll(GrooveFigures.hitFigures(all, model.ownDrums()));
        });
  }

  /** What is known of hits: whether a step is tapped, else the drums that are given. */
  private static int[] known(GrooVae model, int[] hits) {
    return Arrays.stream(hits)
        .map(mask -> model.tap() ? Math.min(mask, 1) : mask & model.givenDrums())
        .toArray();
  }

  private static List<Integer> listed(int[] hits) {
    return Arrays.stream(hits).boxed().toList();
  }

  private static Optional<int[]> mostFrequent(
      Map<List<Integer>, Map<List<Integer>, Integer>> byTaps, int[] taps) {
    Map.Entry<List<Integer>, Integer> most = null;
    for (Map.Entry<List<Integer>, Integer> slice :
        byTaps.getOrDefault(listed(taps), Map.of()).entrySet()) {
      most = most == null || slice.getValue() > most.getValue() ? slice : most;
    }
    return Optional.ofNullable(most)
        .map(slice -> slice.getKey().stream().mapToInt(Integer::intValue).toArray());
  }

  private BaselineScores scores(List<BaselineFigure> all, List<FileExample<PlayedDrums>> held) {
    List<Function<DrumPerformance, float[]>> players =
        List.of(
            slice -> means(slice, false, true),
            slice -> means(slice, false, false),
            slice -> means(slice, true, false),
            slice -> regression.predict(slice, means(slice, true, false)),
            this::nearest);
    List<List<FileSums>> sums = new ArrayList<>();
    Map<String, Map<String, Object>> others = new LinkedHashMap<>();
    for (int k = 0; k < players.size(); k++) {
      Map<String, Double> bins = new TreeMap<>();
      List<FileSums> files = new ArrayList<>();
      for (FileExample<PlayedDrums> example : held) {
        DrumPerformance slice = example.example().played();
        double[] of = new double[GrooveFigures.SUMS.size()];
        double qpm = example.example().qpm();
        GrooveFigures.add(slice, players.get(k).apply(slice), qpm, of, 0, bins);
        files.add(new FileSums(example.file(), 1, of));
      }
      FileScores scores = FileScores.joined(GrooveFigures.SUMS, files, new PredictionSums(0, bins));
      Map<String, Object> of = new LinkedHashMap<>();
      Map<String, Double> figures = GrooveFigures.figures(scores.sum(), 0);
      for (String name : List.of(GrooveFigures.TIMING_KL, GrooveFigures.VELOCITY_KL)) {
        of.put(name, figures.get(name));
      }
      of.put(GrooveFigures.GROOVE_DISTANCE, GrooveFigures.grooveDistance(scores));
      of.put(GrooveFigures.TOLD_APART, GrooveFigures.toldApart(scores));
      others.put(NAMES.get(k), of);
      sums.add(GrooveFigures.perHit(scores).files());
    }
    return new BaselineScores(all, sideBySide(all, sums), others);
  }

  /** The sums of each file of all of them; all have played the same hits. */
  private static FileScores sideBySide(List<BaselineFigure> all, List<List<FileSums>> sums) {
    List<FileSums> files = new ArrayList<>();
    for (int file = 0; file < sums.get(0).size(); file++) {
      int number = file;
      FileSums first = sums.get(0).get(file);
      double[] joined =
          sums.stream().flatMapToDouble(of -> Arrays.stream(of.get(number).sums())).toArray();
      files.add(new FileSums(first.file(), first.count(), first.weight(), joined));
    }
    return new FileScores(
        all.stream()
            .filter(figure -> NAMES.contains(figure.baseline()))
            .map(BaselineFigure::column)
            .toList(),
        files,
        PredictionSums.NONE);
  }

  private float[] means(DrumPerformance slice, boolean byPlace, boolean quantised) {
    float[] rows = new float[slice.steps() * DrumPerformance.ROW];
    forEachHit(
        slice,
        (at, place) -> {
          rows[at] = 1;
          rows[at + DrumPerformance.VELOCITY] = byPlace ? velocities[place] : meanVelocity;
          rows[at + DrumPerformance.OFFSET] = quantised ? 0 : byPlace ? offsets[place] : meanOffset;
        });
    return rows;
  }

  /** The number of the nearest of slices, the first of equals. */
  private static int nearest(int[][] slices, int[] hits) {
    int nearest = 0;
    int least = Integer.MAX_VALUE;
    for (int k = 0; k < slices.length; k++) {
      int distance = DrumLoop.hammingDistance(hits, slices[k]);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  private float[] nearest(DrumPerformance slice) {
    float[] rows = means(slice, true, false);
    float[] other = train.get(nearest(trainHits, slice.masks())).rows();
    forEachHit(
        slice,
        (at, place) -> {
          if (other[at] > 0) {
            rows[at + DrumPerformance.VELOCITY] = other[at + DrumPerformance.VELOCITY];
            rows[at + DrumPerformance.OFFSET] = other[at + DrumPerformance.OFFSET];
          }
        });
    return rows;
  }
}
