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
import java.util.Map;
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
  void keptViewsShowTheNewestVersion() throws Exception {
    try (LakeDatabase database = LakeDatabase.open(lake, MEMORY)) {
      String view = "CREATE TEMP VIEW mine AS SELECT count(*) AS n FROM notes";
      database.at(view);
      database.keep(view);
      assertThat(answer(database, "SELECT n FROM mine")).isEqualTo("1");

      write(3, lake.resolve("notes/dataset=a/more"));
      bookkeep("current.json", "{\"attempt\": \"two\", \"command\": \"ingest-midi\"}");

      assertThat(answer(database, "SELECT n FROM mine")).isEqualTo("4");
    }
  }

  @Test
  void aLinkOutOfTheLakeIsNotFollowed(@TempDir Path elsewhere) throws Exception {
    write(5, elsewhere);
    Path folder = lake.resolve("tokens/dataset=a/scheme=remi");
    Map<Path, Path> links =
        Map.of(
            lake.resolve("notes/dataset=a/part-5.parquet"),
            elsewhere.resolve("part-5.parquet"),
            lake.resolve("notes/dataset=a/broken.parquet"),
            elsewhere.resolve("broken.parquet"),
            folder,
            elsewhere,
            lake.resolve("keys/dataset=a"),
            elsewhere,
            lake.resolve("events"),
            elsewhere);
    Files.createDirectories(elsewhere.resolve("dataset=a"));
    Files.copy(elsewhere.resolve("part-5.parquet"), elsewhere.resolve("dataset=a/p.parquet"));
    for (Map.Entry<Path, Path> link : links.entrySet()) {
      Files.createDirectories(link.getKey().getParent());
      Files.createSymbolicLink(link.getKey(), link.getValue());
      assertThatThrownBy(() -> LakeFiles.of(lake))
          .isInstanceOfSatisfying(
              UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_LAKE));
      Files.delete(link.getKey());
    }
  }

  @Test
  void linksWithinTheLakeAndToItAreFollowed(@TempDir Path elsewhere) throws Exception {
    Path other = lake.resolve("_partita/a/previous-notes/other");
    write(5, other);
    Files.createSymbolicLink(
        lake.resolve("notes/dataset=a/five.parquet"), other.resolve("part-5.parquet"));
    Path link = elsewhere.resolve("link");
    Files.createSymbolicLink(link, lake);

    try (LakeDatabase database = LakeDatabase.open(link, MEMORY)) {
      assertThat(answer(database, COUNTS)).isEqualTo("6 1");
    }
  }

  @Test
  void onlyTheListedFilesOfTheLakeAreRead() throws Exception {
    Files.writeString(lake.resolve("notes/dataset=a/mine.csv"), "a\n1\n");
    try (LakeDatabase database = LakeDatabase.open(lake, MEMORY)) {
      for (String file :
          new String[] {
            "notes/dataset=a/mine.csv",
            "notes/dataset=a/_hidden.parquet",
            "_partita/a/current.json",
            "notes/dataset=a/part-1.parquet/../mine.csv"
          }) {
        assertThatThrownBy(
                () -> answer(database, "SELECT * FROM read_text('" + lake.resolve(file) + "')"))
            .isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(
              () ->
                  answer(
                      database,
                      "COPY (SELECT 1) TO '" + lake.resolve("notes/dataset=a/new.parquet") + "'"))
          .isInstanceOf(SQLException.class);
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");
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
