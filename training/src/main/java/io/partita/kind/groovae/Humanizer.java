package io.partita.kind.groovae;

import io.partita.SplitMix64;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumPerformance;
import io.partita.nn.latent.Posterior;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plays the drums of a score as a {@link GrooVae} has learnt to. Each bar of 4/4 is played as the
 * last of a slice, after the bars before it, so that nothing breaks off between slices. Bars of
 * other metres, and drums of no class, stay as they are.
 *
 * <p>By {@link Task}: a model that humanizes or transfers grooves leaves every note at its step; of
 * taps all notes are new; to a beat notes are added, in cells without one. No note begins before
 * tick 0.
 *
 * @param amount 0 for the score as it is, and new notes on the grid, to 1 for the model's playing
 * @param temperature of z around its mean and of what is played, see {@link
 *     GrooVaeDecoder.Sampling}; 0 for the mean and the likeliest hits
 * @param seed of both
 */
record Humanizer(
    GrooVae model, ComputationGraph network, double amount, double temperature, long seed) {
  private static final int BATCH = 64;

  /** Bars of a loop: they are heard sooner one by one. */
  private static final int FEW = 8;

  private static final int MAX_VELOCITY = 127;

  /** Of new notes without the model's velocities. */
  private static final int USUAL_VELOCITY = 80;

  /**
   * What became of a score.
   *
   * @param played drum notes that the model has played
   * @param left drum notes that stay as they are
   */
  record Humanized(Score score, int played, int left) {}

  /**
   * Plays a score.
   *
   * @param drums of the score
   * @param groove drums that z is made of, bar by bar, from the first again after the last; those
   *     of the score where the model transfers no groove; at least one bar
   * @param added drums of new notes
   */
  Humanized of(DrumBars drums, DrumBars groove, List<DrumClass> added) {
    Map<Long, float[]> bars = played(drums, groove);
    ScoreBuilder score = drums.others();
    List<Note> played = new ArrayList<>();
    int left = drums.left();
    switch (Task.of(model)) {
      case TAPS -> played.addAll(newNotes(drums, bars, added));
      case ADD -> {
        drums.placed().forEach(note -> score.note(note.note()));
        left += drums.placed().size();
        played.addAll(newNotes(drums, bars, added));
      }
      default ->
          drums
              .placed()
              .forEach(note -> played.add(moved(drums, note, bars.get(note.cell().bar()))));
    }
    played.forEach(score::note);
    return new Humanized(score.build(), played.size(), left);
  }

  /** What the model plays in each bar that has drums, [step · 27], by the bar's tick. */
  private Map<Long, float[]> played(DrumBars drums, DrumBars groove) {
    List<Long> bars = drums.bars();
    List<Long> grooves = groove.bars();
    Map<Long, float[]> played = new HashMap<>();
    for (int first = 0; first < bars.size(); first += BATCH) {
      List<DrumPerformance> slices = new ArrayList<>();
      List<DrumPerformance> heard = new ArrayList<>();
      int end = Math.min(bars.size(), first + BATCH);
      double[] qpm = new double[end - first];
      double[] heardQpm = new double[end - first];
      for (int bar = first; bar < end; bar++) {
        long grooveBar = grooves.get(bar % grooves.size());
        slices.add(drums.slice(bars.get(bar), model.steps()));
        qpm[bar - first] = drums.qpm(bars.get(bar));
        heard.add(groove.slice(grooveBar, model.steps()));
        heardQpm[bar - first] = groove.qpm(grooveBar);
      }
      GrooVae.Encoded encoded = model.encoded(network, heard, heardQpm);
      int[][] hits = slices.stream().map(DrumPerformance::masks).toArray(int[][]::new);
      float[][] rows =
          rows(encoded.posterior(), new GrooVaeDecoder.Given(hits, qpm, encoded.steps()), first);
      int size = DrumGrid.STEPS_PER_BAR * DrumPerformance.ROW;
      for (int k = 0; k < rows.length; k++) {
        float[] lastBar = new float[size];
        System.arraycopy(rows[k], rows[k].length - size, lastBar, 0, size);
        played.put(bars.get(first + k), lastBar);
      }
    }
    return played;
  }

  /**
   * What the model plays of slices.
   *
   * @param posterior that z is drawn from
   * @param first number of the first of them
   */
  private float[][] rows(Posterior posterior, GrooVaeDecoder.Given slices, int first) {
    float[][] z = posterior.mu();
    for (int k = 0; k < z.length; k++) {
      SplittableRandom dice = new SplittableRandom(SplitMix64.of(seed, first + k));
      for (int i = 0; i < z[k].length; i++) {
        z[k][i] += (float) (temperature * posterior.sigma()[k][i] * dice.nextGaussian());
      }
    }
    return new GrooVaeDecoder(model, network, z.length <= FEW)
        .rows(
            Nd4j.createFromArray(z),
            slices,
            temperature,
            new GrooVaeDecoder.Sampling(temperature, seed).seeds(first, z.length));
  }

  /**
   * A note as the loudest of its cell is played; others keep their distance from that.
   *
   * @param bar rows that the model plays, [step · 27]
   */
  private Note moved(DrumBars drums, DrumBars.Placed note, float[] bar) {
    DrumBars.Placed loudest = drums.loudest().get(note.cell());
    int at = note.cell().step() * DrumPerformance.ROW + note.cell().drum();
    double velocity = bar[at + DrumPerformance.VELOCITY];
    double offset = bar[at + DrumPerformance.OFFSET] / 2;
    Note was = note.note();
    long shift = Math.round(amount * (loudest.offset() - offset) * drums.ticksPerStep());
    long onset = inCell(drums, note.gridTick(), was.onsetTick() + shift);
    double loudness = (1 - amount) * loudest.note().velocity() + amount * MAX_VELOCITY * velocity;
    return new Note(
        was.track(),
        was.port(),
        was.channel(),
        was.program(),
        was.pitch(),
        velocity(was.velocity() * loudness / loudest.note().velocity()),
        onset,
        onset + was.offsetTick() - was.onsetTick(),
        Double.NaN,
        Double.NaN,
        was.closedBy());
  }

  private static long inCell(DrumBars drums, double gridTick, long tick) {
    long earliest = Math.max(0, (long) Math.ceil(gridTick - drums.ticksPerStep() / 2));
    long latest = (long) Math.ceil(gridTick + drums.ticksPerStep() / 2) - 1;
    return Math.max(earliest, Math.min(tick, latest));
  }

  private static int velocity(double velocity) {
    return (int) Math.max(1, Math.min(Math.round(velocity), MAX_VELOCITY));
  }

  /**
   * The hits of some drums in cells that stay without another note, on the channel of the first
   * note, each at most a step long. Where the model makes drums of taps, no other note stays.
   */
  private List<Note> newNotes(DrumBars drums, Map<Long, float[]> bars, List<DrumClass> of) {
    boolean stay = Task.of(model) == Task.ADD;
    List<Note> notes = new ArrayList<>();
    Note like = drums.placed().get(0).note();
    for (DrumClass drum : of) {
      long next = Long.MAX_VALUE;
      for (int bar = drums.bars().size() - 1; bar >= 0; bar--) {
        long start = drums.bars().get(bar);
        float[] rows = bars.get(start);
        for (int step = DrumGrid.STEPS_PER_BAR - 1; step >= 0; step--) {
          int at = step * DrumPerformance.ROW + drum.number();
          DrumBars.Cell cell = new DrumBars.Cell(start, step, drum.number());
          if (rows[at] == 0 || (stay && drums.loudest().containsKey(cell))) {
            continue;
          }
          double grid = drums.gridTick(start, step);
          double early = amount * rows[at + DrumPerformance.OFFSET] / 2 * drums.ticksPerStep();
          long onset = inCell(drums, grid, Math.round(grid - early));
          double loud = MAX_VELOCITY * rows[at + DrumPerformance.VELOCITY];
          notes.add(
              new Note(
                  like.track(),
                  like.port(),
                  like.channel(),
                  like.program(),
                  DrumMap.GM.pitchOf(drum),
                  velocity((1 - amount) * USUAL_VELOCITY + amount * loud),
                  onset,
                  Math.min(next, onset + Math.max(1, Math.round(drums.ticksPerStep()))),
                  Double.NaN,
                  Double.NaN,
                  like.closedBy()));
          next = onset;
        }
      }
    }
    return notes;
  }
}
