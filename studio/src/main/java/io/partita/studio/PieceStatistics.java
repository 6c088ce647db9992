package io.partita.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A vector for each piece of a data set, from tables with one row for a piece or few, and the
 * Euclidean distance between two. Numbers are in standard deviations of the data set; a piece that
 * lacks one has the data set's mean.
 */
final class PieceStatistics {
  /** Relative keys, which have their notes in common, are the same fifth of 0 to 11. */
  private static final String KEYS =
      """
      (SELECT midi_md5, (mode = 'minor')::INTEGER AS is_minor,
         (tonic + 3 * is_minor) * 7 % 12 AS fifth
       FROM keys WHERE dataset = $1 AND scope = 'file')\
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
  private final List<String> scales = new ArrayList<>();

  /** Summands of the squared distance between rows {@code v} and {@code mine}. */
  private final List<String> squares = new ArrayList<>();

  /** What follows FROM, for data set {@code $1}. */
  private final String rows;

  private PieceStatistics(String piece, String rows) {
    this.columns.add(piece + " AS piece");
    this.rows = rows;
  }

  /** Tempo and density by their ratios, the share of drums, register, key and instruments. */
  static PieceStatistics ofMidi(Snapshot snapshot, String dataset) {
    boolean hasKeys = snapshot.has("keys", dataset);
    PieceStatistics midi =
        new PieceStatistics(
            "f.midi_md5",
            "midi_files f LEFT JOIN "
                + (hasKeys ? KEYS : NO_KEYS)
                + " k ON k.midi_md5 = f.midi_md5 WHERE dataset = $1 AND status <> 'rejected'");
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
    String more = "";
    if (hasFeatures) {
      more =
          "JOIN fma_features f ON f.dataset = a.dataset"
              + " AND f.track_id = try_cast(a.track_id AS INTEGER)";
    } else if (hasMel) {
      more =
          "JOIN (SELECT track_id, avg(mel_mean) AS mel_mean, avg(mel_std) AS mel_std"
              + " FROM mel WHERE dataset = $1 GROUP BY track_id) m ON m.track_id = a.track_id";
    }
    PieceStatistics audio =
        new PieceStatistics(
            "md5(a.source || '/' || a.path)", "audio_tracks a " + more + " WHERE a.dataset = $1");
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
      String n = "n" + scales.size();
      columns.add("(" + expression + ")::DOUBLE AS " + n);
      scales.add(
          "avg(%1$s) AS mean_%1$s, nullif(stddev_pop(%1$s), 0) AS deviation_%1$s".formatted(n));
      squares.add(
          "coalesce(((coalesce(v.%1$s, mean_%1$s) - coalesce(mine.%1$s, mean_%1$s))".formatted(n)
              + " / deviation_%s) ** 2, 0)".formatted(n));
    }
  }

  /** What the vectors are made of, for a person. */
  List<String> names() {
    return names;
  }

  /** A query for {@code piece} and {@code distance} of those nearest to the piece {@code $2}. */
  String nearest(int most) {
    return """
    WITH v AS MATERIALIZED (SELECT %s FROM %s),
      mine AS (FROM v WHERE piece = $2), scales AS (SELECT %s FROM v)
    SELECT v.piece, sqrt(%s) AS distance FROM v, mine, scales
    WHERE v.piece <> $2 ORDER BY distance, v.piece LIMIT %d\
    """
        .formatted(
            String.join(", ", columns),
            rows,
            String.join(", ", scales),
            String.join(" + ", squares),
            most);
  }
}
