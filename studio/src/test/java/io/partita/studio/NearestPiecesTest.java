package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which audio files are similar; {@link ApiTest} has MIDI files. */
class NearestPiecesTest {
  @TempDir private Path folder;

  @Test
  void audioIsComparedByTheLatentsOfItsWindows() throws Exception {
    Map<String, Object> similar =
        similarToFirst(
            "audio_latents",
            """
            SELECT 'm' AS model_sha256, 'waves' AS model, track_id::VARCHAR AS track_id,
              track_id::VARCHAR AS recording, mu::FLOAT[] AS mu
            FROM (VALUES (1, [1, 0]), (1, [3, 0]), (2, [0, 1]), (2, [1, 0]), (3, [0.6, 0.8]))
              t(track_id, mu)\
            """);

    assertThat(similar).containsEntry("rule", "latents").containsEntry("model", "waves");
    assertThat(values(similar, "title")).containsExactly("3", "2");
    assertThat((double) values(similar, "cosine").get(0)).isEqualTo(0.6, within(1e-6));
    assertThat((double) values(similar, "cosine").get(1)).isEqualTo(0.5, within(1e-6));
  }

  @Test
  void audioOfTheFreeMusicArchiveIsComparedByItsFeatures() throws Exception {
    StringBuilder features = new StringBuilder("SELECT i AS track_id, [0, 1, 3][i] AS mfcc_std_03");
    for (int number = 1; number <= 20; number++) {
      features.append(", 7 AS mfcc_mean_%02d".formatted(number));
      features.append(number == 3 ? "" : ", i AS mfcc_std_%02d".formatted(number));
      features.append(
          number > 12 ? "" : ", NULL::DOUBLE AS chroma_cens_mean_%02d".formatted(number));
    }

    Map<String, Object> similar =
        similarToFirst("fma_features", features + " FROM range(1, 4) t(i)");

    assertThat(similar).containsEntry("rule", "statistics");
    assertThat(values(similar, "title")).containsExactly("2", "3");
    // Nineteen numbers 1, 2, 3 of deviation 0.8165, and 0, 1, 3 of deviation 1.2472.
    assertThat((double) values(similar, "distance").get(0))
        .isEqualTo(Math.sqrt(19 * 1.5 + 9 / 14.0), within(1e-6));
    assertThat((double) values(similar, "distance").get(1))
        .isEqualTo(Math.sqrt(19 * 6 + 81 / 14.0), within(1e-6));
  }

  /** Over a lake of three audio files and another table. */
  private Map<String, Object> similarToFirst(String table, String query) throws Exception {
    SmallLake lake = new SmallLake(folder.resolve("lake"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          CREATE TABLE a AS SELECT i::VARCHAR AS track_id, 's' AS source, i || '.mp3' AS path,
            0 AS n_decode_errors, 10.0 AS duration_s, 'train' AS split FROM range(1, 4) t(i)\
          """);
      sql.execute("CREATE TABLE b AS " + query);
      SmallLake.write(sql, "a", lake.live("sounds"), "audio_tracks", "run");
      SmallLake.write(sql, "b", lake.live("sounds"), table, "run");
    }
    lake.publish("sounds", "run");
    return new LakeQueries(lake.root)
        .query(
            (snapshot, connection) -> {
              try (Statement sql = connection.createStatement()) {
                String id =
                    (String)
                        Lists.rows(
                                sql.executeQuery("SELECT id FROM studio.items WHERE title = '1'"))
                            .get(0)
                            .get("id");
                return NearestPieces.of(snapshot, connection, Lists.item(connection, id));
              }
            });
  }

  @SuppressWarnings("unchecked") // as SimilarPieces makes it
  private static List<Object> values(Map<String, Object> similar, String name) {
    return ((List<Map<String, Object>>) similar.get("items"))
        .stream().map(item -> item.get(name)).toList();
  }
}
