package io.partita.model.slices;

import io.partita.drum.DrumDensity;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMarkov;
import io.partita.drum.NearestSlice;
import io.partita.form.SliceForm;
import io.partita.model.Baselines;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.NgramOrder;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What simple models make of the slices that a model is measured on: densities ({@link
 * DrumDensity}), in nats as the model's own figure is; the training slice that is most like it
 * ({@link NearestSlice}); and guesses of steps: always the class that is most frequent in training,
 * back-off Markov models of order 1 to 4 ({@link DrumMarkov}), the step a bar earlier, and the
 * first bar for all bars. Of several voices each has models of its own, which know no other voice:
 * nats are added, and guesses are of the steps of all voices.
 */
public final class SliceBaselines {
  /** What evaluations call the share of steps that a guess has right. */
  public static final String ACCURACY = "accuracy";

  /** What evaluations call what a slice costs by a density. */
  public static final String NATS = "nats";

  /** The same for each step. */
  public static final String BITS_PER_STEP = "bits_per_step";

  /** Densities by n-grams. */
  public static final List<String> DENSITIES =
      Arrays.stream(DrumDensity.Model.values()).map(DrumDensity.Model::label).toList();

  /** The guess of the step a bar earlier, of the steps from the second bar on. */
  public static final String PREVIOUS_BAR = "previous_bar";

  /** The guess that all bars are as the first, of all steps; the first is given. */
  public static final String COPIED_BAR = "copied_bar";

  /** The guess of the training slice that is most like it. */
  public static final String NEAREST = "nearest";

  /** So many training slices are looked at for the nearest one, evenly spread. */
  private static final long MOST_NEIGHBOURS = 1 << 14;

  /** Those that need no training slices. */
  private static final List<BaselineFigure> UNTAUGHT =
      List.of(accuracy(COPIED_BAR), accuracy(PREVIOUS_BAR));

  private static final List<String> OF_DENSITY = List.of(NATS, BITS_PER_STEP);

  private static final List<BaselineFigure> OF_DENSITIES =
      DENSITIES.stream()
          .flatMap(name -> OF_DENSITY.stream().map(figure -> new BaselineFigure(name, figure)))
          .toList();

  private static final List<BaselineFigure> COUNTED = counted();

  private SliceBaselines() {}

  /**
   * The guess of a Markov model.
   *
   * @param order 0 to {@link DrumMarkov#MAX_ORDER}; of order 0 it is always the same
   */
  public static String markov(int order) {
    return order == 0 ? "majority" : "markov" + order;
  }

  private static BaselineFigure accuracy(String baseline) {
    return new BaselineFigure(baseline, ACCURACY);
  }

