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

/** Drums as they were played, with velocities and micro-timing. */
public record PerformanceForm() implements Form<PlayedDrums> {
  private static final String UNIQUE_HITS = "--unique-hits";

  @Override
  public Names names() {
    return new Names("performances", "drum performance", "drum performances");
  }

  @Override
  public Tables tables() {
    return new Tables(LakeTable.DRUM_PERFORMANCES, LakeTable.PERFORMANCE_FILES);
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
  public PlayedDrums example(Row row, int first) {
    List<Float> offsets = row.getList(first + 3);
    float[] ofHits = new float[offsets.size()];
    for (int hit = 0; hit < ofHits.length; hit++) {
      ofHits[hit] = offsets.get(hit);
    }
    return new PlayedDrums(
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
      description = "Extract drums of 2 or 4 bars with velocity and micro-timing.")
  static final class Options implements CutOptions {
    @Option(
        names = "--bars",
        required = true,
        paramLabel = "N",
        description = "Length of the slices: 2 or 4.")
    private int bars;

    @Mixin private DrumMapOption map = new DrumMapOption();

    @Mixin private GridOption grid = new GridOption();

    @Option(
        names = UNIQUE_HITS,
        description = "Leave out slices whose hits the piece had before, however played.")
    private boolean uniqueHits;

    @Override
    public Cutting cutting() {
      return new Cutting(
          bars, map.map, grid.source, null, uniqueHits ? Set.of(UNIQUE_HITS) : Set.of());
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
  public CutFile<PlayedDrums> cut(byte[] midi, Cutting how) throws MalformedInputException {
    DrumGrid grid = how.drums(midi);
    PerformanceSlices found = grid.performances(how.bars(), how.has(UNIQUE_HITS));
    return new CutFile<>(
        found.slices().stream()
            .map(
                of ->
                    new CutFile.Slice<>(
                        of.piece(),
                        List.of(),
                        of.startStep(),
                        new PlayedDrums(of.qpm(), of.played()),
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
  public Map<String, Object> labels(PlayedDrums example) {
    DrumPerformance played = example.played();
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("qpm", example.qpm());
    labels.put("steps", played.masks());
    labels.put("velocities", played.velocities());
    labels.put("offsets", played.offsets());
    return labels;
  }

  /** Of fractions the lower half of their bits. */
  @Override
  public String key(PlayedDrums example) {
    DrumPerformance played = example.played();
    int[] velocities = played.velocities();
    float[] offsets = played.offsets();
    StringBuilder key = new StringBuilder();
    key.append((char) Float.hashCode((float) example.qpm()));
    for (int mask : played.masks()) {
      key.append((char) mask);
    }
    for (int hit = 0; hit < velocities.length; hit++) {
      key.append((char) velocities[hit]).append((char) Float.hashCode(offsets[hit]));
    }
    return key.toString();
  }

  /** Of the hits alone. */
  @Override
  public Map<String, Object> hash(PlayedDrums example) {
    return Map.of("hits_hash", example.played().hitsHash());
  }
}
