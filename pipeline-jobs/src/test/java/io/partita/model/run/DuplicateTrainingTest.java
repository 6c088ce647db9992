package io.partita.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.lake.split.DrumBeats;
import io.partita.lake.split.HandmadeDuplicates;
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

/** Ten beats, of which three are versions of others, and what models learn of them. */
@InTurn
class DuplicateTrainingTest {
  private static final String REASON = "files of the same music as another";

  @TempDir private static Path folder;
  private static Path plain;
  private static Path lake;

  @BeforeAll
  static void ingest() throws IOException {
    Path midi = Files.createDirectory(folder.resolve("beats"));
    DrumBeats.write(midi, 10);
    StringBuilder catalog = new StringBuilder("midi_filename,split\n");
    for (int i = 0; i < 10; i++) {
      catalog.append(
          "beat%d.mid,%s%n".formatted(i, i < 6 ? "train" : i < 8 ? "validation" : "test"));
    }
    Files.writeString(folder.resolve("beats.csv"), catalog);
    plain = folder.resolve("plain");
    run(plain, "ingest-midi", "--input", midi, "--catalog", folder.resolve("beats.csv"));
    run(plain, "slice-drums", "--bars", 2).exits(0);
    run(plain, "tokenize", "--tokens", "remi").exits(0);
    lake = folder.resolve("lake");
    SharedFolders.copy(plain, lake);
    HandmadeDuplicates.of(lake, "beats")
        .stands(md5(0), md5(1))
        .stands(md5(0), md5(2))
        .stands(md5(8), md5(9))
        .publish();
  }

  @Tag("full")
  @Test
  void aNoteModelLearnsOneOfEachClusterAndIsMeasuredOnOne() {
    JsonNode one = lstm(lake, "one").json();
    JsonNode all = lstm(lake, "all", "--duplicates", "keep").json();
    JsonNode unknown = lstm(plain, "unknown").json();

    assertThat(one.at("/provenance/left_out/" + REASON).asInt()).isEqualTo(2);
    assertThat(one.at("/provenance/options/duplicates").asText()).isEqualTo("one");
    assertThat(all.at("/provenance/left_out").size()).isZero();
    assertThat(all.at("/provenance/options").has("duplicates")).isFalse();
    assertThat(all.at("/provenance/examples").asInt())
        .isGreaterThan(one.at("/provenance/examples").asInt());
    assertThat(unknown.at("/provenance/options").has("duplicates")).isFalse();
    assertThat(unknown.at("/provenance/examples")).isEqualTo(all.at("/provenance/examples"));
    assertThat(files("one")).isEqualTo(1);
    assertThat(files("all")).isEqualTo(2);
  }

  @Tag("full")
  @Test
  void filesOfAClusterWeighAsOne() {
    JsonNode weighed = lstm(lake, "weighed", "--duplicates", "weigh").json();
    JsonNode all = lstm(lake, "all-too", "--duplicates", "keep").json();

    assertThat(weighed.at("/provenance/options/duplicates").asText()).isEqualTo("weigh");
    assertThat(weighed.at("/provenance/left_out").size()).isZero();
    assertThat(weighed.at("/provenance/examples")).isEqualTo(all.at("/provenance/examples"));
    assertThat(weighed.at("/state/iteration").asInt()).isPositive();
    assertThat(weighed.at("/state/iteration").asInt())
        .isLessThan(all.at("/state/iteration").asInt());
    assertThat(files("weighed")).isEqualTo(1);
    PartitaRun again = lstm(lake, "weighed-again", "--duplicates", "weigh").exits(0);
    assertThat(again.json().at("/state/metric/loss")).isEqualTo(weighed.at("/state/metric/loss"));
  }

  @Tag("full")
  @Test
  void filesOfDrumsAndTokensDoToo() {
    drums("drums-weighed", "--duplicates", "weigh").exits(0);
    assertThat(files("drums-weighed")).isEqualTo(1);
    JsonNode weighed = tokens("tokens-weighed", "--duplicates", "weigh").json();
    JsonNode all = tokens("tokens-all", "--duplicates", "keep").json();
    assertThat(weighed.at("/provenance/left_out").size()).isZero();
    assertThat(weighed.at("/state/iteration").asInt())
        .isLessThan(all.at("/state/iteration").asInt());
  }

  @Test
  void aDrumModelToo() {
    PartitaRun trained = drums("drums").exits(0);

    trained.says(2, "train", "--duplicates keep");
    assertThat(files("drums")).isEqualTo(1);
  }

  @Tag("full")
  @Test
  void aTokenModelToo() {
    assertThat(tokens("tokens").json().at("/provenance/left_out/" + REASON).asInt()).isEqualTo(2);
  }

  @Tag("full")
  @Test
  void mergesOfTokensToo() {
    PartitaRun merged = bpe("merged").exits(0);

    merged.says(2, "train", "--duplicates keep");
    assertThat(files("merged")).isEqualTo(1);
    JsonNode all = bpe("merged-all", "--duplicates", "keep", "--json").json();
    assertThat(all.at("/provenance/left_out").size()).isZero();
    assertThat(all.at("/provenance/options").has("duplicates")).isFalse();
    bpe("x", "--duplicates", "weigh")
        .mistake(Mistake.BAD_OPTION)
        .names("train bpe", "--duplicates", "one", "keep");
  }

  private static PartitaRun bpe(String model, Object... more) {
    List<Object> line = new ArrayList<>(List.of("train-bpe", "--model", folder.resolve(model)));
    line.addAll(List.of("--scheme", "remi", "--vocabulary", 600));
    line.addAll(Arrays.asList(more));
    return run(lake, line.toArray());
  }

  private static PartitaRun drums(String model, Object... more) {
    List<Object> line =
        new ArrayList<>(List.of("train-musicvae", "--config", "cat-drums_2bar_tiny"));
    line.addAll(List.of("--batch", 4, "--epochs", 1, "--model", folder.resolve(model)));
    line.addAll(Arrays.asList(more));
    return run(lake, line.toArray());
  }

  private static PartitaRun tokens(String model, Object... more) {
    List<Object> line = new ArrayList<>(List.of("train-lm", "--model", folder.resolve(model)));
    line.addAll(List.of("--tokens", "remi", "--batch", 2, "--workers", 0));
    line.addAll(List.of("--config", "transformer_tiny", "--epochs", 1, "--json"));
    line.addAll(Arrays.asList(more));
    return run(lake, line.toArray());
  }

  private static PartitaRun lstm(Path from, String model, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("train-lstm", "--model", folder.resolve(model), "--set", "sequenceLength=6"));
    line.addAll(
        List.of("--set", "units=4", "--batch", 16, "--epochs", 1, "--workers", 0, "--json"));
    line.addAll(List.of("--line", "first-track", "--vocabulary", "seen"));
    line.addAll(Arrays.asList(more));
    return run(from, line.toArray());
  }

  /** Files that a model is measured on. */
  private static int files(String model) {
    return run(lake, "model-evaluate", "--model", folder.resolve(model), "--json")
        .json()
        .path("files")
        .asInt();
  }

  private static PartitaRun run(Path from, Object... command) {
    List<Object> line = new ArrayList<>(Arrays.asList(command));
    line.addAll(List.of("--lake", from, "--dataset", "beats"));
    return PartitaRun.of(line.toArray());
  }

  private static String md5(int beat) {
    return DuckDb.texts(
            "SELECT midi_md5 FROM %s WHERE path LIKE '%%beat%d.mid'"
                .formatted(DuckDb.table(plain, "midi_sources", "beats"), beat))
        .get(0);
  }
}