  private static List<BaselineFigure> counted() {
    List<BaselineFigure> counted = new ArrayList<>(OF_DENSITIES);
    counted.add(accuracy(NEAREST));
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      counted.add(accuracy(markov(order)));
    }
    return List.copyOf(counted);
  }

  /**
   * Counts the steps of some slices and scores others.
   *
   * <p>Counting is spread over the workers, who spill to disk; the driver and each worker then hold
   * 24 bytes for each distinct run of up to 4 steps in training and what followed it, and at most
   * {@link #MOST_NEIGHBOURS} slices.
   *
   * @param train in the order of the table, which decides between masks that are equally frequent;
   *     without any, nothing is known of what they are needed for
   * @param validation slices of the validation split beside them; may be empty
   * @param held slices of at least two bars, those of a file one after the other
   * @return the density with the lowest loss on validation, as {@link Baselines#NGRAM}; densities,
   *     accuracies of all steps, and of {@code previous_bar} of those from the second bar on
   */
  public static BaselineScores scores(
      JavaSparkContext spark,
      SliceForm form,
      Examples<int[]> train,
      Examples<int[]> validation,
      JavaRDD<FileExample<int[]>> held) {
    List<BaselineFigure> all = Stream.of(COUNTED, UNTAUGHT).flatMap(List::stream).toList();
    if (train.count() == 0) {
      FileScores scores = scores(UNTAUGHT, held, slice -> untaught(form.voices(slice)));
      return new BaselineScores(all, scores, Map.of()).withBest(Baselines.NGRAM, OF_DENSITY, null);
    }
    NearestSlice nearest =
        new NearestSlice(train.spread(MOST_NEIGHBOURS).byNumber().values().collect());
    List<DrumDensity> densities = new ArrayList<>();
    List<DrumMarkov> markovs = new ArrayList<>();
    for (int voice = 0; voice < form.voices().size(); voice++) {
      Examples<int[]> ofVoice = voice(form, voice, train);
      densities.add(CountedSlices.density(ofVoice, form.voices().get(voice).classes()));
      markovs.add(CountedSlices.markov(ofVoice));
    }
    Broadcast<List<DrumDensity>> density = spark.broadcast(densities);
    Broadcast<List<DrumMarkov>> markov = spark.broadcast(markovs);
    Broadcast<NearestSlice> neighbours = spark.broadcast(nearest);
    FileScores scores =
        scores(
            all,
            held,
            slice ->
                Stream.of(
                        densities(density.value(), form.voices(slice)),
                        guesses(neighbours.value(), markov.value(), slice, form.voices(slice)),
                        untaught(form.voices(slice)))
                    .flatMapToDouble(Arrays::stream)
                    .toArray());
    FileScores onValidation =
        scores(
            OF_DENSITIES,
            validation.byNumber().values().map(slice -> new FileExample<>(List.of(), slice)),
            slice -> densities(density.value(), form.voices(slice)));
    List.of(density, markov, neighbours).forEach(Broadcast::destroy);
    Map<String, Map<String, Object>> others = Map.of(NEAREST, Map.of("bits", nearest.bits()));
    return new BaselineScores(all, scores, others)
        .withBest(Baselines.NGRAM, OF_DENSITY, NgramOrder.best(DENSITIES, NATS, onValidation));
  }

  /** Figures of one slice. */
  private interface Scorer extends Serializable {
    double[] of(int[] slice);
  }

  private static FileScores scores(
      List<BaselineFigure> figures, JavaRDD<FileExample<int[]>> held, Scorer scorer) {
    return FileScores.of(
        figures.stream().map(BaselineFigure::column).toList(),
        held.map(slice -> new FileSums(slice.file(), 1, scorer.of(slice.example()))));
  }

  /** Slices of one voice, under their numbers. */
  private static Examples<int[]> voice(SliceForm form, int voice, Examples<int[]> train) {
    return new Examples<>(
        train.byNumber().mapValues(slice -> form.voice(slice, voice)),
        train.count(),
        train.leftOut());
  }

  private static double[] densities(List<DrumDensity> densities, List<int[]> voices) {
    double[] sums = new double[DrumDensity.Model.values().length];
    for (int voice = 0; voice < voices.size(); voice++) {
      double[] nats = densities.get(voice).nats(voices.get(voice));
      Arrays.setAll(sums, model -> sums[model] + nats[model]);
    }
    double steps = voices.get(0).length;
    return Arrays.stream(sums)
        .flatMap(nats -> Arrays.stream(new double[] {nats, nats / (steps * Math.log(2))}))
        .toArray();
  }

  private static double[] guesses(
      NearestSlice nearest, List<DrumMarkov> markovs, int[] slice, List<int[]> voices) {
    double[] shares = new double[1 + DrumMarkov.MAX_ORDER + 1];
    shares[0] = (double) nearest.equalSteps(slice) / slice.length;
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      int right = 0;
      for (int voice = 0; voice < voices.size(); voice++) {
        right += markovs.get(voice).right(order, voices.get(voice));
      }
      shares[1 + order] = (double) right / slice.length;
    }
    return shares;
  }

  private static double[] untaught(List<int[]> voices) {
    int bar = DrumGrid.STEPS_PER_BAR;
    int steps = voices.get(0).length;
    int rightCopied = 0;
    int rightBefore = 0;
    for (int[] voice : voices) {
      int[] copied = new int[steps];
      Arrays.setAll(copied, step -> voice[step % bar]);
      int[] later = Arrays.copyOfRange(voice, bar, steps);
      int[] before = Arrays.copyOf(voice, steps - bar);
      rightCopied += DrumLoop.equalSteps(voice, copied);
      rightBefore += DrumLoop.equalSteps(later, before);
    }
    return new double[] {
      (double) rightCopied / (voices.size() * steps),
      (double) rightBefore / (voices.size() * (steps - bar))
    };
  }
}
