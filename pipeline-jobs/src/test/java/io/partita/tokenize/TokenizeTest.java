package io.partita.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemes added to a published data set, beside one that was ingested with all of them. */
@Tag("spark")
class TokenizeTest {
  private static final String SCHEMES = "remi,tsd,midi-like";

  @TempDir private static Path folder;
  private static PartitaRun tokenized;

  @BeforeAll
  static void ingestBothWays() throws Exception {
    ingest("with", "anticipation," + SCHEMES);
    ingest("added", "anticipation");
    tokenized =
        PartitaRun.of(
            "tokenize", "--lake", folder, "--dataset", "added", "--tokens", SCHEMES, "--json");
  }

  @InTurn
  @Test
  void rowsAreThoseOfAnIngest() throws Exception {
    assertThat(tokenized.exitCode()).as(tokenized.err()).isZero();
    assertThat(rows("added")).isEqualTo(rows("with")).hasSizeGreaterThan(100);
    PartitaRun.of("check", "--lake", folder, "--dataset", "added").exits(0);
  }

  @Test
  void theReportCountsEverySchemeOfTheTable() throws Exception {
    JsonNode report = tokenized.json();

    assertThat(report.path("command").asText()).isEqualTo("tokenize");
    assertThat(report.at("/schemes/remi/files").asLong()).isGreaterThan(30);
    assertThat(report.path("counts").properties().stream().map(java.util.Map.Entry::getKey))
        .containsExactly("tokens_anticipation", "tokens_midi-like", "tokens_remi", "tokens_tsd");
    for (var count : report.path("counts").properties()) {
      String scheme = count.getKey().substring("tokens_".length());
      assertThat(
              DuckDb.texts(
                  "SELECT sum(n_tokens) FROM "
                      + table("added")
                      + " WHERE scheme = '"
                      + scheme
                      + "'"))
          .as(scheme)
          .containsExactly(count.getValue().asText());
    }
  }

  @InTurn
  @Test
  void rowsAreTheSameForAnyNumberOfPartitions() throws Exception {
    List<String> expected = rows("with");
    for (int cores : new int[] {1, 2, 7}) {
      PartitaRun again =
          PartitaRun.on(
              "local[" + cores + "]",
              "tokenize",
              "--lake",
              folder,
              "--dataset",
              "added",
              "--tokens",
              "remi,tsd,midi-like",
              "--json",
              "--again");

      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.json().path("run_id")).isEqualTo(tokenized.json().path("run_id"));
      assertThat(rows("added")).as("%d cores", cores).isEqualTo(expected);
    }
  }

  @InTurn
  @Test
  void aConditionSaysWhichFilesAreTokenized() throws Exception {
    ingest("some", "anticipation");
    String condition = "n_notes > 100 AND path LIKE '%1%'";

    JsonNode report =
        PartitaRun.line(
                "tokenize --lake {} --dataset some --tokens tsd --where {} --json",
                folder,
                condition)
            .json();

    assertThat(report.path("run_id")).isNotEqualTo(tokenized.json().path("run_id"));
    List<String> wanted =
        DuckDb.texts(
            "SELECT DISTINCT midi_md5 FROM "
                + DuckDb.table(folder, "midi_files", "some")
                + " f JOIN "
                + table("added")
                + " USING (midi_md5) WHERE scheme = 'tsd' AND "
                + condition.replace("path", "f.path")
                + " ORDER BY 1");
    assertThat(
            DuckDb.texts(
                "SELECT midi_md5 FROM "
                    + table("some")
                    + " WHERE scheme = 'tsd' ORDER BY midi_md5"))
        .isEqualTo(wanted)
        .isNotEmpty()
        .hasSizeLessThan(report.at("/counts/tokens_anticipation").asInt());

    String half =
        DuckDb.texts(
                "SELECT CAST(median(n_notes) AS INTEGER) FROM "
                    + DuckDb.table(folder, "midi_files", "some"))
            .get(0);
    String line = "tokenize --lake {} --dataset some --tokens remi --where {}";
    PartitaRun.line(line, folder, "n_notes > " + half).exits(0);
    List<String> first = remi();
    PartitaRun.line(line, folder, "n_notes <= " + half)
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("some", first.size() + " rows of tokens", "--replace");
    PartitaRun.line(line, folder, "n_notes > " + half).exits(0);
    assertThat(remi()).isEqualTo(first).isNotEmpty();
    PartitaRun.line(line + " --replace", folder, "n_notes <= " + half)
        .exits(0)
        .warns(first.size() + " rows of tokens");
    assertThat(remi()).isNotEmpty().doesNotContainAnyElementsOf(first);
  }

  private static List<String> remi() {
    return DuckDb.texts(
        "SELECT midi_md5 FROM " + table("some") + " WHERE scheme = 'remi' ORDER BY midi_md5");
  }

  @Test
  void withoutBytesThereIsNothingToTokenize() throws Exception {
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset bare --no-bytes",
            Sample.get().archive(),
            folder)
        .exits(0);

    PartitaRun refused =
        PartitaRun.of("tokenize", "--lake", folder, "--dataset", "bare", "--tokens", "remi");

    refused
        .mistakeAfterProgress(Mistake.NOT_PREPARED)
        .names("bare", "midi_bytes", "--no-bytes", "--tokens");
  }

  @Test
  void namesOfIdsArePrinted() {
    PartitaRun names = PartitaRun.of("tokenize-schemes", "--scheme", "tsd", "--vocabulary");

    assertThat(names.out().lines())
        .hasSize(476)
        .startsWith("PAD_None", "BOS_None", "EOS_None", "MASK_None", "Pitch_21")
        .endsWith("Program_127", "Program_-1");
    assertThat(PartitaRun.of("tokenize-schemes").out()).containsPattern("(?m)^remi +\\w");
    PartitaRun.of("tokenize-schemes", "--scheme", "seed", "--vocabulary")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("seed");
    PartitaRun.of("tokenize-schemes", "--vocabulary")
        .mistake(Mistake.MISSING_OPTION)
        .names("--vocabulary", "--scheme");
  }

  private static void ingest(String dataset, String schemes) {
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset {} --tokens {}",
            Sample.get().archive(),
            folder,
            dataset,
            schemes)
        .exits(0);
  }

  private static String table(String dataset) {
    return DuckDb.table(folder, "tokens", dataset);
  }

  private static List<String> rows(String dataset) throws Exception {
    return DuckDb.texts(
        "SELECT concat_ws(' ', scheme, midi_md5, scheme_version, split, n_tokens, n_unclosed,"
            + " n_orphan_off, n_truncated, tokens) FROM "
            + table(dataset)
            + " ORDER BY scheme, midi_md5");
  }
}
