package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumPerformance;
import io.partita.drum.PerformanceSlices;
import io.partita.lake.table.SliceColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Drums as they were played. An example is the bits of the piece's tempo as a float, the hits of
 * each step, and for each hit its velocity and the bits of its offset.
 */
public final class PerformanceForm implements Form {
  PerformanceForm() {}

  @Override
  public String name() {
    return "performances";
  }

  @Override
  public String title() {
    return "drum performance";
  }

  @Override
  public String table() {
    return "drum_performances";
  }

  @Override
  public String filesTable() {
    return "performance_files";
  }

  @Override
  public String command() {
    return "slice performances";
  }

  @Override
  public List<Integer> bars() {
    return List.of(2, 4);
  }

  @Override
  public List<String> columns() {
    return List.of("qpm", "steps", "velocities", "offsets");
  }

  @Override
  public int[] example(Row row, int first) {
    List<Float> offsets = row.getList(first + 3);
    float[] ofHits = new float[offsets.size()];
    for (int hit = 0; hit < ofHits.length; hit++) {
      ofHits[hit] = offsets.get(hit);
    }
    return example(
        row.getDouble(first),
        DrumPerformance.of(
            SliceColumns.steps(row.getList(first + 1)),
            SliceColumns.steps(row.getList(first + 2)),
            ofHits));
  }

  @Override
  public String dropped() {
    return "dropped_hits";
  }

  @Override
  public CutFile cut(byte[] midi, int bars, DrumMap map) throws MalformedInputException {
    DrumGrid grid = DrumGrid.read(midi, map);
    PerformanceSlices found = grid.performances(bars, false);
    List<CutFile.Slice> slices =
        found.slices().stream()
            .map(
                of ->
                    new CutFile.Slice(
                        of.piece(), List.of(), of.startStep(), example(of.qpm(), of.played())))
            .toList();
    return new CutFile(slices, grid.droppedHits(), found.detail());
  }

  @Override
  public Map<String, Object> labels(int[] slice) {
    DrumPerformance played = performance(slice);
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("qpm", qpm(slice));
    labels.put("steps", played.masks());
    labels.put("velocities", played.velocities());
    labels.put("offsets", played.offsets());
    return labels;
  }

  /**
   * The example of a performance.
   *
   * @param qpm quarters per minute
   */
  public static int[] example(double qpm, DrumPerformance played) {
    int[] masks = played.masks();
    int[] velocities = played.velocities();
    float[] offsets = played.offsets();
    int[] example = new int[1 + masks.length + 2 * velocities.length];
    example[0] = Float.floatToIntBits((float) qpm);
    System.arraycopy(masks, 0, example, 1, masks.length);
    int at = 1 + masks.length;
    for (int hit = 0; hit < velocities.length; hit++) {
      example[at++] = velocities[hit];
      example[at++] = Float.floatToIntBits(offsets[hit]);
    }
    return example;
  }

  /** The tempo of an example, quarters per minute. */
  public static double qpm(int[] example) {
    return Float.intBitsToFloat(example[0]);
  }

  /** The performance of an example. */
  public static DrumPerformance performance(int[] example) {
    int steps = steps(example);
    int hits = (example.length - 1 - steps) / 2;
    int[] velocities = new int[hits];
    float[] offsets = new float[hits];
    for (int hit = 0; hit < hits; hit++) {
      velocities[hit] = example[1 + steps + 2 * hit];
      offsets[hit] = Float.intBitsToFloat(example[2 + steps + 2 * hit]);
    }
    return DrumPerformance.of(Arrays.copyOfRange(example, 1, 1 + steps), velocities, offsets);
  }

  /** Of the hits alone. */
  @Override
  public Map<String, Object> hash(int[] slice) {
    return Map.of("hits_hash", performance(slice).hitsHash());
  }

  /** So many that what follows has two numbers for each of their hits. */
  private static int steps(int[] example) {
    int steps = 0;
    for (int hits = 0; 1 + steps + 2 * hits < example.length; steps++) {
      hits += Integer.bitCount(example[1 + steps]);
    }
    return steps;
  }
}
