package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.CuttingProxy;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.S3Store;
import io.partita.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs, lakes, exports and models on an S3 store. */
@Tag("e2e")
class S3Test {
  private static final List<String> TABLES =
      List.of(
          "midi_sources",
          "midi_files",
          "notes",
          "tracks",
          "tokens",
          "quarantine",
          "keys",
          "drum_slices",
          "drum_files",
          "dup_pairs");

  @TempDir private static Path folder;
  private static S3Store store;

  @BeforeAll
  static void start() throws Exception {
    store = S3Store.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  /** Archive and lake are there: what is ingested and what is made of it. */
  @Test
  void aLakeHasTheRowsThatItHasOnADisk() throws Exception {
    Path archive = Sample.get().archive();
    String here = made(archive, folder.resolve("here"));
    String there = made(store.put(archive), store.path("lake"));

    assertThat(there).isEqualTo(here).contains("notes", "drum_slices", "dup_pairs");
  }

  private static String made(Object archive, Object lake) {
    for (String line :
        new String[] {
          "ingest midi {} --lake {} --dataset songs --tokens remi",
          "slice drums --bars 2 --dataset songs --lake {}",
          "find duplicates songs --lake {}",
          "split songs --ratios 50/25/25 --lake {}",
          "check --dataset songs --lake {}"
        }) {
      Object[] values =
          line.startsWith("ingest") ? new Object[] {archive, lake} : new Object[] {lake};
      PartitaRun.line(line, values).exits(0);
    }
    String rows =
        TABLES.stream()
            .map(
                table ->
                    "SELECT '%s', count(*), sum(xxhash64(to_json(struct(*)))) FROM %s"
                        .formatted(table, table))
            .collect(Collectors.joining(" UNION ALL "));
    return PartitaRun.of("sql", "--lake", lake, "--format", "csv", rows).exits(0).out();
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({"npy", "parquet"})
  void anExportHasTheBytesThatItHasOnADisk(String format) throws Exception {
    Path here = folder.resolve("here-" + format);
    String there = store.path(format);
    for (Object out : new Object[] {here, there}) {
      PartitaRun.line(
              "export --lake {} --dataset {} --what notes --format {} --out {}",
              Sample.get().lake(),
              Sample.DATASET,
              format,
              out)
          .exits(0);
    }

    Path fetched = store.fetch(there, folder.resolve("fetched-" + format));
    assertThat(files(fetched)).isEqualTo(files(here)).isNotEmpty();
  }

  /** By name; what tells when it was made does not count. */
  private static Map<String, String> files(Path of) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(of)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && !name.endsWith(".json") && !name.endsWith(".md")) {
          files.put(name, DigestUtils.sha256Hex(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  @InTurn
  @Test
  void aModelIsTrainedThereGoesOnAndPlays() throws Exception {
    String model = store.path("models/notes");
    Path lake = folder.resolve("lake");
    FileUtils.copyDirectory(Sample.get().lake().toFile(), lake.toFile());
    String train =
        "train lstm {} --lake {} --set units=8 --set layers=1 --batch 64 --model {} --epochs ";
    PartitaRun.line(train + 1, Sample.DATASET, lake, model).exits(0);
    PartitaRun.line(train + "2 --resume", Sample.DATASET, lake, model).exits(0);

    assertThat(PartitaRun.line("model show {} --json", model).exits(0).json().at("/state/epoch"))
        .hasToString("2");
    Path out = folder.resolve("songs");
    PartitaRun.line("generate --model {} --notes 8 --out {}", model, out).exits(0);
    assertThat(out).isDirectoryContaining("glob:**.mid");
  }

  @Test
  void aBucketThatIsNotThereIsAMistake() {
    PartitaRun run =
        PartitaRun.line(
            "export --lake {} --dataset {} --what notes --format npy --out s3a://nowhere/notes",
            Sample.get().lake(),
            Sample.DATASET);

    assertThat(run.exits(2).code()).isEqualTo(Mistake.NO_SUCH_FILE);
    assertThat(run.err().lines().filter(line -> line.contains("s3a://nowhere"))).hasSize(1);
  }

  @Test
  void aStoreThatIsBusyFailsInALine() throws Exception {
    Map<String, String> settings =
        Map.of("retry.throttle.limit", "0", "retry.limit", "0", "attempts.maximum", "0");
    try (CuttingProxy proxy = new CuttingProxy(store.port())) {
      String endpoint = System.getProperty("spark.hadoop.fs.s3a.endpoint");
      settings.forEach((name, value) -> System.setProperty("spark.hadoop.fs.s3a." + name, value));
      System.setProperty("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:" + proxy.port());
      proxy.refuse(0, Integer.MAX_VALUE);
      try {
        PartitaRun run = PartitaRun.line("tables --lake s3a://busy/lake").exits(1);
        assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("Failed: ");
      } finally {
        settings.keySet().forEach(name -> System.clearProperty("spark.hadoop.fs.s3a." + name));
        System.setProperty("spark.hadoop.fs.s3a.endpoint", endpoint);
      }
    }
  }

  @Test
  void aKeyThatTheStoreRefusesIsAMistake() {
    String setting = "spark.hadoop.fs.s3a.secret.key";
    String right = System.setProperty(setting, "wrong");
    try {
      PartitaRun run =
          PartitaRun.line("ingest midi s3a://refused/a.zip --lake {}", folder.resolve("none"));
      assertThat(run.exits(2).code()).isEqualTo(Mistake.NO_ACCESS);
    } finally {
      System.setProperty(setting, right);
    }
  }
}
