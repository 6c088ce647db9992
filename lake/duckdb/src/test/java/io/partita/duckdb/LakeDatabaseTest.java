package io.partita.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose version n has n rows in each of its two tables. */
class LakeDatabaseTest {
  private static final String COUNTS =
      "SELECT (SELECT count(*) FROM notes) || ' ' || (SELECT count(*) FROM midi_files)";

  private static final long MEMORY = 256 << 20;

  @TempDir private Path lake;

  @BeforeEach
  void publish() throws Exception {
    write(1, lake.resolve("notes/dataset=a"));
    write(1, lake.resolve("midi_files/dataset=a"));
    bookkeep("current.json", "{\"attempt\": \"one\", \"command\": \"ingest-midi\"}");
  }

  @Test
  void eachStatementReadsOneWholeVersionInEveryStepOfASwap() throws Exception {
    Path staged = lake.resolve("_partita/a/staged/id");
    try (LakeDatabase database = LakeDatabase.open(lake, MEMORY)) {
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");

      write(2, staged.resolve("notes"));
      write(2, staged.resolve("midi_files"));
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");

      bookkeep(
          "journal.json",
          "{\"attempt\": \"two\", \"runId\": \"id\", \"tables\": [\"notes\", \"midi_files\"],"
              + " \"inputs\": {\"attempt\": \"another\"}, \"dropped\": []}");
      assertThat(answer(database, COUNTS)).isEqualTo("2 2");

      for (String table : new String[] {"notes", "midi_files"}) {
        Path live = lake.resolve(table + "/dataset=a");
        Files.move(live, lake.resolve("_partita/a/previous-" + table));
        Files.move(staged.resolve(table), live);
        assertThat(answer(database, COUNTS)).as(table).isEqualTo("2 2");
      }

      bookkeep("current.json", "{\"attempt\": \"two\", \"command\": \"ingest-midi\"}");
      Files.delete(lake.resolve("_partita/a/journal.json"));
      assertThat(answer(database, COUNTS)).isEqualTo("2 2");
    }
  }

  @Test
  void aTableThatNoDataSetHasIsEmptyWithItsColumns() throws Exception {
    try (LakeDatabase database = LakeDatabase.open(lake, MEMORY)) {
      assertThat(answer(database, "SELECT count(*) FROM tokens WHERE scheme = 'remi'"))
          .isEqualTo("0");
      assertThat(answer(database, "SELECT count(velocity) FROM notes")).isEqualTo("0");
    }
  }

  @Test
  void nothingBeyondTheLakeIsReadAndNoSettingCanBeChanged() throws Exception {
    Path other = Files.writeString(lake.resolveSibling("other.csv"), "a\n");
    try (LakeDatabase database = LakeDatabase.open(lake, MEMORY)) {
      assertThatThrownBy(() -> answer(database, "SELECT * FROM read_csv('" + other + "')"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> answer(database, "SET enable_external_access = true"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> answer(database, "INSTALL httpfs")).isInstanceOf(SQLException.class);
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void damagedBookkeepingIsAMistake() throws IOException {
    bookkeep("current.json", "{\"attempt\": ");

    assertThatThrownBy(() -> LakeDatabase.open(lake, MEMORY))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_LAKE));
  }

  private static String answer(LakeDatabase database, String query)
      throws SQLException, IOException {
    Connection connection = database.at(query);
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void write(int rows, Path folder) throws SQLException, IOException {
    Files.createDirectories(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "COPY (SELECT 'm' || i AS midi_md5 FROM range(%d) AS r(i)) TO '%s'"
              .formatted(rows, folder.resolve("part-" + rows + ".parquet")));
    }
    Files.writeString(folder.resolve("_hidden.parquet"), "no Parquet");
    Files.createFile(folder.resolve("empty.parquet"));
  }

  private void bookkeep(String file, String json) throws IOException {
    Files.createDirectories(lake.resolve("_partita/a"));
    Files.writeString(lake.resolve("_partita/a").resolve(file), json);
  }
}
