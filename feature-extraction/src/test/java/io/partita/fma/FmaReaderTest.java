package io.partita.fma;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.TextAssert.assertThatText;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.catalog.CatalogFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FmaReaderTest {
  private static final String GENRES = "genre_id,#tracks,parent,title,top_level\n";

  @Test
  void theTablesHaveThePublishedNumbersOfColumns() {
    assertThat(FmaTable.TRACKS.columns()).hasSize(1 + 52);
    assertThat(FmaTable.FEATURES.columns()).hasSize(1 + 518);
    assertThat(FmaTable.ECHONEST.columns()).hasSize(1 + 249);
    assertThat(FmaTable.GENRES.columns()).hasSize(5);
    assertThat(FmaTable.TRACKS.columns())
        .filteredOn(column -> column.type() == FmaType.TIMESTAMP)
        .hasSize(7);
    for (FmaTable table : FmaTable.values()) {
      assertThat(table.columns()).extracting(FmaColumn::name).doesNotHaveDuplicates();
    }
  }

  @Test
  void everyTypeOfCellIsRead() throws Exception {
    Map<String, String> cells = new TreeMap<>();
    cells.put("album_comments", "-1");
    cells.put("album_date_released", "2009-02-28 00:00:00");
    cells.put("artist_name", "NA");
    cells.put("artist_bio", "\"<p>A \"\"bio\"\";\r\n over lines</p>\"");
    cells.put("artist_latitude", "40.0583238");
    cells.put("artist_tags", "\"['a', \"\"b's\"\"]\"");
    cells.put("track_listens", "5000000000");
    cells.put("track_number", "3.0");
    cells.put("genres", "\"[21, 76]\"");
    cells.put("subset", "small");

    List<FmaRow> rows = read(FmaTable.TRACKS, tracks(row(2, cells)));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).key()).isEqualTo(2);
    assertThat(rows.get(0).value("album_comments")).isEqualTo(-1);
    assertThat(rows.get(0).value("album_date_released"))
        .isEqualTo(Instant.parse("2009-02-28T00:00:00Z"));
    assertThat(rows.get(0).value("artist_name")).isEqualTo("NA");
    assertThat(rows.get(0).value("artist_bio")).isEqualTo("<p>A \"bio\";\r\n over lines</p>");
    assertThat(rows.get(0).value("artist_latitude")).isEqualTo(40.0583238);
    assertThat(rows.get(0).value("artist_tags")).isEqualTo(List.of("a", "b's"));
    assertThat(rows.get(0).value("track_listens")).isEqualTo(5_000_000_000L);
    assertThat(rows.get(0).value("track_number")).isEqualTo(3);
    assertThat(rows.get(0).value("genres")).isEqualTo(List.of(21, 76));
    assertThat(rows.get(0).value("subset")).isEqualTo("small");
    assertThat(rows.get(0).value("track_title")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "track_listens|many|number",
        "album_id|4000000000|32",
        "artist_latitude|0x1p3|number",
        "artist_latitude|1d|number",
        "genres|[x]|number 2 'x'",
        "album_date_created|26.11.2008|date",
        "album_date_created|2009-02-30|date"
      })
  void aBadCellCostsItsRowAndNoMore(String column, String cell, String names) throws Exception {
    String csv = tracks(row(2, Map.of(column, cell)) + row(3, Map.of()));
    try (FmaReader reader = FmaReader.open(FmaTable.TRACKS, in(csv))) {
      assertThatFault(reader::next)
          .is("BAD_ROW", csv.indexOf("\n2,") + 1L)
          .names("Line 4", column, cell)
          .names((Object[]) names.split(" "));
      assertThat(reader.next().orElseThrow().key()).isEqualTo(3);
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void rowsWithoutAKeyOrWithAKnownOneOrOfAnotherWidthAreBad() throws Exception {
    List<String> problems = new ArrayList<>();

    List<FmaRow> rows =
        read(
            FmaTable.GENRES,
            GENRES
                + "1,8693,38,Avant-Garde,38\n,1,2,x,3\n1,2,3,again,5\n7,8\n8,1,0,Wide,8,9\n"
                + "2,1,0,Noise,2\n",
            problems);

    assertThat(rows).extracting(FmaRow::key).containsExactly(1, 2);
    assertThat(problems).hasSize(4);
    assertThatText(problems.get(0)).names("Line 3", "genre_id");
    assertThatText(problems.get(1)).names("Line 4", "genre_id 1");
    assertThatText(problems.get(2)).names("Line 5", 2, 5);
    assertThatText(problems.get(3)).names("Line 6", 6, 5);
  }

  @Test
  void columnsAreFoundByTheirNames() throws Exception {
    List<FmaRow> rows =
        read(FmaTable.GENRES, "genre_id,more,title,top_level,parent,#tracks\n4,?,Jazz,4,0,4126\n");

    assertThat(rows.get(0).values()).containsExactly(4, 4126, 0, "Jazz", 4);
  }

  @Test
  void anotherFileIsRefused() {
    assertRefused(FmaTable.GENRES, "", CatalogFault.EMPTY);
    assertRefused(FmaTable.GENRES, "<html>\n<body>\n", CatalogFault.BAD_HEADER, 5, "genre_id");
    assertRefused(
        FmaTable.TRACKS,
        "track_id,title\n",
        CatalogFault.MISSING_COLUMN,
        "tracks.csv",
        "album / comments");
    assertRefused(FmaTable.GENRES, "genre_id,title,title\n", CatalogFault.BAD_HEADER, "title");
    assertRefused(
        FmaTable.GENRES,
        "\"genre_id\"x,title\n",
        CatalogFault.BAD_HEADER,
        "Line 1",
        "quote",
        "comma");
  }

  @Test
  void subsetsHoldThoseBefore() {
    assertThat(FmaSubset.labelled("medium")).contains(FmaSubset.MEDIUM);
    assertThat(FmaSubset.labelled("tiny")).isEmpty();
    assertThat(FmaSubset.MEDIUM.includes(FmaSubset.SMALL)).isTrue();
    assertThat(FmaSubset.MEDIUM.includes(FmaSubset.LARGE)).isFalse();
    assertThat(FmaSubset.LARGE.includes(null)).isFalse();
    assertThat(FmaSubset.FULL.includes(null)).isTrue();
  }

  @Test
  void thePublishedLayoutGivesTheIndependentFigures() throws Exception {
    JsonNode golden =
        new ObjectMapper().readTree(SharedData.file("golden/tables/fma_small.json").toFile());
    List<FmaRow> rows = readShared(FmaTable.TRACKS);
    List<FmaRow> small = rows.stream().filter(row -> "small".equals(row.value("subset"))).toList();

    assertThat(rows).hasSize(golden.path("rows").asInt());
    assertThat(small).hasSize(golden.path("tracks").asInt());
    assertThat(distinct(small, "artist_name")).isEqualTo(golden.path("artists").asLong());
    assertThat(distinct(small, "album_title")).isEqualTo(golden.path("albums").asLong());
    assertThat(counts(small, "genre_top")).isEqualTo(counts(golden.path("genres")));
    assertThat(counts(small, "split")).isEqualTo(counts(golden.path("split")));
    assertThat(rows.get(0).value("album_title")).isEqualTo("Ålbum \"0\"");
    assertThat(rows.get(0).value("artist_tags")).isEqualTo(List.of("tag one", "tag two"));
  }

  @Test
  void theOtherPublishedLayoutsAreRead() throws Exception {
    assertThat(readShared(FmaTable.GENRES)).hasSize(163);
    List<FmaRow> features = readShared(FmaTable.FEATURES);
    List<FmaRow> echonest = readShared(FmaTable.ECHONEST);

    assertThat(features).hasSize(24);
    assertThat(features.get(0).values()).doesNotContainNull();
    assertThat(features.get(0).value("chroma_cens_kurtosis_01")).isEqualTo(3.4051370372894416);
    assertThat(features.get(0).value("zcr_std_01")).isEqualTo(3.17747);
    assertThat(echonest).hasSize(12);
    assertThat(echonest.get(0).value("metadata_release")).isEqualTo("Rel, \"x\"");
    assertThat(echonest.get(0).value("temporal_features_223")).isEqualTo(0.2718155545);
  }

  private static long distinct(List<FmaRow> rows, String column) {
    return rows.stream().map(row -> row.value(column)).distinct().count();
  }

  private static Map<String, Long> counts(List<FmaRow> rows, String column) {
    return rows.stream()
        .collect(Collectors.groupingBy(row -> (String) row.value(column), Collectors.counting()));
  }

  private static Map<String, Long> counts(JsonNode golden) {
    Map<String, Long> counts = new TreeMap<>();
    golden
        .fields()
        .forEachRemaining(field -> counts.put(field.getKey(), field.getValue().asLong()));
    return counts;
  }

  /** A file with the published header, of these rows. */
  private static String tracks(String rows) {
    StringBuilder csv = new StringBuilder();
    for (int level = 0; level < 2; level++) {
      for (FmaColumn column : FmaTable.TRACKS.columns().subList(1, 53)) {
        csv.append(',').append(column.header().get(level));
      }
      csv.append('\n');
    }
    return csv + "track_id" + ",".repeat(52) + "\n" + rows;
  }

  private static String row(int trackId, Map<String, String> cells) {
    StringBuilder csv = new StringBuilder(String.valueOf(trackId));
    for (FmaColumn column : FmaTable.TRACKS.columns().subList(1, 53)) {
      csv.append(',').append(cells.getOrDefault(column.name(), ""));
    }
    return csv + "\n";
  }

  private static void assertRefused(
      FmaTable table, String csv, CatalogFault fault, Object... names) {
    assertThatFault(() -> FmaReader.open(table, in(csv))).is(fault.name()).names(names);
  }

  private static List<FmaRow> readShared(FmaTable table) throws Exception {
    Path zip = SharedData.file("data/fma/fma_metadata.zip");
    try (ZipFile metadata = new ZipFile(zip.toFile());
        InputStream in =
            metadata.getInputStream(metadata.getEntry("fma_metadata/" + table.fileName()))) {
      return read(table, new String(in.readAllBytes(), UTF_8));
    }
  }

  private static List<FmaRow> read(FmaTable table, String csv) throws Exception {
    List<String> problems = new ArrayList<>();
    List<FmaRow> rows = read(table, csv, problems);
    assertThat(problems).isEmpty();
    return rows;
  }

  private static List<FmaRow> read(FmaTable table, String csv, List<String> problems)
      throws IOException, MalformedInputException {
    List<FmaRow> rows = new ArrayList<>();
    try (FmaReader reader = FmaReader.open(table, in(csv))) {
      while (true) {
        try {
          Optional<FmaRow> row = reader.next();
          if (row.isEmpty()) {
            return Collections.unmodifiableList(rows);
          }
          rows.add(row.get());
        } catch (MalformedInputException e) {
          problems.add(e.detail());
        }
      }
    }
  }

  private static InputStream in(String csv) {
    return new ByteArrayInputStream(csv.getBytes(UTF_8));
  }
}
