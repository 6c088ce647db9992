package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which slices the simple models of an evaluation count. */
@InTurn
@Tag("spark")
class EvaluateSlicesTest {
  private static final DrumSample SAMPLE = DrumSample.get();

  @TempDir private Path folder;

  @Test
  void simpleModelsAreCountedOnTheSlicesThatTheModelWasTrainedOn() throws Exception {
    Path capped = folder.resolve("capped");
    UntrainedModel.write(
        MusicVae.named("cat-drums_2bar_tiny"),
        DrumSample.DATASET,
        Map.of("cap", 2, "seed", 1),
        capped);
    Path perFile = folder.resolve("f.parquet");

    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split test --against {} --per-file {}"
                    + " --json",
                capped,
                SAMPLE.lake(),
                SAMPLE.model(),
                perFile)
            .json();

    String slices = DuckDb.table(SAMPLE.lake(), "drum_slices");
    long files =
        DuckDb.number(
            "SELECT count(DISTINCT path) FROM %s WHERE split = 'train'".formatted(slices));
    assertThat(figures.at("/baselines/nearest/bits").asDouble())
        .as("bits to name one of two slices of each file of training")
        .isCloseTo(Math.log(2.0 * files) / Math.log(2), within(1e-9));
    assertThat(figures.at("/training/examples").asLong())
        .isEqualTo(Math.min(2 * files, figures.path("examples").asLong()));
    assertThat(
            DuckDb.number(
                ("SELECT count(*) FROM (SELECT source, path, count(*) AS examples FROM %s WHERE"
                        + " split = 'test' AND bars = 2 GROUP BY ALL) JOIN '%s' USING (source,"
                        + " path, examples)")
                    .formatted(slices, perFile)))
        .as("files with as many slices")
        .isEqualTo(figures.path("files").asLong());
    Map<String, String> pointers =
        Map.of(
            "elbo_nats", "/elbo_nats",
            "against_elbo_nats", "/against/elbo_nats",
            "baseline_bar_trigram_nats", "/baselines/bar_trigram/nats");
    pointers.forEach(
        (column, pointer) ->
            assertThat(
                    Double.parseDouble(
                        DuckDb.texts(
                                ("SELECT CAST(sum(examples * %s) / sum(examples) AS VARCHAR) FROM"
                                        + " '%s'")
                                    .formatted(column, perFile))
                            .get(0)))
                .as(column)
                .isCloseTo(figures.at(pointer).asDouble(), within(1e-6)));
  }
}
