package io.partita.models.musicvae;

import io.partita.drum.DrumDensity;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMarkov;
import io.partita.drum.NearestSlice;
import io.partita.model.musicvae.MusicVaeKind;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.models.evaluation.BaselineFigure;
import io.partita.models.evaluation.BaselineScores;
import io.partita.training.Examples;
import io.partita.training.FileExample;
import io.partita.training.FileScores;
import io.partita.training.FileSums;
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
 * What simple models make of the drum slices that a MusicVAE is to reproduce: densities ({@link
 * DrumDensity}), in nats as its bound is; the training slice that is most like it ({@link
 * NearestSlice}); and guesses of steps: always the mask that is most frequent in training, back-off
 * Markov models of order 1 to 4 ({@link DrumMarkov}), the step a bar earlier, and the first bar for
 * all bars.
 */
final class DrumBaselines {
  /** So many training slices are looked at for the nearest one, evenly spread. */
  private static final long MOST_NEIGHBOURS = 1 << 14;

  /** Those that need no training slices. */
  private static final List<BaselineFigure> UNTAUGHT =
      List.of(accuracy(MusicVaeKind.COPIED_BAR), accuracy(MusicVaeKind.PREVIOUS_BAR));

  private static final List<BaselineFigure> DENSITIES =
      Arrays.stream(DrumDensity.Model.values())
          .flatMap(
              model ->
                  Stream.of(
                      new BaselineFigure(model.label(), MusicVaeKind.NATS),
                      new BaselineFigure(model.label(), MusicVaeScore.BITS_PER_STEP)))
          .toList();

  private static final List<BaselineFigure> COUNTED = counted();

  private DrumBaselines() {}

  private static BaselineFigure accuracy(String baseline) {
    return new BaselineFigure(baseline, MusicVaeKind.ACCURACY);
  }

  private static List<BaselineFigure> counted() {
    List<BaselineFigure> counted = new ArrayList<>(DENSITIES);
    counted.add(accuracy(MusicVaeKind.NEAREST));
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      counted.add(accuracy(MusicVaeKind.markov(order)));
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
   * @param held slices of at least two bars, those of a file one after the other
   * @return densities, accuracies of all steps, and of {@code previous_bar} of those from the second
   *     bar on
   */
  static BaselineScores scores(JavaSparkContext spark, Examples train, JavaRDD<FileExample> held) {
    List<BaselineFigure> all = Stream.of(COUNTED, UNTAUGHT).flatMap(List::stream).toList();
    if (train.count() == 0) {
      return new BaselineScores(all, scores(UNTAUGHT, held, DrumBaselines::untaught), Map.of());
    }
    NearestSlice nearest =
        new NearestSlice(train.spread(MOST_NEIGHBOURS).byNumber().values().collect());
    Broadcast<DrumDensity> density = spark.broadcast(CountedDrums.density(train));
    Broadcast<DrumMarkov> markov = spark.broadcast(CountedDrums.markov(train));
    Broadcast<NearestSlice> neighbours = spark.broadcast(nearest);
    FileScores scores =
        scores(
            all,
            held,
            slice ->
                Stream.of(
                        densities(density.value(), slice),
                        guesses(neighbours.value(), markov.value(), slice),
                        untaught(slice))
                    .flatMapToDouble(Arrays::stream)
                    .toArray());
    List.of(density, markov, neighbours).forEach(Broadcast::destroy);
    return new BaselineScores(
        all, scores, Map.of(MusicVaeKind.NEAREST, Map.of("bits", nearest.bits())));
  }

  /** Figures of one slice. */
  private interface Scorer extends Serializable {
    double[] of(int[] slice);
  }

  private static FileScores scores(
      List<BaselineFigure> figures, JavaRDD<FileExample> held, Scorer scorer) {
    return FileScores.of(
        figures.stream().map(BaselineFigure::column).toList(),
        held.map(slice -> new FileSums(slice.file(), 1, scorer.of(slice.example()))));
  }

  private static double[] densities(DrumDensity density, int[] slice) {
    return Arrays.stream(density.nats(slice))
        .flatMap(nats -> Arrays.stream(new double[] {nats, nats / (slice.length * Math.log(2))}))
        .toArray();
  }

  private static double[] guesses(NearestSlice nearest, DrumMarkov markov, int[] slice) {
    double[] shares = new double[1 + DrumMarkov.MAX_ORDER + 1];
    shares[0] = (double) nearest.equalSteps(slice) / slice.length;
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      shares[1 + order] = (double) markov.right(order, slice) / slice.length;
    }
    return shares;
  }

  private static double[] untaught(int[] slice) {
    int bar = DrumGrid.STEPS_PER_BAR;
    int[] copied = new int[slice.length];
    Arrays.setAll(copied, step -> slice[step % bar]);
    int[] later = Arrays.copyOfRange(slice, bar, slice.length);
    int[] before = Arrays.copyOf(slice, slice.length - bar);
    return new double[] {
      (double) DrumLoop.equalSteps(slice, copied) / slice.length,
      (double) DrumLoop.equalSteps(later, before) / later.length
    };
  }
}
