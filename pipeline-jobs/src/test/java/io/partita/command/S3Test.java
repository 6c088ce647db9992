package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.S3Store;
import io.partita.Sample;
import io.partita.SortedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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

/** Inputs, exports and models on an S3 store. */
@Tag("e2e")
class S3Test {
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

  @Test
  void anArchiveGivesTheRowsThatItGivesOnADisk() throws Exception {
    Path archive = Sample.get().archive();
    Path here = ingest(archive, "here");
    Path there = ingest(store.put(archive), "there");

    assertThat(SortedTables.of(there, Sample.DATASET))
        .isEqualTo(SortedTables.of(here, Sample.DATASET))
        .containsKeys("notes", "quarantine");
  }

  private static Path ingest(Object archive, String lake) {
    Path to = folder.resolve(lake);
    PartitaRun.line("ingest midi {} --lake {} --dataset {}", archive, to, Sample.DATASET).exits(0);
    return to;
  }

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
