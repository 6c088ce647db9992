package io.partita.kind.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.midi.MidiReader;
import io.partita.token.MergedTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges of a small data set's tokens, from one core and from several. */
@InTurn
@Tag("spark")
class TrainBpeTest {
  @TempDir private static Path folder;
  private static JsonNode tokenized;

  @BeforeAll
  static void ingestTrainAndTokenize() {
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset songs --tokens remi" + " --split 50/25/25",
            Sample.get().archive(),
            folder.resolve("lake"))
        .exits(0);
    train("local[2]", "bpe").exits(0);
    tokenized =
        PartitaRun.line(
                "tokenize --lake {} --dataset songs --bpe {} --json",
                folder.resolve("lake"),
                folder.resolve("bpe"))
            .json();
  }

  @Tag("full")
  @Test
  void mergesAreTheSameForAnyNumberOfPartitions() {
    String used = card("bpe").at("/network/parameters_sha256").asText();

    train("local[1]", "one").exits(0);
    train("local[7]", "seven").exits(0);

    assertThat(used).isNotEmpty();
    assertThat(card("one").at("/network/parameters_sha256").asText()).isEqualTo(used);
    assertThat(card("seven").at("/network/parameters_sha256").asText()).isEqualTo(used);
  }

  @Test
  void theLossIsTheShareOfIdsLeft() throws Exception {
    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT loss, validation_loss, loss_unit FROM '%s/lake/training_runs/*/*.parquet'"
                .formatted(folder));
    assertThat(rows.get(0).get(0)).isEqualTo(card("bpe").at("/state/metric/loss").asDouble());
    assertThat((Double) rows.get(0).get(0)).isStrictlyBetween(0.0, 1.0);
    assertThat((Double) rows.get(0).get(1)).isStrictlyBetween(0.0, 1.0);
    assertThat(rows).allSatisfy(row -> assertThat(row.get(2)).isEqualTo("share of ids left"));
    assertThat(PartitaRun.of("model-show", folder.resolve("bpe")).exits(0).out())
        .contains(rows.get(0).get(2).toString())
        .doesNotContain("nats");
  }

  @Test
  void mergedTokensAreShorterAndStandForTheSame() throws Exception {
    MergedTokens tokens = BpeModels.read(folder.resolve("bpe").toString(), new Configuration());

    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT m.tokens::VARCHAR, o.tokens::VARCHAR FROM "
                + scheme("remi-bpe")
                + " m JOIN "
                + scheme("remi")
                + " o USING (midi_md5)");
    assertThat(rows).hasSizeGreaterThan(30);
    for (List<Object> row : rows) {
      int[] merged = ints(row.get(0));
      int[] own = ints(row.get(1));
      assertThat(tokens.unmerged(merged)).isEqualTo(own);
      assertThat(tokens.encode(own)).isEqualTo(merged);
      assertThat(merged.length).isLessThan(own.length);
    }
    assertThat(tokenized.at("/counts/tokens_remi-bpe").asLong())
        .isLessThan(tokenized.at("/counts/tokens_remi").asLong() * 2 / 3);
  }

  @Test
  void mergedTokensAreCheckedAndExported() {
    PartitaRun.of("check", "--lake", folder.resolve("lake"), "--dataset", "songs").exits(0);
    JsonNode exported =
        PartitaRun.line(
                "export --lake {} --dataset songs --what tokens --bpe {} --out {} --json",
                folder.resolve("lake"),
                folder.resolve("bpe"),
                folder.resolve("exported"))
            .json();
    assertThat(exported.path("scheme").asText()).isEqualTo("remi-bpe");
    assertThat(exported.at("/splits/train/items").asLong()).isPositive();
  }

  @Test
  void mergedTokensBecomeTheFileThatTheSchemesOwnBecome() throws Exception {
    MergedTokens tokens = BpeModels.read(folder.resolve("bpe").toString(), new Configuration());
    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT m.tokens::VARCHAR, o.tokens::VARCHAR FROM "
                + scheme("remi-bpe")
                + " m JOIN "
                + scheme("remi")
                + " o USING (midi_md5) ORDER BY midi_md5 LIMIT 5");

    assertThat(rows).hasSize(5);
    for (List<Object> row : rows) {
      byte[] merged =
          detokenized("{\"mode\": \"remi-bpe\", \"tokens\": " + row.get(0) + "}", "--bpe", "bpe");
      assertThat(merged).isEqualTo(detokenized(row.get(1).toString(), "--scheme", "remi"));
      int[] again = tokens.encode(MidiReader.events(merged)).tokens();
      assertThat(detokenized(Arrays.toString(again), "--bpe", "bpe")).isEqualTo(merged);
    }
  }

  @Test
  void evaluateTellsHowManyIdsAreLeft() {
    JsonNode evaluation =
        PartitaRun.line(
                "model evaluate --lake {} --model {} --json",
                folder.resolve("lake"),
                folder.resolve("bpe"))
            .json();

    assertThat(evaluation.path("ids_left").asDouble()).isBetween(0.1, 0.7);
    assertThat(evaluation.at("/baselines/unmerged/ids_left").asDouble()).isEqualTo(1);
  }

  @Test
  void aMistakeIsToldInOneLine() {
    train("local[1]", "bpe").mistake(Mistake.OCCUPIED).names(folder.resolve("bpe"));
    PartitaRun.line(
            "train-bpe --lake {} --dataset songs --scheme seed --model {}",
            folder.resolve("lake"),
            folder.resolve("x"))
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("seed");
    PartitaRun.of("tokenize", "--lake", folder.resolve("lake"), "--dataset", "songs")
        .mistake(Mistake.MISSING_OPTION)
        .names("--tokens", "--bpe");
  }

  @Test
  void mergedTokensAreNotReadWithoutTheirModel() throws Exception {
    Path json = folder.resolve("unread.json");
    Files.writeString(json, "{\"mode\": \"remi-bpe\", \"tokens\": [5000]}");
    Path out = folder.resolve("unread.mid");
    Path bpe = folder.resolve("bpe");

    PartitaRun.of("convert", json, out)
        .mistake(Mistake.MISSING_OPTION)
        .names(json, "remi-bpe", "--bpe");
    PartitaRun.of("convert", json, out, "--bpe", bpe)
        .mistake(Mistake.MALFORMED_FILE)
        .names(json, "5000", "0", "799");
    PartitaRun.of("convert", json, out, "--bpe", bpe, "--scheme", "tsd")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--scheme", "--bpe");
    Path card = Files.createSymbolicLink(folder.resolve("card.mid"), bpe.resolve("model.json"));
    PartitaRun.of("convert", json, card, "--bpe", bpe).mistake(Mistake.SAME_FILE).names(card, bpe);
    assertThat(out).doesNotExist();
  }

  /** The file that tokens become. */
  private static byte[] detokenized(String json, String option, String value) throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens.json"), json);
    Path out = folder.resolve("again.mid");
    Object given = option.equals("--bpe") ? folder.resolve(value) : value;
    PartitaRun.of("convert", tokens, out, option, given).exits(0);
    return Files.readAllBytes(out);
  }

  private static PartitaRun train(String master, String model) {
    return PartitaRun.on(
        master,
        "train-bpe",
        "--lake",
        folder.resolve("lake"),
        "--dataset",
        "songs",
        "--scheme",
        "remi",
        "--vocabulary",
        800,
        "--model",
        folder.resolve(model));
  }

  private static JsonNode card(String model) {
    return PartitaRun.of("model-show", folder.resolve(model), "--json").json();
  }

  private static String scheme(String label) {
    return "read_parquet('"
        + folder.resolve("lake/tokens/dataset=songs/scheme=" + label)
        + "/*.parquet')";
  }

  private static int[] ints(Object list) {
    String text = String.valueOf(list);
    return Arrays.stream(text.substring(1, text.length() - 1).split(", ", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
