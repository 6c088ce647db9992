package io.partita.form;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.MalformedInputException;
import io.partita.drum.BarStructure;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumSlices;
import io.partita.drum.LoopFigures;
import io.partita.drum.LoopRanking;
import io.partita.lake.table.LakeTable;
import io.partita.model.Augmentation;
import io.partita.picture.DrumRollPicture;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Drums: which of nine are hit at a step, one of 512 classes. The encoder reads nine bits, and one
 * that is 1 where the step is silent.
 */
record DrumForm() implements SliceForm {
  private static final String PAD = "--pad";
  private static final List<SliceVoice> VOICES = List.of(SliceVoice.drums());

  /** Share of drum notes of Roland's own pitches above which a data set is of its kits. */
  private static final double ROLANDS_SHARE = 0.01;

  @Override
  public Names names() {
    return new Names("drums", "drum slice", "drum loops");
  }

  @Override
  public String word() {
    return "drum";
  }

  @Override
  public Tables tables() {
    return new Tables(LakeTable.DRUM_SLICES, LakeTable.DRUM_FILES);
  }

  @Override
  public String measuredOn(int steps) {
    return steps + " steps";
  }

  @Override
  public List<SliceVoice> voices() {
    return VOICES;
  }

  @Override
  public List<Integer> bars() {
    return List.of(2, 4);
  }

  @Override
  public int inputs() {
    return DrumClass.COUNT + 1;
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    for (int drum = 0; drum < DrumClass.COUNT; drum++) {
      input[first + drum] = label >> drum & 1;
    }
    input[first + DrumClass.COUNT] = label == 0 ? 1 : 0;
  }

  @Override
  public List<String> columns() {
    return List.of("steps");
  }

  @Override
  public String dropped() {
    return "dropped_hits";
  }

  @Override
  public String unit() {
    return "hits";
  }

  @Override
  public int distance(int[] one, int[] other) {
    return DrumLoop.hammingDistance(one, other);
  }

  /** Options of {@code slice drums}. */
  @Command(name = "slice drums", description = "Extract drum loops of 2 or 4 bars from MIDI files.")
  static final class Options implements CutOptions {
    @Option(
        names = "--bars",
        required = true,
        paramLabel = "N",
        description = "Length of the loops: 2 or 4.")
    private int bars;

    @Mixin private DrumMapOption map = new DrumMapOption();

    @Mixin private GridOption grid = new GridOption();

    @Option(
        names = PAD,
        description = "Also loops whose last bar is silent, of stretches one bar too short.")
    private boolean isPadded;

    @Override
    public Cutting cutting() {
      return new Cutting(bars, map.map, grid.source, null, isPadded ? Set.of(PAD) : Set.of());
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
    DrumGrid grid = how.drums(midi);
    DrumSlices found = how.has(PAD) ? grid.paddedSlices(how.bars()) : grid.slices(how.bars());
    return new CutFile<>(
        found.slices().stream()
            .map(
                of ->
                    new CutFile.Slice<>(
                        of.piece(),
                        List.of(),
                        of.startStep(),
                        of.steps(),
                        Map.of("n_hits", of.hits())))
            .toList(),
        Map.of(
            "n_pieces", grid.pieces().size(),
            "n_windows", found.windows(),
            "n_hits", grid.hits(),
            "n_dropped_hits", grid.droppedHits(),
            "n_roland_hits", grid.rolandHits(),
            "n_ambiguous_hits", grid.ambiguousHits()),
        found.absence().map(DrumSlices.Absence::label),
        found.detail());
  }

  @Override
  public Counted counted(Cutting how, ToLongFunction<String> sums) {
    return new Hits(
        how.map().label(),
        sums.applyAsLong("n_hits"),
        sums.applyAsLong("n_dropped_hits"),
        sums.applyAsLong("n_roland_hits"),
        sums.applyAsLong("n_ambiguous_hits"));
  }

  /**
   * Notes of drums.
   *
   * @param drumMap which pitch is which
   * @param hits notes of pitches with a class
   * @param droppedHits notes of pitches without a class
   * @param rolandHits notes of pitches that only Roland's kits have
   * @param ambiguousHits notes to which the maps give different classes
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Hits(String drumMap, long hits, long droppedHits, long rolandHits, long ambiguousHits)
      implements Counted {
    @Override
    public String cut() {
      return ", drum map " + drumMap;
    }

    /** With a warning where a kit of Roland's was read as General MIDI. */
    @Override
    public String text() {
      long notes = hits + droppedHits;
      return droppedText(droppedHits)
          + (!drumMap.equals(DrumMap.GM.label()) || rolandHits < Math.max(1, notes * ROLANDS_SHARE)
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%,d of %,d drum notes (%.1f %%) have pitch 22 or 26, which only Roland's kits"
                      + " send:%n%,d (%.1f %%) of pitches 45, 48 and 58 are in the wrong class. Cut"
                      + " with %s roland%n",
                  rolandHits,
                  notes,
                  100.0 * rolandHits / notes,
                  ambiguousHits,
                  100.0 * ambiguousHits / notes,
                  DrumMapOption.NAME));
    }

    static String droppedText(long notes) {
      return String.format(
          Locale.ROOT, "%,d drum notes of pitches without a class were left out%n", notes);
    }
  }

  @Override
  public Augmentation<int[]> augmentation(String names) {
    return DrumAugmentation.named(names);
  }

  @Override
  public boolean isLoop() {
    return true;
  }

  @Override
  public boolean isHumanized() {
    return true;
  }

  @Override
  public Optional<Ranking> ranking() {
    return Optional.of(
        new Ranking(
            LoopRanking::best,
            slice -> {
              Map<String, Object> reasons = new LinkedHashMap<>();
              reasons.put("bar_similarity", BarStructure.similarity(slice));
              reasons.put("backbeat", BarStructure.hasBackbeat(slice));
              return reasons;
            }));
  }

  @Override
  public Optional<Likeness> likeness() {
    return Optional.of(
        new Likeness(
            (drawn, real) -> LoopFigures.of(drawn).against(LoopFigures.of(real)),
            LoopFigures::byFile));
  }

  @Override
  public Score score(int[] slice) {
    return DrumLoop.score(slice);
  }

  @Override
  public byte[] picture(String title, List<SliceRoll> rolls) {
    return DrumRollPicture.png(title, rolls);
  }
}
