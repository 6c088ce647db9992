package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SoundSample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of VAEs of audio, beside those of simple densities. */
@InTurn
class EvaluateAudioTest {
  @TempDir private static Path folder;
  private static SoundSample sample;
  private static JsonNode mel;

  @BeforeAll
  static void evaluate() {
    sample = SoundSample.get();
    mel =
        PartitaRun.line(
                "model evaluate --lake {} --model {} --per-file {} --json",
                sample.lake(),
                sample.mel(),
                folder.resolve("files.parquet"))
            .json();
  }

  @Test
  void theBoundIsApartInItsTwoTerms() {
    double elbo = mel.path("elbo_nats_per_value").asDouble();

    assertThat(elbo)
        .isEqualTo(
            mel.path("nll_nats_per_value").asDouble() + mel.path("kl_nats_per_value").asDouble(),
            within(1e-9));
    assertThat(mel.path("elbo_nats").asDouble()).isEqualTo(elbo * 80 * 32, within(1e-6));
    assertThat(mel.path("draws").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(mel.path("kl_of_units")).hasSize(8);
    double ofUnits = 0;
    for (JsonNode unit : mel.path("kl_of_units")) {
      ofUnits += unit.asDouble();
    }
    assertThat(ofUnits).isEqualTo(mel.path("kl_nats").asDouble(), within(1e-6));
    assertThat(mel.path("posterior_collapse").isBoolean()).isTrue();
  }

  @Test
  void reconstructionsStandBesideSilenceAndTheVocoder() {
    assertThat(mel.at("/silence/snr_db").asDouble()).isEqualTo(0, within(1e-3));
    assertThat(mel.at("/silence/spectral_convergence").asDouble()).isEqualTo(1, within(1e-3));
    double error = mel.path("log_mel_mae_db").asDouble();
    assertThat(error).isLessThan(mel.at("/silence/log_mel_mae_db").asDouble());
    assertThat(error).isGreaterThan(mel.at("/vocoder/log_mel_mae_db").asDouble());
    assertThat(mel.at("/vocoder/windows").asLong()).isPositive();
  }

  @Test
  void densitiesStandBesideTheBoundAndTrainingBesideTheSplit() {
    List<String> names =
        List.of("standard_normal", "gaussian", "laplace", "gaussian_per_band", "ppca");
    assertThat(mel.path("baselines").fieldNames())
        .toIterable()
        .containsOnlyOnceElementsOf(names)
        .contains("pca", "ppca_64_window_scale", "ppca_128_window_scale");
    for (String name : names) {
      assertThat(mel.at("/baselines/" + name + "/nats_per_value").isNumber()).as(name).isTrue();
    }
    assertThat(mel.at("/baselines/gaussian_per_band/nats_per_value").asDouble())
        .as("it knows more than all values alike")
        .isLessThan(mel.at("/baselines/standard_normal/nats_per_value").asDouble());
    assertThat(mel.at("/baselines/ppca/nats_per_value").asDouble())
        .as("it knows more than each band by itself")
        .isLessThan(mel.at("/baselines/gaussian_per_band/nats_per_value").asDouble());
    assertThat(mel.at("/baselines/pca/log_mel_mae_db").asDouble())
        .isBetween(
            mel.at("/vocoder/log_mel_mae_db").asDouble(),
            mel.at("/silence/log_mel_mae_db").asDouble());
    assertThat(mel.at("/training/log_mel_mae_db").asDouble()).isPositive();
    assertThat(mel.path("also_in_training").asLong()).isZero();
  }

  @Test
  void figuresOfEachRecordingMakeThoseOfTheSplit() {
    String files = "read_parquet('" + folder.resolve("files.parquet") + "')";

    assertThat(DuckDb.number("SELECT count(*) FROM " + files))
        .isEqualTo(mel.path("files").asLong())
        .isGreaterThan(1);
    assertThat(
            Double.parseDouble(
                DuckDb.texts(
                        "SELECT sum(examples * elbo_nats_per_value) / sum(examples) FROM " + files)
                    .get(0)))
        .isEqualTo(mel.path("elbo_nats_per_value").asDouble(), within(1e-9));
    JsonNode interval = mel.at("/intervals/elbo_nats_per_value");
    assertThat(mel.path("elbo_nats_per_value").asDouble())
        .isBetween(interval.path(0).asDouble(), interval.path(1).asDouble());
  }

  @Test
  void wavesHaveNoVocoderAndNoBands() {
    JsonNode wave =
        PartitaRun.of("model-evaluate", "--lake", sample.lake(), "--model", sample.wave(), "--json")
            .json();

    assertThat(wave.path("vocoder").isNull()).isTrue();
    assertThat(wave.at("/baselines/gaussian_per_band/nats_per_value").isNull()).isTrue();
    assertThat(wave.at("/baselines/standard_normal/nats_per_value").asDouble()).isPositive();
    assertThat(wave.at("/silence/snr_db").asDouble()).isEqualTo(0, within(1e-9));
  }

  @Test
  void twoModelsAreComparedOnTheSameWindowsOnly() {
    PartitaRun same =
        PartitaRun.line(
            "model evaluate --lake {} --model {} --against {} --split test --json",
            sample.lake(),
            sample.mel(),
            sample.mel());

    assertThat(same.json().at("/differences/elbo_nats_per_value/difference").asDouble()).isZero();
    PartitaRun.line(
            "model evaluate --lake {} --model {} --against {}",
            sample.lake(),
            sample.mel(),
            sample.wave())
        .mistake(Mistake.NOT_COMPARABLE)
        .names("MEL", "80 x 32", "22050 Hz");
  }
}
