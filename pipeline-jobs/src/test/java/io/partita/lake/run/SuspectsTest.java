package io.partita.lake.run;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.OutOfStepFile;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.VersionFiles;
import io.partita.drum.DrumLoop;
import io.partita.kind.musicvae.MusicVae;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files that are out of step among eight healthy ones: one to train on, one to test on. */
@InTurn
class SuspectsTest {
  private static final String DATASET = "beats";
  private static final int HEALTHY = 8;

  @TempDir private static Path folder;
  private static Path lake;
  private static JsonNode ingested;
  private static JsonNode sliced;

  @BeforeAll
  static void ingest() throws IOException {
    Path midi = Files.createDirectory(folder.toRealPath().resolve("beats"));
    StringBuilder catalog = new StringBuilder("midi_filename,split\n");
    for (int i = 0; i < HEALTHY; i++) {
      Files.write(midi.resolve("beat" + i + ".mid"), MidiWriter.write(DrumLoop.score(beat(i))));
      String split = i < 5 ? "train" : i < 7 ? "validation" : "test";
      catalog.append("beat%d.mid,%s%n".formatted(i, split));
    }
    Files.write(midi.resolve("lost.mid"), OutOfStepFile.bytes(1));
    Files.write(midi.resolve("strayed.mid"), OutOfStepFile.bytes(2));
    Files.writeString(midi.resolve("broken.mid"), "no music");
    catalog.append("lost.mid,train%nstrayed.mid,test%n".formatted());
    Files.writeString(folder.resolve("beats.csv"), catalog);
    lake = folder.toRealPath().resolve("lake");
    ingested =
        run(
                lake,
                "ingest-midi",
                "--input",
                midi,
                "--catalog",
                folder.resolve("beats.csv"),
                "--json")
            .json();
    sliced = run(lake, "slice-drums", "--bars", 2, "--json").json();
  }

  private static int[] beat(int number) {
    int[] beat = new int[128];
    for (int step = 0; step < beat.length; step++) {
      beat[step] = step % 4 == 0 ? 1 : step % (5 + 2 * number) == 0 ? 2 : 4;
    }
    return beat;
  }

  private static PartitaRun run(Path lake, Object... command) {
    return PartitaRun.of(line(lake, command));
  }

  private static Object[] line(Path lake, Object... command) {
    List<Object> line = new ArrayList<>(Arrays.asList(command));
    line.addAll(List.of("--lake", lake, "--dataset", DATASET));
    return line.toArray();
  }

  private static String table(Path lake, String name) {
    return DuckDb.table(lake, name, DATASET);
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.toRealPath().resolve(name);
    SharedFolders.copy(lake, copy);
    return copy;
  }

  /** A lake as versions of Partita wrote it that knew no suspects. */
  private static Path earlier(String name) throws IOException {
    Path earlier = copy(name);
    Path files = earlier.resolve("midi_files/dataset=" + DATASET);
    List<Path> old = ParquetFiles.below(files);
    DuckDb.run(
        "COPY (SELECT * EXCLUDE suspect FROM '%1$s/*.parquet') TO '%1$s/earlier.parquet'"
                .formatted(files)
            + " (FORMAT parquet)");
    for (Path file : old) {
      Files.delete(file);
    }
    VersionFiles.relist(earlier, DATASET);
    VersionFiles.editReport(
        earlier,
        DATASET,
        "midi_files",
        report -> ((ObjectNode) report.path("counts")).remove("suspects"));
    return earlier;
  }

