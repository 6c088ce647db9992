package io.partita.ingest.audio;

import static io.partita.Naming.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.AudioSample;
import io.partita.ChildPartita;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.SortedTables;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelType;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FMA's clips and its metadata: each clip a row or a fault, the same after a kill and in any order.
 */
@Tag("spark")
class IngestFmaTest {
  @TempDir private Path folder;

  @Test
  void everyClipIsARowOrAFaultAndEveryRowIsTold() {
    JsonNode report = ingest("lake").json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(8 + 1);
    assertThat(report.at("/members/rejected").asInt()).isEqualTo(2);
    assertThat(report.at("/faults/NOT_AUDIO").asInt()).isEqualTo(1);
    assertThat(report.at("/faults/EMPTY").asInt()).isEqualTo(1);
    assertThat(report.at("/counts/missing_audio").asInt()).isEqualTo(1);
    assertThat(report.at("/counts/audio_without_metadata").asInt()).isEqualTo(1);
    assertThat(report.at("/counts/tracks_rows").asInt()).isEqualTo(12 + 8);
    assertThat(report.at("/counts/other_files").asInt()).isEqualTo(2);
    assertThat(report.path("options").path("subset").asText()).isEqualTo("small");
    assertThat(
            DuckDb.rows(
                "SELECT fault, count(*) FROM " + table("quarantine") + " GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            List.of("EMPTY", 1L),
            List.of("MISSING_AUDIO", 1L),
            List.of("NOT_AUDIO", 1L),
            List.of("NO_METADATA", 1L));
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM %s a JOIN %s f ON a.track_id = f.track_id::VARCHAR WHERE a.split = f.split AND a.label IS NOT DISTINCT FROM f.genre_top AND f.subset = 'small'"
                    .formatted(table("audio_tracks"), table("fma_tracks"))))
        .isEqualTo(9);
    assertThat(
            DuckDb.rows(
                "SELECT split, published_split FROM %s GROUP BY ALL ORDER BY 1"
                    .formatted(table("fma_tracks"))))
        .containsExactly(List.of("train", "training"), List.of("validation", "validation"));
    assertThat(
            DuckDb.rows(
                "SELECT n_samples / sample_rate_hz, round(duration_s), count(*) FROM "
                    + table("audio_tracks")
                    + " GROUP BY ALL ORDER BY 2 DESC LIMIT 1"))
        .containsExactly(List.of(6.0, 6.0, 8L));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("fma_genres"))).isEqualTo(24);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("fma_features"))).isEqualTo(9);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("fma_echonest"))).isEqualTo(7);
  }

  @Test
  void theMelIsThatOfTheWholeClipWhateverTheSegments() throws Exception {
    Map.Entry<String, byte[]> clip = AudioSample.wholeClip();
    List<float[]> expected = new ArrayList<>();
    try (AudioPass pass =
        new AudioPass(new SeekableInMemoryByteChannel(clip.getValue()), AudioLimits.defaults())) {
      pass.run(MelRecipe.MEL_16K_64, frame -> expected.add(frame.clone()));
    }

    ingest("lake", "--recipe", "mel-16k-64", "--dtype", "float32", "--segment-seconds", 1.6)
        .exits(0);

    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT m.segment, m.n_frames, m.mel, m.dtype, m.mel_min, m.mel_max FROM %s m JOIN %s a USING (track_id) WHERE a.path = '%s' ORDER BY m.segment"
                .formatted(table("mel"), table("audio_tracks"), clip.getKey()));
    assertThat(rows).extracting(row -> row.get(0)).containsExactly(0, 1, 2, 3);
    assertThat(rows).extracting(row -> row.get(1)).containsExactly(160, 160, 160, 120);
    int frame = 0;
    for (List<Object> row : rows) {
      Blob blob = (Blob) row.get(2);
      float[] values = MelType.FLOAT32.read(blob.getBytes(1, (int) blob.length()));
      assertThat(values).hasSize((int) row.get(1) * 64);
      for (int i = 0; i < (int) row.get(1); i++) {
        assertThat(Arrays.copyOfRange(values, 64 * i, 64 * (i + 1)))
            .isEqualTo(expected.get(frame++));
      }
    }
    assertThat(frame).isEqualTo(expected.size());
  }

  @InTurn
  @Test
  void zipFolderAndTarGiveTheSameRows() {
    SortedMap<String, byte[]> members = AudioSample.members(AudioSample.audio());
    Map<String, List<String>> stored = rows(AudioSample.lake());
    assertThat(stored.get("mel")).hasSize(9);

    for (String name : List.of("fma_small.zip", "fma_small.tar", "fma_small.tar.gz", "fma_small")) {
      Path input = InputArchives.write(folder.resolve(name + "-in/" + name), members);
      ingestFrom(input, AudioSample.metadata(), name + "-lake").exits(0);

      Map<String, List<String>> rows = rows(folder.resolve(name + "-lake"));
      assertThat(rows).containsOnlyKeys(stored.keySet());
      stored.forEach(
          (table, expected) ->
              assertThat(rows.get(table)).as("%s of %s", table, name).isEqualTo(expected));
    }
  }

  @InTurn
  @Test
  void metadataMayBeAFolder() {
    Path metadata =
        InputArchives.write(
            folder.resolve("fma_metadata"), AudioSample.members(AudioSample.metadata()));

    ingestFrom(AudioSample.audio(), metadata, "other").exits(0);

    assertThat(rows(folder.resolve("other"))).isEqualTo(rows(AudioSample.lake()));
  }

  @Test
  void theSameRunAgainGivesTheSameRows() {
    Map<String, List<String>> first = SortedTables.of(AudioSample.lake(), "fma");
    ingest("lake").exits(0);

    assertThat(SortedTables.of(folder.resolve("lake"), "fma")).isEqualTo(first);
    assertThat(first)
        .containsOnlyKeys(
            "audio_tracks",
            "mel",
            "quarantine",
            "fma_tracks",
            "fma_genres",
            "fma_features",
            "fma_echonest");
  }

  @Tag("full")
  @Test
  void aRunAfterAKillGoesOnAndGivesTheSameRows() throws Exception {
    ingest("undisturbed").exits(0);
    Path lake = folder.resolve("lake");
    try (ChildPartita child =
        ChildPartita.start(
            folder,
            List.of("spark.master=local[1]", "spark.ui.enabled=false"),
            arguments(AudioSample.audio(), AudioSample.metadata(), "lake"))) {
      child.killWhen(() -> anyFile(lake, ".*/files/.*/reports/part-00005\\.json"));
    }
    assertThat(lake.resolve("mel")).doesNotExist();

    PartitaRun resumed = ingest("lake", "--resume").exits(0);

    assertThat(resumed.err()).contains("Resuming: 1 of ");
    assertThat(SortedTables.of(lake, "fma"))
        .isEqualTo(SortedTables.of(folder.resolve("undisturbed"), "fma"));
  }

  @Test
  void onlyTracksOfTheSubsetAreDecoded() {
    String medium =
        DuckDb.texts(
                "SELECT track_id FROM " + shared("fma_tracks") + " WHERE subset = 'medium' LIMIT 1")
            .get(0);
    SortedMap<String, byte[]> members = AudioSample.members(AudioSample.audio());
    members.put(
        "fma_small/%06d.mp3".formatted(Integer.parseInt(medium)),
        AudioSample.wholeClip().getValue());
    Path audio = InputArchives.write(folder.resolve("in/audio.zip"), members);

    JsonNode small = ingestFrom(audio, AudioSample.metadata(), "small", "--subset", "small").json();
    JsonNode more = ingestFrom(audio, AudioSample.metadata(), "more", "--subset", "medium").json();
    JsonNode all = ingestFrom(audio, AudioSample.metadata(), "all").json();

    int mediums = (int) rowsOf("subset = 'medium'");
    int largers = (int) rowsOf("subset IN ('large', 'full')");
    assertThat(small.at("/members/ok").asInt()).isEqualTo(9);
    assertThat(small.at("/counts/audio_of_other_subsets").asInt()).isEqualTo(1);
    assertThat(small.at("/counts/missing_audio").asInt()).isEqualTo(1);
    assertThat(more.at("/members/ok").asInt()).isEqualTo(9 + 1);
    assertThat(more.at("/counts/missing_audio").asInt()).isEqualTo(1 + mediums - 1);
    assertThat(all.at("/options/subset").asText()).isEqualTo("full");
    assertThat(all.at("/members/ok").asInt()).isEqualTo(9 + 1 + 1); // with the one without a row
    assertThat(all.at("/counts/missing_audio").asInt()).isEqualTo(1 + mediums - 1 + largers);
    assertThat(all.at("/counts/audio_without_metadata").asInt()).isEqualTo(1);
  }

  private static long rowsOf(String condition) {
    return DuckDb.number("SELECT count(*) FROM " + shared("fma_tracks") + " WHERE " + condition);
  }

  @Test
  void badRowsOfTheMetadataGoToTheQuarantine() {
    SortedMap<String, byte[]> files = AudioSample.members(AudioSample.metadata());
    String csv = new String(files.get("fma_metadata/tracks.csv"), UTF_8);
    files.put("fma_metadata/tracks.csv", (csv + "7,too,short\n").getBytes(UTF_8));
    files.remove("fma_metadata/features.csv");
    files.remove("fma_metadata/genres.csv");
    Path metadata = InputArchives.write(folder.resolve("in/fma_metadata.zip"), files);

    JsonNode report = ingestFrom(AudioSample.audio(), metadata, "lake").json();

    assertThat(report.at("/counts/bad_metadata_rows").asInt()).isEqualTo(1);
    List<Object> row =
        DuckDb.rows(
                "SELECT source, path, byte_offset, detail FROM "
                    + table("quarantine")
                    + " WHERE fault = 'BAD_ROW'")
            .get(0);
    assertThat(row.subList(0, 3))
        .containsExactly("fma_metadata.zip", "tracks.csv", (long) csv.getBytes(UTF_8).length);
    assertThat((String) row.get(3)).is(naming(3, 53));
    assertThat(folder.resolve("lake/fma_features")).doesNotExist();
    assertThat(DuckDb.number("SELECT count(genre_titles) FROM " + table("fma_tracks"))).isZero();
  }

  @Test
  void mistakesAreToldBeforeAnythingStarts() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("nothing"));
    Files.writeString(empty.resolve("genres.csv"), "genre_id\n");
    Path broken = InputArchives.write(folder.resolve("m.zip"), Map.of("tracks.csv", new byte[0]));
    Path audio = AudioSample.audio();

    ingestFrom(audio, folder.resolve("none"), "lake")
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--metadata", folder.resolve("none"));
    ingestFrom(audio, empty, "lake").mistake(Mistake.NO_SUCH_FILE).names("--metadata", empty);
    ingestFrom(audio, broken, "lake")
        .mistake(Mistake.MALFORMED_FILE)
        .names("--metadata", broken, "tracks.csv");
    ingestFrom(empty.resolve("x"), AudioSample.metadata(), "lake")
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--input", empty.resolve("x"));
    ingest("lake", "--subset", "tiny")
        .mistake(Mistake.BAD_OPTION)
        .names("--subset", "tiny", "[small, medium, large, full]");
    ingest("lake", "--recipe", "x")
        .mistake(Mistake.BAD_OPTION)
        .names("--recipe", "x", "[hifigan-22k-80, mel-16k-64]");
    ingest("lake", "--dtype", "int8")
        .mistake(Mistake.BAD_OPTION)
        .names("--dtype", "int8", "[float16, float32]");
    ingest("lake", "--segment-seconds", "0.001")
        .mistake(Mistake.BAD_OPTION)
        .names("--segment-seconds", "0.001");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @InTurn
  @Test
  void thePublishedLayoutGivesTheIndependentFigures() throws IOException {
    JsonNode golden =
        new ObjectMapper().readTree(SharedData.file("golden/tables/fma_small.json").toFile());
    ingestFrom(
            SharedData.file("data/fma/fma_small.zip"),
            SharedData.file("data/fma/fma_metadata.zip"),
            "lake")
        .exits(0);

    JsonNode figures =
        PartitaRun.of(
                "sql",
                "--lake",
                folder.resolve("lake"),
                "--json",
                "SELECT count(*) AS rows, count_if(subset = 'small') AS tracks,"
                    + " count(DISTINCT CASE WHEN subset = 'small' THEN artist_name END) AS artists,"
                    + " count(DISTINCT CASE WHEN subset = 'small' THEN album_title END) AS albums"
                    + " FROM fma_tracks")
            .json()
            .at("/rows/0");
    for (String figure : List.of("rows", "tracks", "artists", "albums")) {
      assertThat(figures.path(figure).asInt()).as(figure).isEqualTo(golden.path(figure).asInt());
    }
    assertThat(counts("genre_top")).isEqualTo(counts(golden.path("genres")));
    assertThat(counts("published_split")).isEqualTo(counts(golden.path("split")));
    assertThat(counts("split")).isEqualTo(splits(golden));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("audio_tracks"))).isEqualTo(24);

    JsonNode statistics =
        PartitaRun.of("stats", "--lake", folder.resolve("lake"), "--dataset", "fma", "--json")
            .json()
            .path("figures");
    assertThat(statistics.at("/fma_tracks//rows").asInt()).isEqualTo(golden.path("rows").asInt());
    assertThat(statistics.at("/audio_tracks//rows").asInt())
        .isEqualTo(golden.path("tracks").asInt());
    assertThat(statistics.at("/fma_tracks/artist_id/leaks").asInt(-1)).isZero();
    // Those of the small set are the tracks that have audio here.
    assertThat(frequencies("label")).isEqualTo(counts(golden.path("genres")));
    assertThat(frequencies("split")).isEqualTo(splits(golden));
  }

  /** The archive's own counts, under the names that all tables have for splits. */
  private static Map<String, Long> splits(JsonNode golden) {
    Map<String, Long> splits = new TreeMap<>(counts(golden.path("split")));
    splits.put("train", splits.remove("training"));
    return splits;
  }

  private Map<String, Long> frequencies(String column) {
    Map<String, Long> counts = new TreeMap<>();
    DuckDb.rows(
            ("SELECT category, value::BIGINT FROM %s WHERE \"table\" = 'audio_tracks' AND"
                    + " \"column\" = '%s' AND statistic = 'frequency'")
                .formatted(table("statistics"), column))
        .forEach(row -> counts.put((String) row.get(0), (Long) row.get(1)));
    return counts;
  }

  private Map<String, Long> counts(String column) {
    Map<String, Long> counts = new TreeMap<>();
    PartitaRun.of(
            "sql",
            "--lake",
            folder.resolve("lake"),
            "--json",
            "SELECT %s AS value, count(*) AS n FROM fma_tracks WHERE subset = 'small' GROUP BY 1"
                .formatted(column))
        .json()
        .path("rows")
        .forEach(row -> counts.put(row.path("value").asText(), row.path("n").asLong()));
    return counts;
  }

  private static Map<String, Long> counts(JsonNode golden) {
    Map<String, Long> counts = new TreeMap<>();
    golden
        .fields()
        .forEachRemaining(field -> counts.put(field.getKey(), field.getValue().asLong()));
    return counts;
  }

  private static Map<String, List<String>> rows(Path lake) {
    return SortedTables.without(lake, "fma", "source|run_id|byte_offset|detail");
  }

  private PartitaRun ingest(String lake, Object... more) {
    return ingestFrom(AudioSample.audio(), AudioSample.metadata(), lake, more);
  }

  private PartitaRun ingestFrom(Path audio, Path metadata, String lake, Object... more) {
    return PartitaRun.of(arguments(audio, metadata, lake, more));
  }

  private Object[] arguments(Path audio, Path metadata, String lake, Object... more) {
    return Stream.concat(
            Stream.of(
                "ingest-fma",
                "--input",
                audio,
                "--metadata",
                metadata,
                "--lake",
                folder.resolve(lake),
                "--dataset",
                "fma",
                "--json"),
            Stream.of(more))
        .toArray();
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "fma");
  }

  private static String shared(String name) {
    return DuckDb.table(AudioSample.lake(), name, "fma");
  }

  private static boolean anyFile(Path lake, String pattern) {
    if (!Files.exists(lake)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(lake)) {
      return files.anyMatch(file -> file.toString().matches(pattern));
    } catch (IOException | UncheckedIOException e) {
      return false; // a folder that vanished meanwhile
    }
  }
}
