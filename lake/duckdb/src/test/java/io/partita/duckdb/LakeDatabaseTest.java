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
import java.util.List;
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
  void publishOne() throws Exception {
    write(1, files("notes"));
    write(1, files("midi_files"));
    publish(1, 1);
  }

  @Test
  void eachStatementReadsOneWholeVersionInEveryStepOfAPublish() throws Exception {
    try (LakeDatabase database = open()) {
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");

      write(2, files("notes"));
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");
      write(2, files("midi_files"));
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");
      Files.writeString(lake.resolve("_partita/a/versions/.00000002.json-5f"), "{");
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");

      publish(2, 2);
      assertThat(answer(database, COUNTS)).isEqualTo("2 2");
    }
  }

  @Test
  void anEarlierVersionIsReadWhereItIsAskedFor() throws Exception {
    write(2, files("notes"));
    write(2, files("midi_files"));
    publish(2, 2);

    try (LakeDatabase database = LakeDatabase.open(lake, Map.of("a", 1), MEMORY)) {
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");
    }
    assertThatThrownBy(() -> LakeDatabase.open(lake, Map.of("a", 3), MEMORY))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.NO_SUCH_DATASET))
        .hasMessageContaining("version 3");
  }

  @Test
  void aDataSetOfAnEarlierVersionOfPartitaIsWhatItsFoldersHold() throws Exception {
    write(4, lake.resolve("notes/dataset=old"));
    write(3, lake.resolve("notes/dataset=old/more"));
    write(5, lake.resolve("tokens/dataset=old/scheme=remi"));
    Files.createDirectories(lake.resolve("_partita/old"));
    Files.writeString(lake.resolve("_partita/old/current.json"), "{\"attempt\": \"zero\"}");
    try (LakeDatabase database = open()) {
      assertThat(answer(database, COUNTS)).isEqualTo("8 1");
      assertThat(answer(database, "SELECT count(*) FROM tokens WHERE scheme = 'remi'"))
          .isEqualTo("5");
    }
  }

  @Test
  void aTableThatNoDataSetHasIsEmptyWithItsColumns() throws Exception {
    try (LakeDatabase database = open()) {
      assertThat(answer(database, "SELECT count(*) FROM tokens WHERE scheme = 'remi'"))
          .isEqualTo("0");
      assertThat(answer(database, "SELECT count(velocity) FROM notes")).isEqualTo("0");
    }
  }

  @Test
  void keptViewsShowTheNewestVersion() throws Exception {
    try (LakeDatabase database = open()) {
      String view = "CREATE TEMP VIEW mine AS SELECT count(*) AS n FROM notes";
      database.at(view);
      database.keep(view);
      assertThat(answer(database, "SELECT n FROM mine")).isEqualTo("1");

      write(3, files("notes"));
      write(3, files("midi_files"));
      publish(2, 3);

      assertThat(answer(database, "SELECT n FROM mine")).isEqualTo("3");
    }
  }

  @Test
  void aLinkOutOfTheLakeIsNotFollowed(@TempDir Path elsewhere) throws Exception {
    write(1, elsewhere);
    for (Path replaced : List.of(files("notes").resolve("part-1.parquet"), files("notes"))) {
      Path kept = lake.resolve("kept");
      Files.move(replaced, kept);
      boolean isFolder = Files.isDirectory(kept);
      for (String to : List.of("part-1.parquet", "broken.parquet")) {
        Files.createSymbolicLink(replaced, isFolder ? elsewhere : elsewhere.resolve(to));
        assertThatThrownBy(() -> LakeFiles.of(lake))
            .isInstanceOfSatisfying(
                UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_LAKE));
        Files.delete(replaced);
      }
      Files.move(kept, replaced);
    }
  }

  @Test
  void norOneOutOfAnOlderLake(@TempDir Path elsewhere) throws Exception {
    Path old = Files.createDirectories(lake.resolve("notes/dataset=old"));
    Files.createDirectories(lake.resolve("_partita/old"));
    Files.writeString(lake.resolve("_partita/old/current.json"), "{\"attempt\": \"zero\"}");
    write(5, elsewhere.resolve("dataset=old"));
    Path file = elsewhere.resolve("dataset=old/part-5.parquet");
    Map<Path, Path> links =
        Map.of(
            old.resolve("part-5.parquet"),
            file,
            old.resolve("broken.parquet"),
            elsewhere.resolve("broken.parquet"),
            lake.resolve("tokens/dataset=old/scheme=remi"),
            file.getParent(),
            lake.resolve("keys/dataset=old"),
            file.getParent(),
            lake.resolve("events"),
            elsewhere);
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
    Path file = files("notes").resolve("part-1.parquet");
    Path other = lake.resolve("other");
    write(5, other);
    Files.delete(file);
    Files.createSymbolicLink(file, other.resolve("part-5.parquet"));
    Path link = elsewhere.resolve("link");
    Files.createSymbolicLink(link, lake);

    try (LakeDatabase database = LakeDatabase.open(link, Map.of(), MEMORY)) {
      assertThat(answer(database, COUNTS)).isEqualTo("5 1");
    }
  }

  @Test
  void onlyTheListedFilesOfTheLakeAreRead() throws Exception {
    Path notes = files("notes");
    Files.writeString(notes.resolve("mine.csv"), "a\n1\n");
    try (LakeDatabase database = open()) {
      for (String file :
          new String[] {
            "mine.csv",
            "_hidden.parquet",
            "../../../versions/00000001.json",
            "part-1.parquet/../mine.csv"
          }) {
        assertThatThrownBy(
                () -> answer(database, "SELECT * FROM read_text('" + notes.resolve(file) + "')"))
            .isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(
              () -> answer(database, "COPY (SELECT 1) TO '" + notes.resolve("new.parquet") + "'"))
          .isInstanceOf(SQLException.class);
      assertThat(answer(database, COUNTS)).isEqualTo("1 1");
    }
  }

  @Test
  void nothingBeyondTheLakeIsReadAndNoSettingCanBeChanged() throws Exception {
    Path other = Files.writeString(lake.resolveSibling("other.csv"), "a\n");
    try (LakeDatabase database = open()) {
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
  void aDamagedVersionIsAMistake() throws IOException {
    Path version = lake.resolve("_partita/a/versions/00000001.json");
    String whole = Files.readString(version);
    Map<String, String> damaged =
        Map.of(
            whole.substring(0, whole.length() - 20),
            "cut",
            "",
            "cut",
            whole.replace("\"format\": 1", "\"format\": 2"),
            "format",
            whole.replace("_partita/a/files/notes/", "../"),
            "outside",
            whole.replace("_partita/a/files/notes/", "/"),
            "outside",
            whole.replace("\"attempt\"", "\"intent\""),
            "attempt",
            whole.replace("part-1.parquet", "part-9.parquet"),
            "missing");
    for (Map.Entry<String, String> each : damaged.entrySet()) {
      Files.writeString(version, each.getKey());
      assertThatThrownBy(this::open)
          .as(each.getKey())
          .isInstanceOfSatisfying(
              UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.DAMAGED_LAKE))
          .hasMessageContaining(each.getValue());
    }
  }

  private LakeDatabase open() throws SQLException, IOException {
    return LakeDatabase.open(lake, Map.of(), MEMORY);
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
    Files.writeString(folder.resolve("empty.parquet"), "");
  }

  private Path files(String table) {
    return lake.resolve("_partita/a/files/" + table);
  }

  private void publish(int number, int rows) throws IOException {
    String table =
        "\"%1$s\": {\"report\": 0, \"files\": [{\"path\":"
            + " \"_partita/a/files/%1$s/part-%2$d.parquet\", \"bytes\": 9, \"rows\": %2$d}]}";
    String version =
        "{\"format\": 1, \"number\": %d, \"attempt\": \"run-%d\", \"reports\": [{\"a\": [{}]}],"
                .formatted(number, rows)
            + " \"tables\": {%s, %s}}"
                .formatted(table.formatted("notes", rows), table.formatted("midi_files", rows));
    Files.createDirectories(lake.resolve("_partita/a/versions"));
    Files.writeString(lake.resolve("_partita/a/versions/%08d.json".formatted(number)), version);
  }
}
