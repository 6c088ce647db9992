package io.partita.form;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import io.partita.drum.DrumPiece;
import io.partita.drum.DrumSlices;
import io.partita.drum.PerformanceSlices;
import io.partita.drum.PlayedHits;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.SliceColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Drums as they were played. An example is the bits of the piece's tempo as a float, the hits of
 * each step, and for each hit its velocity and the bits of its offset.
 */
public record PerformanceForm() implements Form<int[]> {
  private static final String UNIQUE_HITS = "--unique-hits";

  @Override
  public Names names() {
    return new Names("performances", "drum performance", "drum performances");
  }

  @Override
  public Tables tables() {
    return new Tables(LakeTable.DRUM_PERFORMANCES, LakeTable.PERFORMANCE_FILES, null);
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

  /** Options of {@code slice performances}. */
  @Command(
      name = "slice performances",
      description = "Extract drums of 2 or 4 bars with velocity and micro-timing.",
      footer = {
        "",
        "Whole files in 4/4 are cut from every bar on. Of several notes of one drum at one",
        "sixteenth, the loudest is kept. A run replaces the slices of its own length; those of the",
        "other length are kept. The table performance_files says why a file has no slice. A new",
        "ingest of the data set drops both tables.",
        "",
        "Fields of --json: files, files_without_slices, reasons, splits: {train: {windows, slices,",
        "files, files_without_slices}, …}, drum_map, hits, merged_hits, dropped_hits,",
        "suspect_files, suspect_slices, bars, dataset, run_id, …",
        "",
        "Example:",
        "  partita slice performances --lake lake --dataset groove --bars 2 --map roland"
      })
  static final class Options implements CutOptions {
    @Option(
        names = "--bars",
        required = true,
        paramLabel = "N",
        description = "Length of the slices: 2 or 4.")
    private int bars;

    @Mixin private DrumMapOption map = new DrumMapOption();

    @Option(
        names = UNIQUE_HITS,
        description = "Leave out slices whose hits the piece had before, however played.")
    private boolean uniqueHits;

    @Override
    public Cutting cutting() {
      return new Cutting(bars, map.map, uniqueHits ? Set.of(UNIQUE_HITS) : Set.of());
    }
  }

  @Override
  public CutOptions options() {
    return new Options();
  }

  @Override
  public boolean isMapped() {
    return true;
  }

  @Override
  public CutFile<int[]> cut(byte[] midi, Cutting how) throws MalformedInputException {
    DrumGrid grid = DrumGrid.read(midi, how.map());
    PerformanceSlices found = grid.performances(how.bars(), how.has(UNIQUE_HITS));
    return new CutFile<>(
        found.slices().stream()
            .map(
                of ->
                    new CutFile.Slice<>(
                        of.piece(),
                        List.of(),
                        of.startStep(),
                        example(of.qpm(), of.played()),
                        Map.of("qpm", of.qpm(), "n_hits", of.played().hits())))
            .toList(),
        Map.of(
            "n_pieces", grid.pieces().size(),
            "n_windows", found.windows(),
            "n_hits", sum(grid, hits -> hits.size() + hits.merged()),
            "n_merged_hits", sum(grid, PlayedHits::merged),
            "n_dropped_hits", grid.droppedHits()),
        found.absence().map(DrumSlices.Absence::label),
        found.detail());
  }

  private static int sum(DrumGrid grid, ToIntFunction<PlayedHits> count) {
    return grid.pieces().stream().map(DrumPiece::played).mapToInt(count).sum();
  }

  @Override
  public Counted counted(Cutting how, ToLongFunction<String> sums) {
    return new Hits(
        how.map().label(),
        sums.applyAsLong("n_hits"),
        sums.applyAsLong("n_dropped_hits"),
        sums.applyAsLong("n_merged_hits"));
  }

  /**
   * Notes of drums.
   *
   * @param drumMap which pitch is which
   * @param hits notes of pitches with a class
   * @param droppedHits notes of pitches without a class
   * @param mergedHits notes left out for a louder one of the same drum and step
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Hits(String drumMap, long hits, long droppedHits, long mergedHits) implements Counted {
    @Override
    public String cut() {
      return ", drum map " + drumMap;
    }

    @Override
    public String text() {
      return DrumForm.Hits.droppedText(droppedHits)
          + String.format(
              Locale.ROOT,
              "%,d of %,d drum notes were left out for a louder one of the same drum and step%n",
              mergedHits,
              hits);
    }
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
