package io.partita.lake.table;

import io.partita.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The lake's tables. What each is, its {@link TableSpec} says, and everything else is made from
 * that: files, checks, statistics, plots, {@code partita tables}, {@code docs/reference/tables.md}
 * and {@code docs/reference/check.md}. Every table is partitioned by {@code dataset}, a folder name
 * ({@code notes/dataset=lmd_matched/}); {@link #TOKENS} also by {@code scheme}, {@link #LATENTS} by
 * {@code of_table}. Partition columns are not in the files and come last when Spark reads the
 * table.
 */
@SuppressWarnings("ImmutableEnumChecker") // StructType and List.of are immutable
public enum LakeTable {
  TRACKS(SongSpecs.tracks()),
  TRACK_MIDI(SongSpecs.trackMidi()),
  MIDI_SOURCES(MidiSpecs.sources()),
  MIDI_BYTES(MidiSpecs.bytes()),
  MIDI_FILES(MidiSpecs.files()),
  NOTES(NoteSpecs.notes()),
  LYRICS(EventSpecs.lyrics()),
  MARKERS(EventSpecs.markers()),
  PEDAL(EventSpecs.pedal()),
  BENDS(EventSpecs.bends()),
  KEYS(AnalysisSpecs.keys()),
  TRACK_EXPRESSIVENESS(AnalysisSpecs.trackExpressiveness()),
  TOKENS(NoteSpecs.tokens()),
  DRUM_SLICES(DrumSpecs.slices()),
  DRUM_FILES(DrumSpecs.files()),
  DRUM_PERFORMANCES(DrumSpecs.performances()),
  PERFORMANCE_FILES(DrumSpecs.performanceFiles()),
  MELODY_SLICES(MelodySpecs.slices()),
  MELODY_FILES(MelodySpecs.files()),
  TRIO_SLICES(MelodySpecs.trios()),
  TRIO_FILES(MelodySpecs.trioFiles()),
  LATENTS(LatentSpecs.examples()),
  DUP_PAIRS(DuplicateSpecs.pairs()),
  DUP_FILES(DuplicateSpecs.files()),
  QUARANTINE(RunSpecs.quarantine(DatasetTables::hasNotes)),
  MSD_TRACKS(SongSpecs.msdTracks()),
  AUDIO_TRACKS(AudioSpecs.tracks()),
  MEL(AudioSpecs.mel()),
  MODEL_LATENTS(LatentSpecs.hosted()),
  CODES(AudioSpecs.codes()),
  FMA_TRACKS(FmaSpecs.tracks()),
  FMA_GENRES(FmaSpecs.genres()),
  FMA_FEATURES(FmaSpecs.features()),
  FMA_ECHONEST(FmaSpecs.echonest()),
  TRAINING_RUNS(RunSpecs.trainingRuns()),
  STATISTICS(RunSpecs.statistics());

  /** The folder level that every table is partitioned by. */
  public static final String DATASET = TableSpec.DATASET;

  private final TableSpec spec;

  LakeTable(TableSpec spec) {
    this.spec = spec;
  }

  /** The table of a name, as {@code midi_files}; empty if absent. */
  public static Optional<LakeTable> named(String name) {
    return Arrays.stream(values()).filter(table -> table.tableName().equals(name)).findFirst();
  }

  /**
   * The table of a name that somebody typed, in upper or lower case.
   *
   * @throws UserException {@code NO_SUCH_TABLE} if absent; it says which one may have been meant
   */
  public static LakeTable of(String name) {
    return named(name.strip().toLowerCase(Locale.ROOT))
        .orElseThrow(
            () -> AbsentTable.of(name, Arrays.stream(values()).map(LakeTable::tableName).toList()));
  }

  /** What there is to know of it. */
  public TableSpec spec() {
    return spec;
  }

  /** Folder and view name, as {@code midi_files}. */
  public String tableName() {
    return spec.name();
  }

  public String description() {
    return spec.description();
  }

  /** The columns inside the files, in order, without partition columns. */
  public StructType schema() {
    return spec.schema();
  }

  /** The columns as a reader sees them: those of the files, then the partition columns. */
  public StructType readSchema() {
    return spec.readSchema();
  }

  /**
   * A value of a row that has all of the table's columns, as {@link RowBuilder} makes them: such
   * rows do not know their columns' names.
   *
   * @param <T> as the column's type
   * @return null where the row has none
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Row.getAs
  public <T> T value(Row row, String column) {
    return row.getAs(schema().fieldIndex(column));
  }
}
