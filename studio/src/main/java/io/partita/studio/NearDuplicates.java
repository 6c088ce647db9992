package io.partita.studio;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What else holds the music of a MIDI file: its cluster, with the stretch that a pair shares. */
final class NearDuplicates {
  private static final int MOST = 50;

  /** Of a pair, whichever of the two the file is. */
  private static final String PAIRS =
      """
      (SELECT b AS other, tier, relation, a_from_s AS from_s, a_to_s AS to_s, b_from_s AS
         other_from_s, b_to_s AS other_to_s, slope, transpose
       FROM dup_pairs WHERE dataset_a = $1 AND dataset_b = $1 AND a = $2
       UNION ALL
       SELECT a, tier, relation, b_from_s, b_to_s, a_from_s, a_to_s, 1 / slope, -transpose
       FROM dup_pairs WHERE dataset_a = $1 AND dataset_b = $1 AND b = $2)\
      """;

  private static final String NO_PAIRS =
      """
      (SELECT NULL AS other, NULL AS tier, NULL AS relation, NULL AS from_s, NULL AS to_s, NULL AS
         other_from_s, NULL AS other_to_s, NULL AS slope, NULL AS transpose WHERE $1 = $2)\
      """;

  private NearDuplicates() {}

  /**
   * The others of a cluster, those that the file was compared with first: {@code from_s} to {@code
   * to_s} of the file is {@code other_from_s} to {@code other_to_s} of the other one, which lasts
   * {@code slope} seconds for each second of the file, and lies {@code transpose} semitones higher.
   *
   * @param item its row of {@code studio.items}
   */
  static List<Map<String, Object>> of(
      Snapshot snapshot, Connection connection, Map<String, Object> item) throws SQLException {
    String dataset = (String) item.get("dataset");
    String id = (String) item.get("id");
    String sql =
        """
        SELECT id, title, artist, duration, p.* EXCLUDE other FROM studio.items i
        LEFT JOIN %s p ON p.other = i.key_in_dataset
        WHERE dataset = $1 AND alike = $3 AND key_in_dataset <> $2
        ORDER BY p.tier IS NULL, position LIMIT %d\
        """
            .formatted(hasStretches(snapshot) ? PAIRS : NO_PAIRS, MOST);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, dataset);
      statement.setString(2, id.substring(dataset.length() + 1));
      statement.setString(3, (String) item.get("alike"));
      return Lists.rows(statement.executeQuery());
    }
  }

  /** Lakes of before have other columns. */
  private static boolean hasStretches(Snapshot snapshot) {
    return snapshot.has("dup_pairs")
        && snapshot
            .columns()
            .get("dup_pairs")
            .containsAll(List.of("a_from_s", "b_from_s", "slope", "transpose", "dataset_b"));
  }
}