  @Test
  void onlyFilesOutOfStepAreMarked() {
    assertThat(ingested.at("/counts/suspects").asInt()).isEqualTo(2);
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', status, suspect, count(*)) FROM %s GROUP BY status, suspect"
                        .formatted(table(lake, "midi_files"))
                    + " ORDER BY ALL"))
        .containsExactly("ok false 8", "rejected 1", "repaired true 2");
    assertThat(
            DuckDb.texts(
                "SELECT path FROM %s WHERE suspect ORDER BY 1"
                    .formatted(table(lake, "midi_files"))))
        .containsExactly("beats/lost.mid", "beats/strayed.mid");
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM %s JOIN %s USING (midi_md5) WHERE suspect"
                    .formatted(table(lake, "notes"), table(lake, "midi_files"))))
        .as("they are kept")
        .isPositive();
  }

  @Test
  void statisticsLeaveThemOutAndSayHowMany() throws IOException {
    Path counted = copy("counted");

    JsonNode without = run(counted, "stats", "--json").json();
    List<List<Object>> rows = DuckDb.rows("SELECT * FROM " + table(counted, "statistics"));
    PartitaRun again = PartitaRun.on("local[1]", line(counted, "stats", "--again")).exits(0);
    assertThat(DuckDb.rows("SELECT * FROM " + table(counted, "statistics"))).isEqualTo(rows);
    JsonNode with = run(counted, "stats", "--with-suspects", "--json").json();

    assertThat(without.at("/figures/midi_files//rows").asInt()).isEqualTo(HEALTHY + 1);
    assertThat(without.at("/figures/midi_files/suspect/share").asDouble()).isEqualTo(0.2);
    assertThat(without.at("/figures/midi_files/duration_s/max").asDouble()).isLessThan(100);
    assertThat(without.path("with_suspects").asBoolean(true)).isFalse();
    for (String table : List.of("midi_sources", "midi_bytes")) {
      assertThat(without.at("/figures/" + table + "//rows").asLong())
          .as("%s tells where files were found", table)
          .isEqualTo(DuckDb.number("SELECT count(*) FROM " + table(lake, table)));
      assertThat(without.path("figures").path(table).path("").has("suspects")).isFalse();
    }
    for (String table : List.of("midi_files", "notes", "tokens", "drum_slices")) {
      String md5s = "SELECT midi_md5 FROM %s WHERE suspect".formatted(table(lake, "midi_files"));
      long all = DuckDb.number("SELECT count(*) FROM " + table(lake, table));
      long suspects =
          DuckDb.number(
              "SELECT count(*) FROM %s WHERE midi_md5 IN (%s)".formatted(table(lake, table), md5s));
      assertThat(suspects).isPositive();
      assertThat(without.at("/figures/" + table + "//rows").asLong()).isEqualTo(all - suspects);
      assertThat(without.at("/figures/" + table + "//suspects").asLong()).isEqualTo(suspects);
      assertThat(with.at("/figures/" + table + "//rows").asLong()).isEqualTo(all);
      assertThat(with.at("/figures/" + table + "//suspects").asLong()).isEqualTo(suspects);
    }
    assertThat(without.at("/figures/quarantine//rows").asInt()).isOne();
    assertThat(with.at("/figures/midi_files/duration_s/max").asDouble()).isGreaterThan(86_400);
    assertThat(with.path("run_id")).isNotEqualTo(without.path("run_id"));
    assertThat(again.out()).endsWith(without.path("run_id").asText() + System.lineSeparator());
    assertThat(again.outLines())
        .haveAtLeastOne(naming(2, "20.0 %", "left out"))
        .anyMatch(line -> line.matches("midi_files +2"));
  }

  @Test
  void trainingsLeaveThemOutAndEvaluationsDoAsTheTraining() throws IOException {
    Path trained = copy("trained");
    JsonNode without = train(trained, "without", "--json").json();
    JsonNode with = train(trained, "with", "--with-suspects", "--json").json();

    assertThat(without.at("/provenance/left_out").toString()).isEqualTo("{\"suspect files\":1}");
    assertThat(without.at("/provenance/options/with_suspects").asBoolean(true)).isFalse();
    assertThat(without.path("vocabulary").size()).isEqualTo(3);
    assertThat(with.path("vocabulary").size()).isGreaterThan(3);
    assertThat(with.at("/provenance/left_out")).isEmpty();
    assertThat(with.at("/provenance/options/with_suspects").asBoolean()).isTrue();
    assertThat(evaluate(trained, "without").exits(0).outLines().get(0))
        .is(naming(122, "first-track", "test", "beats", 0, 1));
  }

  private static PartitaRun train(Path lake, String model, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("train-lstm", "--model", folder.resolve(model), "--set", "sequenceLength=6"));
    line.addAll(List.of("--set", "units=4", "--batch", 16, "--epochs", 1, "--workers", 0));
    line.addAll(List.of("--line", "first-track", "--vocabulary", "seen"));
    line.addAll(Arrays.asList(more));
    return run(lake, line.toArray());
  }

  private static PartitaRun evaluate(Path lake, String model, Object... more) {
    List<Object> line =
        new ArrayList<>(List.of("model-evaluate", "--model", folder.resolve(model)));
    line.addAll(Arrays.asList(more));
    return run(lake, line.toArray());
  }

  @Tag("full")
  @Test
  void slicesAreCutFromThemAndUsedOnlyIfAskedFor() throws IOException {
    long slices = sliced.path("suspect_slices").asLong();
    assertThat(sliced.path("suspect_files").asInt()).isEqualTo(2);
    assertThat(slices).isPositive();

    Path used = copy("used");
    PartitaRun trained =
        run(
                used,
                "train-musicvae",
                "--config",
                "cat-drums_2bar_tiny",
                "--batch",
                4,
                "--epochs",
                1,
                "--model",
                folder.resolve("drums"))
            .exits(0);
    trained.says(1, "train", "--with-suspects");

    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("new"));
    JsonNode some = encode(used, "local[3]");
    assertThat(some.path("suspect_slices_left_out").asLong()).isEqualTo(slices);
    assertThat(some.path("slices").asLong())
        .isEqualTo(latents(used))
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + table(lake, "drum_slices")) - slices);
  }

  @Tag("full")
  @Test
  void aModelOfAnEarlierVersionIsHeldAgainstTheirSlicesToo() throws IOException {
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("old"));

    JsonNode held = evaluate(lake, "old", "--json").json();

    assertThat(held.path("suspect_files_left_out").asInt()).isZero();
    assertThat(held.path("examples").asLong())
        .isEqualTo(
            DuckDb.number(
                "SELECT count(*) FROM %s WHERE split = 'test'"
                    .formatted(table(lake, "drum_slices"))));
  }

  private static JsonNode encode(Path lake, String master, Object... more) {
    List<Object> line = new ArrayList<>(List.of("encode", "--model", folder.resolve("new")));
    line.addAll(Arrays.asList(more));
    line.add("--json");
    return PartitaRun.on(master, line(lake, line.toArray())).json();
  }

  private static long latents(Path lake) {
    return DuckDb.number("SELECT count(*) FROM " + table(lake, "latents"));
  }

  @Tag("full")
  @Test
  void aReportListsThem() throws IOException {
    Path out = folder.resolve("report");
    PartitaRun.of("report", "--lake", lake, "--out", out).exits(0);

    assertThat(Files.readString(out.resolve("quality.html")))
        .contains("beats/lost.mid", "beats/strayed.mid");
    assertThat(Files.readString(out.resolve("index.html"))).containsPattern("(?i)suspect");
  }

  @Test
  void aCheckBoundsTheirShare() {
    PartitaRun run = run(lake, "check", "--max-suspect", 0.1).exits(3);

    assertThat(run.outLines())
        .haveAtLeastOne(naming("FAILED", "suspects", "0.2000", 2, 10, 0.1))
        .haveAtLeastOne(naming("ok", "rows", "midi_files", 2, 2, "_run.json"));
    run(lake, "check", "--max-suspect", 2)
        .mistake(Mistake.BAD_OPTION)
        .names("--max-suspect", 0, 1, "2.0");
  }

  @Tag("full")
  @Test
  void aLakeOfAnEarlierVersionHasNoneAndIsReadAsItIs() throws IOException {
    Path earlier = earlier("earlier");
    PartitaRun stats = run(earlier, "stats", "--json");
    JsonNode figures = stats.json().path("figures");
    JsonNode slices = run(earlier, "slice-drums", "--bars", 2, "--json", "--again").json();

    assertThat(figures.at("/midi_files//rows").asInt()).isEqualTo(HEALTHY + 3);
    assertThat(figures.at("/midi_files/").has("suspects")).isFalse();
    assertThat(figures.path("midi_files").path("suspect").has("share")).isFalse();
    stats.warns("beats", "Partita", "suspect");
    assertThat(slices.path("splits")).isEqualTo(sliced.path("splits"));
    assertThat(slices.path("suspect_files").asInt()).isZero();
    run(earlier, "check").exits(0);
  }
}
