package io.partita.studio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's answers, value by value, over a small lake. */
class ApiTest {
  @TempDir private static Path folder;
  private static StudioClient studio;
  private static String training;

  @BeforeAll
  static void start() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    training = new RunFiles(lake.root).training(folder.resolve("model"), 0);
    studio = new StudioClient(lake, FakeCommands.told());
  }

  @AfterAll
  static void stop() throws Exception {
    studio.close();
  }

  @Test
  void theLakeNamesItsDataSetsAndWhatTheyHold() throws Exception {
    JsonNode lake = studio.get("/lake");

    JsonNode songs = lake.path("datasets").get(0);
    assertThat(songs.path("dataset").asText()).isEqualTo("songs");
    assertThat(songs.path("kinds").get(0).path("items").asInt()).isEqualTo(4);
    assertThat(songs.path("kinds").get(0).path("notes").asInt()).isEqualTo(27);
    assertThat(songs.path("kinds").get(0).path("rejected").asInt()).isEqualTo(1);
    assertThat(songs.path("kinds").get(1).path("kind").asText()).isEqualTo("score");
    assertThat(songs.path("kinds").get(1).path("notes").asInt()).isEqualTo(9);
    assertThat(lake.path("datasets").get(1).path("kinds").get(0).path("kind").asText())
        .isEqualTo("audio");
    assertThat(lake.path("programs").get(40).asText()).isEqualTo("Violin");
  }

  @Test
  void itemsAreSearchedFilteredSortedAndPaged() throws Exception {
    assertThat(titles("?q=SONG-1")).containsExactly("song-1");
    assertThat(titles("?q=jazz+album")).containsExactly("song-1");
    assertThat(titles(filter("{\"split\": [\"train\"]}"))).hasSize(2);
    assertThat(titles(filter("{\"split\": [\"\"]}"))).containsExactly("song-4");
    assertThat(titles(filter("{\"tempo\": [70, 105]}"))).containsExactly("song-1", "song-2");
    assertThat(titles(filter("{\"programs\": [41]}"))).isEmpty();
    assertThat(titles("?sort=-tempo&limit=2")).containsExactly("passwd", "song-2");
    JsonNode page = studio.get("/datasets/songs/items?limit=2&cursor=2");
    assertThat(page.path("total").asInt()).isEqualTo(5);
    assertThat(page.path("next").asInt()).isEqualTo(4);
    assertThat(studio.get("/datasets/songs/items?limit=2&cursor=4").path("next").isNull()).isTrue();
  }

  @Test
  void pagesTogetherAreTheWholeListOnce() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int cursor = 0; cursor < SmallLake.FILES; cursor++) {
      JsonNode page = studio.get("/datasets/songs/items?sort=duration&limit=1&cursor=" + cursor);
      ids.add(page.path("items").get(0).path("id").asText());
    }

    assertThat(ids).doesNotHaveDuplicates().hasSize(SmallLake.FILES);
  }

  @Test
  void aFacetCountsWhatItsOwnFilterLeavesOut() throws Exception {
    JsonNode facets =
        studio.get("/datasets/songs/facets" + filter("{\"split\": [\"train\"]}")).path("facets");

    assertThat(facet(facets, "split").path("values").toString())
        .isEqualTo("[[\"train\",2],[\"test\",1],[\"validation\",1],[null,1]]");
    assertThat(facet(facets, "status").path("values").toString()).isEqualTo("[[\"ok\",2]]");
    JsonNode tempo = facet(facets, "tempo");
    assertThat(tempo.path("from").asDouble()).isEqualTo(60);
    int all = 0;
    for (JsonNode count : tempo.path("counts")) {
      all += count.asInt();
    }
    assertThat(all).isEqualTo(2);
    assertThat(tempo.path("counts").get(0).asInt()).isEqualTo(1);
  }

  @Test
  void notesAreTwelveBytesEach() throws Exception {
    ByteBuffer notes =
        ByteBuffer.wrap(studio.bytes("/items/" + SmallLake.id(2) + "/notes").body())
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(notes.remaining()).isEqualTo(9 * 12);
    assertThat(notes.getFloat(0)).isZero();
    assertThat(new int[] {notes.get(8), notes.get(9), notes.get(10) & 0xFF, notes.get(11)})
        .containsExactly(36, 90, 128, 9);
    assertThat(notes.getFloat(8 * 12)).isEqualTo(3.5f);
    assertThat(notes.getFloat(8 * 12 + 4)).isEqualTo(0.25f);
    assertThat(notes.get(8 * 12 + 8)).isEqualTo((byte) 62);
    assertThat(studio.bytes("/items/" + SmallLake.id(2) + "/notes?from=1&to=2").body())
        .hasSize(2 * 12);
  }

  @Test
  void rowsOfAQueryAreAList() throws Exception {
    assertThat(rowsOf("songs", "SELECT midi_md5 FROM midi_files WHERE status = 'rejected'"))
        .containsExactly(SmallLake.id(4));
    assertThat(rowsOf("songs", "SELECT id FROM studio.items ORDER BY id LIMIT 2 -- so"))
        .containsExactlyInAnyOrder(SmallLake.id(0), SmallLake.id(1));
    assertThat(rowsOf("songs", "SELECT 'other' AS dataset, midi_md5 FROM midi_files")).isEmpty();
    assertThat(rowsOf("sounds", "SELECT dataset, source, path FROM audio_tracks")).hasSize(1);
    String path = "/datasets/songs/facets?sql=";
    String query = StudioClient.encoded("SELECT midi_md5 FROM midi_files WHERE split = 'train'");
    assertThat(facet(studio.get(path + query).path("facets"), "split").path("values").toString())
        .isEqualTo("[[\"train\",2]]");
    for (String mistake :
        List.of("SELECT 1 AS one", "DROP TABLE x", "SELECT", "SELECT 1) OR (1=1")) {
      HttpResponse<byte[]> answer =
          studio.bytes("/datasets/songs/items?sql=" + StudioClient.encoded(mistake));
      assertThat(answer.statusCode()).as(mistake).isEqualTo(400);
    }
  }

  private static List<String> rowsOf(String dataset, String query) throws Exception {
    return studio
        .get("/datasets/" + dataset + "/items?sql=" + StudioClient.encoded(query))
        .path("items")
        .findValuesAsText("id");
  }

  @Test
  void midiIsTheFileAndItsTimelineIsInSeconds() throws Exception {
    HttpResponse<byte[]> midi = studio.bytes("/items/" + SmallLake.id(1) + "/midi");

    assertThat(midi.body()).isEqualTo(SmallLake.midi(1));
    assertThat(midi.headers().firstValue("Content-Type")).contains("audio/midi");
    assertThat(studio.get("/items/" + SmallLake.id(1) + "/timeline").toString())
        .isEqualTo(
            "{\"bars\":[0.0,2.0],\"metres\":[[0.0,\"4/4\"]],\"tempos\":[[0.0,120.0]],\"keys\":[[0.0,\"Db"
                + " major\"]],\"markers\":[],\"words\":[],\"pedal\":[]}");
    assertThat(studio.bytes("/items/" + SmallLake.id(4) + "/midi").statusCode()).isEqualTo(404);
  }

  @Test
  void aQuerysFaultHasItsPlace() throws Exception {
    String many = "1 + ".repeat(200);
    for (String text :
        List.of(
            "SELECT dataset,\n  nothing FROM midi_files",
            "SELECT path\n\nFROM midi_files WHERE " + many + "nothing > 1",
            "SELECT 1 FORM nothing")) {
      JsonNode answer = studio.sql(text);
      assertThat(answer.path("error").asText()).contains("nothing");
      assertThat(answer.path("position").asInt()).as(text).isEqualTo(text.indexOf("nothing"));
    }
    assertThat(studio.sql("SELECT error('x')").has("position")).isFalse();
  }

  @Test
  void allRowsOfAQueryAreStreamedAsCsv() throws Exception {
    assertThat(csv("SELECT 'a \"b\"' AS \"x,y\", NULL AS n, '' AS e, 1.5 AS d"))
        .isEqualTo("\"x,y\",n,e,d\r\n\"a \"\"b\"\"\",,\"\",1.5\r\n");
    String many = csv("SELECT i, repeat('é', 50) AS text FROM range(300000) t(i)");
    assertThat(many.lines()).hasSize(300_001);
    assertThat(many).endsWith("299999," + "é".repeat(50) + "\r\n");
    assertThat(csv("DROP TABLE notes")).contains("\"error\"");
    assertThat(csv("SELECT nothing FROM notes")).contains("\"position\":7");
    assertThat(studio.sql("SELECT 1 AS one").path("rows").toString()).isEqualTo("[[1]]");
  }

  @Test
  void allRowsOfAQueryAreAParquetFile() throws Exception {
    Path file = folder.resolve("rows.parquet");
    for (int i = 0; i < 2; i++) {
      Files.write(file, all("parquet", "SELECT i AS one, 'é' || i AS two FROM range(50000) t(i);"));
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement sql = connection.createStatement();
          ResultSet rows = sql.executeQuery("SELECT count(*), max(two) FROM '" + file + "'")) {
        rows.next();
        assertThat(rows.getLong(1)).isEqualTo(50_000);
        assertThat(rows.getString(2)).isEqualTo("é9999");
      }
    }
    for (String refused :
        List.of(
            "SELECT 1) TO '/tmp/x' (FORMAT csv); --",
            "SELECT * FROM '" + file + "'",
            "SELECT nothing FROM notes")) {
      assertThat(new String(all("parquet", refused), UTF_8)).as(refused).contains("\"error\"");
    }
  }

  private static String csv(String text) throws Exception {
    return new String(all("csv", text), UTF_8);
  }

  private static byte[] all(String format, String text) throws Exception {
    String body = new ObjectMapper().createObjectNode().put("sql", text).toString();
    return studio
        .send(
            studio
                .request("/api/v1/sql/" + format)
                .header("Partita-Token", StudioClient.TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(body)))
        .body();
  }

  @Test
  void tokensHaveTheirNames() throws Exception {
    JsonNode tokens = studio.get("/items/" + SmallLake.id(1) + "/tokens");

    assertThat(tokens.path("schemes").toString()).isEqualTo("[\"anticipation\"]");
    assertThat(tokens.path("tokens").get(2).get(0).asInt()).isEqualTo(61);
    assertThat(tokens.path("tokens").get(2).get(1).asText()).isEqualTo("pitch C#4");
  }

  @Test
  void audioIsServedWholeAndInPartsWithPeaksAndASpectrogram() throws Exception {
    String id = studio.get("/datasets/sounds/items").path("items").get(0).path("id").asText();
    byte[] original = Files.readAllBytes(folder.resolve("source/rock/half.wav"));

    assertThat(studio.bytes("/items/" + id + "/audio").body()).isEqualTo(original);
    HttpResponse<byte[]> part = studio.bytes("/items/" + id + "/audio", "Range", "bytes=44-47");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(original, 44, 48));
    assertThat(part.headers().firstValue("Content-Range"))
        .contains("bytes 44-47/" + original.length);
    assertThat(studio.bytes("/items/" + id + "/audio", "Range", "bytes=999999-").statusCode())
        .isEqualTo(416);
    assertThat(studio.get("/items/" + id + "/peaks?count=2").path("peaks").toString())
        .isEqualTo("[0,64,-32,0]");
    BufferedImage mel =
        ImageIO.read(new ByteArrayInputStream(studio.bytes("/items/" + id + "/mel.png").body()));
    assertThat(new int[] {mel.getWidth(), mel.getHeight()}).containsExactly(4, 2);
    assertThat(mel.getRaster().getSample(0, 0, 0)).isZero();
    assertThat(mel.getRaster().getSample(3, 1, 0)).isEqualTo(255);
  }

  @Test
  void oneRecordingInTwoContainersIsOneItem() throws Exception {
    JsonNode items = studio.get("/datasets/sounds/items").path("items");
    assertThat(items).hasSize(1);
    String id = items.get(0).path("id").asText();

    JsonNode files = studio.get("/items/" + id).path("files");
    assertThat(files).hasSize(2);
    assertThat(files.get(0).path("id").asText()).isEqualTo(id);
    assertThat(files.get(0).path("path").asText()).isEqualTo("source/rock/half.wav");
    assertThat(files.get(1).path("container").asText()).isEqualTo("flac");
    String other = files.get(1).path("id").asText();
    assertThat(studio.bytes("/items/" + other + "/audio").body())
        .isEqualTo(Files.readAllBytes(folder.resolve("source/rock/half.flac")));
    assertThat(studio.get("/items/" + other).path("id").asText()).isEqualTo(id);
    assertThat(studio.get("/items/" + other).at("/columns/container").asText()).isEqualTo("flac");
    assertThat(rowsOf("sounds", "SELECT source, path FROM audio_tracks WHERE container = 'flac'"))
        .containsExactly(id);
  }

  @Test
  void aMidiFileSoundsAsWav() throws Exception {
    byte[] wav = studio.bytes("/items/" + SmallLake.id(0) + "/audio").body();

    assertThat(new String(wav, 0, 4, US_ASCII)).isEqualTo("RIFF");
    // 3.75 seconds of stereo at 44,100 Hz at least.
    assertThat(wav.length).isGreaterThan(44 + (int) (3.75 * 44_100 * 4));
  }

  @Test
  void picturesAreThreeBytesANote() throws Exception {
    JsonNode pictures = studio.get("/datasets/songs/pictures?ids=" + SmallLake.id(0));

    byte[] picture = Base64.getDecoder().decode(pictures.path(SmallLake.id(0)).asText());
    assertThat(picture).hasSize(27);
    assertThat(picture[2] & 0xFF).isEqualTo(128 + 36);
    assertThat(picture[5] & 0xFF).isEqualTo(60);
  }

  @Test
  void aRejectedFileSaysWhyAndWhere() throws Exception {
    JsonNode item = studio.get("/items/" + SmallLake.id(4));

    assertThat(item.path("fault").asText()).isEqualTo("NOT_MIDI");
    assertThat(item.path("byte_offset").asInt()).isEqualTo(14);
    assertThat(item.path("columns").path("path").asText()).isEqualTo("album/song-4.mid");
    assertThat(item.path("faults")).as("one for all copies").hasSize(1);
    JsonNode fault = item.path("faults").get(0);
    assertThat(fault.path("path").asText()).isEqualTo("album/song-4.mid");
    assertThat(fault.path("detail").asText()).isEqualTo("No header");
    assertThat(fault.path("source").asText()).isEqualTo("in.zip");
    assertThat(new String(HexFormat.of().parseHex(fault.path("bytes_around").asText()), UTF_8))
        .isEqualTo(SmallLake.BYTES_AROUND);
    assertThat(studio.get("/items/" + SmallLake.id(1)).path("faults")).isEmpty();
  }

  @Test
  void anOldLakeTellsOfAFaultWithoutItsBytes() throws Exception {
    String id = studio.get("/datasets/sounds/items").path("items").get(0).path("id").asText();
    JsonNode faults = studio.get("/items/" + id).path("faults");

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).path("fault").asText()).isEqualTo("TRUNCATED");
    assertThat(faults.get(0).path("bytes_around").isNull()).isTrue();
  }

  @Test
  void nearDuplicatesAreNamedOnBothSides() throws Exception {
    JsonNode others = studio.get("/items/" + SmallLake.id(1)).path("near_duplicates");

    assertThat(others.size()).isEqualTo(1);
    assertThat(others.get(0).path("id").asText()).isEqualTo(SmallLake.id(2));
    assertThat(stretch(others.get(0))).containsExactly(0.5, 2.5, 1.0, 2.0, 0.5, 1.0);
    JsonNode back = studio.get("/items/" + SmallLake.id(2)).path("near_duplicates").get(0);
    assertThat(stretch(back)).containsExactly(1.0, 2.0, 0.5, 2.5, 2.0, -1.0);
    assertThat(back.path("tier").asText() + " " + back.path("relation").asText())
        .isEqualTo("near version");
    assertThat(titles(filter("{\"alike\": [true]}"))).containsExactly("song-1", "song-2");
    assertThat(studio.get("/items/" + SmallLake.id(0)).has("near_duplicates")).isFalse();
  }

  private static List<Double> stretch(JsonNode other) {
    return Stream.of("from_s", "to_s", "other_from_s", "other_to_s", "slope", "transpose")
        .map(column -> other.path(column).asDouble())
        .toList();
  }

  @Test
  void latentsOfOneModelSayWhatIsSimilar() throws Exception {
    JsonNode similar = studio.get("/items/" + SmallLake.id(0) + "/similar");

    assertThat(similar.path("rule").asText()).isEqualTo("latents");
    assertThat(similar.path("table").asText()).isEqualTo("trio_slices");
    assertThat(similar.path("model").asText()).isEqualTo("trios");
    assertThat(similar.path("items").findValuesAsText("id"))
        .containsExactly(SmallLake.id(1), SmallLake.id(2));
    assertThat(numbers(similar, "cosine", 1)).containsExactly(0.6, 0.5);
    JsonNode other = studio.get("/items/" + SmallLake.id(1) + "/similar");
    assertThat(numbers(other, "cosine", 1)).containsExactly(0.7, 0.6);
    assertThat(other.path("items").findValuesAsText("near_duplicate"))
        .containsExactly("true", "false");
  }

  /** Files differ by tempo, density, register, mode and key, and have the same instruments. */
  @Test
  void statisticsSayWhatIsSimilarWhereThereAreNoLatents() throws Exception {
    double[] registers = {60, 61, 62, 63};
    double[] modes = {0, 1, 0, 1};
    double[] fifths = {0, 0, 2, 0};
    double[] tempos = Arrays.stream(new double[] {60, 80, 100, 120}).map(Math::log).toArray();
    double[] densities =
        Arrays.stream(new double[] {3.75, 4.75, 5.75, 6.75}).map(s -> Math.log(9 / s)).toArray();
    TreeMap<Double, String> nearest = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      double squares = 2 - 2 * Math.cos(Math.toRadians(30 * fifths[i]));
      for (double[] values : List.of(registers, modes, tempos, densities)) {
        squares += Math.pow((values[i] - values[3]) / deviation(values), 2);
      }
      nearest.put(rounded(Math.sqrt(squares), 6), SmallLake.id(i));
    }

    JsonNode similar = studio.get("/items/" + SmallLake.id(3) + "/similar");

    assertThat(similar.path("rule").asText()).isEqualTo("statistics");
    assertThat(similar.path("statistics").toString()).contains("\"key\"", "\"tempo\"");
    assertThat(similar.path("items").findValuesAsText("id"))
        .containsExactlyElementsOf(nearest.values());
    assertThat(numbers(similar, "distance", 6)).containsExactlyElementsOf(nearest.keySet());
  }

  @Test
  void onlyPiecesThatSoundHaveSimilarOnes() throws Exception {
    String sound = studio.get("/datasets/sounds/items").path("items").get(0).path("id").asText();

    assertThat(studio.get("/items/" + sound + "/similar").path("items")).isEmpty();
    assertThat(studio.get("/items/" + sound).path("has").toString()).contains("similar");
    assertThat(studio.bytes("/items/" + SmallLake.id(4) + "/similar").statusCode()).isEqualTo(404);
    assertThat(studio.get("/items/" + SmallLake.id(4)).path("has").toString())
        .doesNotContain("similar");
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }

  private static List<Double> numbers(JsonNode similar, String field, int digits) {
    return similar.path("items").findValues(field).stream()
        .map(value -> rounded(value.asDouble(), digits))
        .toList();
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.rint(value * scale) / scale;
  }

  @Test
  void sqlReadsTheLakeAloneAndChangesNothing() throws Exception {
    assertThat(studio.sql("SELECT count(*) AS n FROM notes").toString())
        .contains("\"rows\":[[36]]", "\"name\":\"n\"", "\"more\":false");
    assertThat(studio.sql("SELECT * FROM range(20000)").path("rows").size()).isEqualTo(10_000);
    assertThat(studio.sql("SELECT * FROM range(20000)").path("more").asBoolean()).isTrue();
    for (String text :
        List.of(
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM '/etc/passwd'",
            "COPY (SELECT 1) TO '" + folder.resolve("out.csv") + "'",
            "DROP VIEW notes",
            "SELECT 1; DROP VIEW notes",
            "SET enable_external_access = true",
            "ATTACH '" + folder.resolve("other.db") + "'",
            "INSTALL httpfs",
            "SELEC 1",
            "")) {
      assertThat(studio.sql(text).path("error").asText()).as(text).isNotBlank();
    }
    assertThat(folder.resolve("out.csv")).doesNotExist();
    assertThat(studio.sql("SELECT count(*) FROM notes").path("rows").toString())
        .isEqualTo("[[36]]");
  }

  @Test
  void whatIsNotUnderstoodIsABadRequest() throws Exception {
    for (String path :
        List.of(
            "/datasets/songs/items?sort=shoe",
            "/datasets/songs/items?limit=501",
            "/datasets/songs/items?cursor=x",
            "/datasets/songs/items" + filter("{\"split\": \"train\"}"),
            "/datasets/songs/items" + filter("{\"path OR 1\": [\"x\"]}"),
            "/datasets/songs/items" + filter("{"))) {
      assertThat(studio.bytes(path).statusCode()).as(path).isEqualTo(400);
    }
    for (String path :
        List.of(
            "/datasets/other",
            "/items/songs~..etc",
            "/items/" + SmallLake.id(7),
            "/items/" + SmallLake.id(1) + "/shoe",
            "/shoe")) {
      assertThat(studio.bytes(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void allRejectedFilesOfAFaultAreAZip() throws Exception {
    Map<String, String> entries = new LinkedHashMap<>();
    byte[] zip = studio.bytes("/rejected/files?fault=UNKNOWN_FORMAT").body();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
      }
    }
    assertThat(entries).containsOnlyKeys("sounds/source/rock/notes.txt", "missing.txt");
    assertThat(entries.get("sounds/source/rock/notes.txt")).isEqualTo(SmallLake.NO_AUDIO);
    assertThat(entries.get("missing.txt"))
        .contains("sounds/source/rock/away.txt")
        .contains(folder.resolve("source/rock/away.txt").toString())
        .hasLineCount(1);
    assertThat(studio.bytes("/rejected/files?fault=OTHER").statusCode()).isEqualTo(404);
  }

  @Test
  void whatWasRejectedIsCountedAndListed() throws Exception {
    JsonNode rejected = studio.get("/rejected");
    String fault = rejected.at("/faults/rows/0/0").asText();

    assertThat(rejected.at("/faults/rows/0/1").asInt()).isEqualTo(2);
    JsonNode files = studio.get("/rejected?fault=" + fault).path("files");
    assertThat(files.path("rows")).hasSize(2);
    assertThat(files.at("/columns/7/name").asText()).isEqualTo("bytes_around");
    assertThat(files.at("/rows/0/7").asText())
        .isEqualTo(HexFormat.of().formatHex(SmallLake.BYTES_AROUND.getBytes(UTF_8)));
    assertThat(studio.get("/rejected?fault=OTHER").at("/files/rows")).isEmpty();
    assertThat(studio.get("/quality").at("/statuses/rows").toString())
        .contains("[\"songs\",\"ok\",4]", "[\"songs\",\"rejected\",1]");
  }

  @Test
  void theDescriptionNamesEveryPath() throws Exception {
    JsonNode paths = studio.get("/openapi.json").path("paths");

    List<String> names = new ArrayList<>();
    paths.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .contains(
            "/lake",
            "/datasets/{dataset}/items",
            "/items/{id}/notes",
            "/items/{id}/similar",
            "/sql",
            "/runs/{run}/metrics",
            "/models/{model}/generate")
        .allSatisfy(
            name -> {
              String path =
                  name.replace("{dataset}", "songs")
                      .replace("{id}", SmallLake.id(0))
                      .replace("{run}", training)
                      .replace("{model}", FakeCommands.MODEL);
              if (!paths.path(name).has("get")
                  || name.equals("/events") // which has no end
                  || name.startsWith("/takes/") // of which none is kept
                  || name.endsWith("peaks")
                  || name.endsWith("musicxml")
                  || name.endsWith("mel.png")) {
                return;
              }
              assertThat(studio.bytes(path).statusCode()).as(path).isEqualTo(200);
            });
  }

  @Test
  void columnsOfACatalogAreFilters() throws Exception {
    JsonNode facets = studio.get("/datasets/songs/facets").path("facets");

    assertThat(facet(facets, "catalog.drummer").path("values").toString())
        .isEqualTo("[[\"drummer'1\",2],[\"drummer2\",2],[null,1]]");
    for (String field : List.of("catalog.style", "catalog.take", "catalog.split")) {
      assertThat(facet(facets, field).isMissingNode()).as(field).isTrue();
    }
    String first = filter("{\"catalog.drummer\": [\"drummer'1\"]}");
    assertThat(titles(first)).hasSize(2);
    assertThat(titles(filter("{\"catalog.drummer\": [\"drummer2\", \"\"]}"))).hasSize(3);
    assertThat(titles(filter("{\"catalog.x'] OR true --\": [\"a\"]}"))).isEmpty();
    JsonNode chosen = studio.get("/datasets/songs/facets" + first).path("facets");
    assertThat(facet(chosen, "catalog.drummer").path("values")).hasSize(3);
    assertThat(facet(chosen, "status").path("values").toString()).isEqualTo("[[\"ok\",2]]");
    assertThat(facet(studio.get("/datasets/sounds/facets").path("facets"), "catalog.drummer"))
        .isEqualTo(facet(facets, "catalog.take"));
  }

  private static List<String> titles(String query) throws Exception {
    List<String> titles = new ArrayList<>();
    for (JsonNode item : studio.get("/datasets/songs/items" + query).path("items")) {
      titles.add(item.path("title").asText());
    }
    return titles;
  }

  private static String filter(String json) {
    return "?filter=" + StudioClient.encoded(json);
  }

  private static JsonNode facet(JsonNode facets, String field) {
    for (JsonNode facet : facets) {
      if (facet.path("field").asText().equals(field)) {
        return facet;
      }
    }
    return new ObjectMapper().missingNode();
  }
}
