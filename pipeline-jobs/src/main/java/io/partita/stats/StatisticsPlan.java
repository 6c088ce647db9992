package io.partita.stats;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.FMA_TRACKS;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.MSD_TRACKS;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.QUARANTINE;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;

import io.partita.lake.table.LakeTable;
import io.partita.statistics.Bins;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@link DatasetStatistics} counts in each table, as data. Of a table without a plan it counts
 * the rows.
 */
public record StatisticsPlan(
    LakeTable table,
    List<Numbers> numbers,
    List<Identity> identities,
    List<Categories> categories) {

  private static final Bins SECONDS = Bins.linear(0, 1200, 240);

  /** Seconds of files, which may be a bar or an opera. */
  private static final Bins LENGTHS = Bins.growing(-2, 13, 8);

  private static final Bins TEMPO_BPM = Bins.linear(0, 300, 150);
  private static final Bins YEARS = Bins.integers(1920, 2029);
  private static final Bins MIDI_NUMBERS = Bins.integers(0, 127);

  /** What numbers of a column say, which decides what can be made of them. */
  enum Scale {
    /** So much of something: a mean is of use. */
    QUANTITY,
    /** Years: likewise, and written without commas. */
    YEAR,
    /** Names of things, as of keys and programs: a mean or a middle one says nothing. */
    CODE
  }

  /**
   * A column of numbers: its least and largest, histogram, and unless they are codes also mean,
   * standard deviation and median.
   *
   * @param sql the number; null for rows that do not take part
   */
  record Numbers(String column, String sql, Bins bins, Scale scale) {
    private static final Set<String> CODES = Set.of("key", "mode", "time_signature", "program");

    Numbers(String column, String sql, Bins bins) {
      this(column, sql, bins, scale(column, bins));
    }

    private static Scale scale(String column, Bins bins) {
      if (bins.equals(YEARS)) {
        return Scale.YEAR;
      }
      return CODES.contains(column) ? Scale.CODE : Scale.QUANTITY;
    }
  }

  /**
   * What rows may share: how many distinct values there are; with {@code duplicates} how many rows
   * repeat one; with {@code leaks} how many values the column {@code split} puts in several splits.
   */
  public record Identity(String column, boolean duplicates, boolean leaks) {}

  /**
   * How many rows there are of each category.
   *
   * @param sql the categories of a row, an array of texts; null for rows without
   */
  record Categories(String column, String sql) {}

  /** The plans of the tables that have one. */
  private static final List<StatisticsPlan> ALL =
      List.of(
          songs(TRACKS).numbers("n_midi", Bins.integers(0, 64)),
          songs(MSD_TRACKS),
          rowsOf(TRACK_MIDI).numbers("score", Bins.linear(0, 1, 50)).distinct("track_id"),
          rowsOf(MIDI_SOURCES)
              .distinct("source")
              .identity("midi_md5")
              .leaks("track_id")
              .category("split"),
          rowsOf(MIDI_FILES)
              .numbers("duration_s", LENGTHS)
              .numbers("tempo_initial_bpm", TEMPO_BPM)
              .numbers("tempo_mean_bpm", TEMPO_BPM)
              .numbers("n_tracks", Bins.integers(0, 64))
              .numbers("n_notes", Bins.growingWhole(0, 20, 4))
              .numbers("note_density", Bins.linear(0, 60, 120))
              .numbers("pitch_min", MIDI_NUMBERS)
              .numbers("pitch_max", MIDI_NUMBERS)
              .numbers("size_bytes", Bins.growingWhole(5, 26, 4))
              .identity("content_hash")
              .leaks("split_group")
              .category("status")
              .category("fault")
              .category("format")
              .category("key")
              .category("time_signature")
              .category("split")
              .categories("programs", "CAST(programs AS array<string>)")
              .categories("warnings", "map_keys(warnings)"),
          // A drum's pitch names an instrument, and its program says nothing.
          rowsOf(NOTES)
              .numbers("pitch", "IF(is_drum, NULL, pitch)", MIDI_NUMBERS)
              .numbers("program", "IF(is_drum, NULL, program)", MIDI_NUMBERS)
              .numbers("velocity", MIDI_NUMBERS)
              .numbers("duration_s", Bins.growing(-8, 6, 4))
              .category("is_drum")
              .category("closed_by"),
          rowsOf(TOKENS)
              .numbers("n_tokens", Bins.growingWhole(2, 22, 4))
              .category("scheme")
              .category("split"),
          rowsOf(DRUM_SLICES)
              .numbers("n_hits", Bins.linear(0, 160, 80))
              .identity("slice_hash")
              .category("bars")
              .category("split"),
          rowsOf(DRUM_FILES).category("reason").category("bars").category("split"),
          rowsOf(LATENTS).category("model_sha256").category("split"),
          rowsOf(QUARANTINE).category("fault"),
          rowsOf(AUDIO_TRACKS)
              .numbers("duration_s", LENGTHS)
              .numbers("rms_db", Bins.linear(-80, 0, 80))
              .identity("sha256")
              .distinct("label")
              .category("label")
              .category("split")
              .category("codec")
              .category("container")
              .category("sample_rate_hz")
              .category("channels"),
          rowsOf(MEL)
              .numbers("mel_mean", Bins.linear(-12, 2, 140))
              .numbers("mel_std", Bins.linear(0, 6, 120))
              .category("recipe"),
          rowsOf(FMA_TRACKS)
              .numbers("track_duration", SECONDS)
              .numbers("album_date_released", "year(album_date_released)", YEARS)
              .numbers("track_date_recorded", "year(track_date_recorded)", YEARS)
              .leaks("artist_id")
              .distinct("album_id")
              .distinct("genre_top")
              .category("genre_top")
              .category("split")
              .category("subset")
              .category("track_license"));

  /** The plan of a table, which may be {@linkplain #isEmpty empty}. */
  public static StatisticsPlan of(LakeTable table) {
    return ALL.stream()
        .filter(plan -> plan.table() == table)
        .findFirst()
        .orElseGet(() -> rowsOf(table));
  }

  /** What the numbers of a column say; quantities where it is none of numbers. */
  Scale scale(String column) {
    return numbers.stream()
        .filter(candidate -> candidate.column().equals(column))
        .map(Numbers::scale)
        .findFirst()
        .orElse(Scale.QUANTITY);
  }

  /** Whether only the rows are counted. */
  boolean isEmpty() {
    return numbers.isEmpty() && identities.isEmpty() && categories.isEmpty();
  }

  private static StatisticsPlan songs(LakeTable table) {
    return rowsOf(table)
        .numbers("duration_s", SECONDS)
        .numbers("tempo_bpm", TEMPO_BPM)
        .numbers("loudness_db", Bins.linear(-60, 5, 65))
        .numbers("key", Bins.integers(0, 11))
        .numbers("mode", Bins.integers(0, 1))
        .numbers("time_signature", Bins.integers(0, 12))
        .numbers("year", YEARS)
        .distinct("song_id")
        .distinct("artist_id")
        .distinct("artist_name")
        .distinct("release");
  }

  private static StatisticsPlan rowsOf(LakeTable table) {
    return new StatisticsPlan(table, List.of(), List.of(), List.of());
  }

  private StatisticsPlan numbers(String column, Bins bins) {
    return numbers(column, column, bins);
  }

  private StatisticsPlan numbers(String column, String sql, Bins bins) {
    Numbers added = new Numbers(column, sql, bins);
    return new StatisticsPlan(table, plus(numbers, added), identities, categories);
  }

  private StatisticsPlan distinct(String column) {
    return identity(new Identity(column, false, false));
  }

  private StatisticsPlan leaks(String column) {
    return identity(new Identity(column, false, true));
  }

  /** Of a thing that each row should have for itself. */
  private StatisticsPlan identity(String column) {
    return identity(new Identity(column, true, true));
  }

  private StatisticsPlan identity(Identity added) {
    return new StatisticsPlan(table, numbers, plus(identities, added), categories);
  }

  private StatisticsPlan category(String column) {
    return categories(column, "array(CAST(" + column + " AS string))");
  }

  private StatisticsPlan categories(String column, String sql) {
    Categories added = new Categories(column, sql);
    return new StatisticsPlan(table, numbers, identities, plus(categories, added));
  }

  private static <T> List<T> plus(List<T> list, T added) {
    List<T> longer = new ArrayList<>(list);
    longer.add(added);
    return List.copyOf(longer);
  }
}
