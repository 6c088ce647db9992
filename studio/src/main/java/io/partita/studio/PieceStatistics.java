package io.partita.studio;

import io.partita.duckdb.LakeViews;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A vector for each piece of a data set, from tables with one row for a piece or few, and the
 * Euclidean distance between two. Numbers are in standard deviations of the data set; a piece that
 * lacks one has the data set's mean. A snapshot keeps them, about 100 bytes a piece.
 */
final class PieceStatistics {
  /** Relative keys, which have their notes in common, are the same fifth of 0 to 11. */
  private static final String KEYS =
      """
      (SELECT midi_md5, (mode = 'minor')::INTEGER AS is_minor,
         (tonic + 3 * is_minor) * 7 %% 12 AS fifth
       FROM keys WHERE dataset = %s AND scope = 'file')\
      """;

  private static final String NO_KEYS =
      "(SELECT NULL::VARCHAR AS midi_md5, NULL::INTEGER AS is_minor, NULL::INTEGER AS fifth)";

  /** Squared, between points of the circle of fifths; as far as on average where one is unknown. */
  private static final String BETWEEN_KEYS =
      "coalesce(2 - 2 * cos((v.fifth - mine.fifth) * pi() / 6), 2)";

  /** A bit for each family of eight programs. */
  private static final String FAMILIES =
      "coalesce(list_bit_or(list_transform(programs, lambda p: 1 << (p // 8))), 0) AS families";

  /**
   * Squared, between unit vectors of the families that play, twice as long: they are heard first.
   */
  private static final String BETWEEN_FAMILIES =
      """
      4 * (2 - 2 * CASE WHEN v.families = mine.families THEN 1
        WHEN v.families = 0 OR mine.families = 0 THEN 0
        ELSE bit_count(v.families & mine.families)
          / sqrt(bit_count(v.families) * bit_count(mine.families)) END)\
      """;

  private final List<String> names = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();

  /** Summands of the squared distance between rows {@code v} and {@code mine}. */
  private final List<String> squares = new ArrayList<>();

  private final String table;

  /** What follows FROM. */
  private final String rows;

  private PieceStatistics(String table, String piece, String rows) {
    this.table = "studio." + LakeViews.identifier(table);
    this.columns.add(piece + " AS piece");
    this.rows = rows;
  }

  /** Tempo and density by their ratios, the share of drums, register, key and instruments. */
  static PieceStatistics ofMidi(Snapshot snapshot, String dataset) {
    boolean hasKeys = snapshot.has("keys", dataset);
    String set = LakeViews.literal(dataset);
    PieceStatistics midi =
        new PieceStatistics(
            "midi of " + dataset,
            "f.midi_md5",
            "midi_files f LEFT JOIN %s k ON k.midi_md5 = f.midi_md5"
                    .formatted(hasKeys ? KEYS.formatted(set) : NO_KEYS)
                + " WHERE dataset = %s AND status <> 'rejected'".formatted(set));
    midi.add("tempo", "ln(nullif(tempo_initial_bpm, 0))");
    midi.add("notes a second", "ln(nullif(note_density, 0))");
    midi.add("share of drums", "n_drum_notes / nullif(n_notes, 0)");
    midi.add("register", "(pitch_min + pitch_max) / 2");
    midi.add("range", "pitch_max - pitch_min");
    if (hasKeys) {
      midi.add("key", "is_minor");
      midi.columns.add("fifth");
      midi.squares.add(BETWEEN_KEYS);
    }
    midi.names.add("families of instruments");
    midi.columns.add(FAMILIES);
    midi.squares.add(BETWEEN_FAMILIES);
    return midi;
  }

  /** What librosa measured for the Free Music Archive, else loudness and levels of mel bands. */
  static PieceStatistics ofAudio(Snapshot snapshot, String dataset) {
    boolean hasFeatures = snapshot.has("fma_features", dataset);
    boolean hasMel = snapshot.has("mel", dataset);
    String set = LakeViews.literal(dataset);
    String more = "";
    if (hasFeatures) {
      more =
          "JOIN fma_features f ON f.dataset = a.dataset"
              + " AND f.track_id = try_cast(a.track_id AS INTEGER)";
    } else if (hasMel) {
      more =
          "JOIN (SELECT track_id, avg(mel_mean) AS mel_mean, avg(mel_std) AS mel_std"
              + " FROM mel WHERE dataset = %s GROUP BY track_id) m".formatted(set)
              + " ON m.track_id = a.track_id";
    }
    PieceStatistics audio =
        new PieceStatistics(
            "audio of " + dataset,
            "md5(a.source || '/' || a.path)",
            "audio_tracks a " + more + " WHERE a.dataset = " + set);
    if (hasFeatures) {
      audio.add("means of MFCCs", numbered("mfcc_mean_", 20));
      audio.add("spread of MFCCs", numbered("mfcc_std_", 20));
      audio.add("mean chroma", numbered("chroma_cens_mean_", 12));
      return audio;
    }
    audio.add("loudness", "rms_db");
    audio.add("share of silence", "silence_ratio");
    if (hasMel) {
      audio.add("mean and spread of log-mels", "mel_mean", "mel_std");
    }
    return audio;
  }

  private static String[] numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> prefix + (number < 10 ? "0" : "") + number)
        .toArray(String[]::new);
  }

  private void add(String name, String... expressions) {
    names.add(name);
    for (String expression : expressions) {
      String n = "n" + columns.size();
      columns.add(
          "coalesce((%1$s - avg(%1$s) OVER ()) / nullif(stddev_pop(%1$s) OVER (), 0), 0) AS %2$s"
              .formatted("(" + expression + ")", n));
      squares.add("(v.%1$s - mine.%1$s) ** 2".formatted(n));
    }
  }

  /** What the vectors are made of, for a person. */
  List<String> names() {
    return names;
  }

  /** Makes the table of the vectors where it is not there yet. */
  String create() {
    return "CREATE TABLE IF NOT EXISTS %s AS SELECT %s FROM %s"
        .formatted(table, String.join(", ", columns), rows);
  }

  /** A query for {@code piece} and {@code distance} of those nearest to the piece {@code $2}. */
  String nearest(int most) {
    return """
    SELECT v.piece, sqrt(%2$s) AS distance FROM %1$s v, (FROM %1$s WHERE piece = $2) mine
    WHERE v.piece <> $2 ORDER BY distance, v.piece LIMIT %3$d\
    """
        .formatted(table, String.join(" + ", squares), most);
  }
}
