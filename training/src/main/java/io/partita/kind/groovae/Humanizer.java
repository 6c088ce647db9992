package io.partita.kind.groovae;

import io.partita.SplitMix64;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import io.partita.nn.latent.LatentLayers;
import io.partita.score.Meter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives the drums of a score a {@link GrooVae}'s velocities and timing. Each bar of 4/4 is played
 * as the last of a slice, after the bars before it, so that nothing breaks off between slices.
 * Every note stays at its step, and none begins before tick 0. Bars of other metres, and drums of
 * no class, stay as they are.
 *
 * @param amount 0 for the score as it is to 1 for the model's playing alone
 * @param temperature of z around its mean; 0 for the mean
 * @param seed of z
 */
record Humanizer(
    GrooVae model, ComputationGraph network, double amount, double temperature, long seed) {
  private static final int BATCH = 64;
  private static final int QUARTERS_OF_BAR = 4;
  private static final int MAX_VELOCITY = 127;

  /**
   * What became of a score.
   *
   * @param played drum notes that the model has played
   * @param left drum notes that stay as they are
   */
  record Humanized(Score score, int played, int left) {}

  /** A drum at a step of the bar that starts at a tick. */
  private record Cell(long bar, int step, int drum) {}

  /**
   * A note in its cell.
   *
   * @param gridTick where its step is; between ticks in odd divisions
   * @param offset how many steps it comes before that
   */
  private record Placed(Note note, Cell cell, double gridTick, float offset) {}

  /**
   * Humanizes a score.
   *
   * @param score whose division is in quarters
   */
  Humanized of(Score score) {
    Meter meter = Meter.of(score).orElseThrow();
    int ticksPerQuarter = score.division().ticksPerQuarter();
    List<Placed> placed = new ArrayList<>();
    ScoreBuilder humanized = withoutNotes(score);
    int left = 0;
    for (Note note : score.notes()) {
      Placed inCell = note.isDrum() ? placed(meter, ticksPerQuarter, note) : null;
      if (inCell == null) {
        humanized.note(note);
        left += note.isDrum() ? 1 : 0;
      } else {
        placed.add(inCell);
      }
    }
    Map<Cell, Placed> loudest = new HashMap<>();
    placed.forEach(
        note ->
            loudest.merge(
                note.cell(),
                note,
                (one, other) -> other.note().velocity() > one.note().velocity() ? other : one));
    Map<Long, float[]> bars = played(loudest, QUARTERS_OF_BAR * (long) ticksPerQuarter);
    double ticksPerStep = (double) ticksPerQuarter / DrumGrid.STEPS_PER_QUARTER;
    for (Placed note : placed) {
      Cell cell = note.cell();
      float[] rows = bars.get(cell.bar());
      int at = cell.step() * DrumPerformance.ROW + cell.drum();
      humanized.note(
          moved(
              note,
              loudest.get(cell),
              rows[at + DrumPerformance.VELOCITY],
              rows[at + DrumPerformance.OFFSET] / 2,
              ticksPerStep));
    }
    return new Humanized(humanized.build(), placed.size(), left);
  }

  private static ScoreBuilder withoutNotes(Score score) {
    ScoreBuilder builder = Score.builder(score.division());
    score.tempos().forEach(builder::tempo);
    score.timeSignatures().forEach(builder::timeSignature);
    score.keySignatures().forEach(builder::keySignature);
    score.texts().forEach(builder::text);
    score.pedals().forEach(builder::pedal);
    return builder;
  }

  /** Null in a bar of another metre, or where its pitch has no class. */
  private Placed placed(Meter meter, int ticksPerQuarter, Note note) {
    DrumClass drum = model.map().classOf(note.pitch()).orElse(null);
    double quarters = meter.quartersIntoBar(note.onsetTick());
    long bar = note.onsetTick() - Math.round(quarters * ticksPerQuarter);
    double onset = quarters * DrumGrid.STEPS_PER_QUARTER;
    int step = (int) Math.floor(onset + 0.5);
    float offset = (float) (step - onset);
    double gridTick = bar + (double) step * ticksPerQuarter / DrumGrid.STEPS_PER_QUARTER;
    long barTicks = QUARTERS_OF_BAR * (long) ticksPerQuarter;
    if (step == DrumGrid.STEPS_PER_BAR) { // early in the next bar
      bar += barTicks;
      step = 0;
    }
    boolean isCommon = meter.barLineFrom(bar + 1) - bar == barTicks;
    return drum == null || !isCommon
        ? null
        : new Placed(note, new Cell(bar, step, drum.number()), gridTick, offset);
  }

  /** What the model plays in each bar that has drums, [step · 27], by the bar's tick. */
  private Map<Long, float[]> played(Map<Cell, Placed> loudest, long barTicks) {
    TreeMap<Long, List<Placed>> byBar = new TreeMap<>();
    loudest
        .values()
        .forEach(
            note -> byBar.computeIfAbsent(note.cell().bar(), none -> new ArrayList<>()).add(note));
    List<Long> bars = List.copyOf(byBar.keySet());
    Map<Long, float[]> played = new HashMap<>();
    for (int first = 0; first < bars.size(); first += BATCH) {
      List<Long> batch = bars.subList(first, Math.min(bars.size(), first + BATCH));
      float[][] rows = rows(batch.stream().map(bar -> slice(byBar, bar, barTicks)).toList(), first);
      int size = DrumGrid.STEPS_PER_BAR * DrumPerformance.ROW;
      for (int k = 0; k < batch.size(); k++) {
        float[] lastBar = new float[size];
        System.arraycopy(rows[k], rows[k].length - size, lastBar, 0, size);
        played.put(batch.get(k), lastBar);
      }
    }
    return played;
  }

  /** The slice that ends with a bar. */
  private DrumPerformance slice(Map<Long, List<Placed>> byBar, long bar, long barTicks) {
    DrumPerformance.Builder slice = new DrumPerformance.Builder(model.steps());
    for (int step = 0; step < model.steps(); step += DrumGrid.STEPS_PER_BAR) {
      int barsBefore = (model.steps() - step) / DrumGrid.STEPS_PER_BAR - 1;
      for (Placed note : byBar.getOrDefault(bar - barsBefore * barTicks, List.of())) {
        int at = step + note.cell().step();
        slice.hit(at, note.cell().drum(), note.note().velocity(), note.offset());
      }
    }
    return slice.build();
  }

  /**
   * What the model plays of slices.
   *
   * @param first number of the first of them
   */
  private float[][] rows(List<DrumPerformance> slices, int first) {
    List<float[]> heard = slices.stream().map(slice -> GrooVaeArrays.heard(model, slice)).toList();
    float[] noise = new float[slices.size() * model.latent()];
    INDArray[] posterior =
        network.output(
            List.of(LatentLayers.MU, LatentLayers.SIGMA),
            false,
            GrooVaeArrays.features(model, heard, slices, noise),
            null);
    float[][] z = posterior[0].toFloatMatrix();
    float[][] sigma = posterior[1].toFloatMatrix();
    for (int k = 0; k < z.length; k++) {
      SplittableRandom dice = new SplittableRandom(SplitMix64.of(seed, first + k));
      for (int i = 0; i < z[k].length; i++) {
        z[k][i] += (float) (temperature * sigma[k][i] * dice.nextGaussian());
      }
    }
    int[][] hits = slices.stream().map(DrumPerformance::masks).toArray(int[][]::new);
    return new GrooVaeDecoder(model, network)
        .rows(Nd4j.createFromArray(z), hits, GrooVaeDecoder.HitSampling.LIKELIEST, first);
  }

  /**
   * A note as the loudest of its cell is played; others keep their distance from that.
   *
   * @param velocity 0 to 1
   * @param offset in steps before the grid
   */
  private Note moved(
      Placed note, Placed loudest, double velocity, double offset, double ticksPerStep) {
    long shift = Math.round(amount * (loudest.offset() - offset) * ticksPerStep);
    long earliest = Math.max(0, (long) Math.ceil(note.gridTick() - ticksPerStep / 2));
    long latest = (long) Math.ceil(note.gridTick() + ticksPerStep / 2) - 1;
    Note was = note.note();
    long onset = Math.max(earliest, Math.min(was.onsetTick() + shift, latest));
    double loudness = (1 - amount) * loudest.note().velocity() + amount * MAX_VELOCITY * velocity;
    long louder = Math.round(was.velocity() * loudness / loudest.note().velocity());
    return new Note(
        was.track(),
        was.channel(),
        was.program(),
        was.pitch(),
        (int) Math.max(1, Math.min(louder, MAX_VELOCITY)),
        onset,
        onset + was.offsetTick() - was.onsetTick(),
        Double.NaN,
        Double.NaN,
        was.closedBy());
  }
}
