package io.partita.report;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.UntrainedModel;
import io.partita.kind.cvae.Cvae;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFiguresTest {
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;

  private void write(String evaluation) throws IOException {
    ModelCard card = UntrainedModel.write(Cvae.named("mel-conv-tiny"), folder);
    ModelFolder.at(folder.toString(), CONF)
        .write(ModelFolder.TEST, evaluation.formatted(card.used().sha256()).getBytes(UTF_8));
  }

  private List<FigureGroup> figures() throws IOException {
    return ModelFigures.of(TrainedModel.read(folder.toString(), CONF));
  }

  @Test
  void anEvaluationBesideTheModelIsShownWithItsBaselines() throws IOException {
    write(
        """
        {"network_sha256": "%s", "split": "test", "elbo_nats_per_value": -0.70123456,
         "kl_nats_per_value": 7.4E-8, "vocoder": null,
         "baselines": {"gaussian_per_band": {"nats_per_value": 1.25},
           "laplace": {"nats_per_value": null}}}
        """);

    assertThat(figures()).hasSize(1);
    assertThat(figures().get(0).title()).is(naming("test"));
    assertThat(figures().get(0).tells()).is(naming("test.json", "evaluate --out"));
    assertThat(figures().get(0).figures())
        .containsExactly(
            new Figure("elbo nats per value", "-0.701235"),
            new Figure("kl nats per value", "7.40e-08"),
            new Figure("gaussian per band: nats per value", "1.25"));
  }

  @Test
  void partsThatAnEvaluationTellsApartHaveAGroupOfTheirOwn() throws IOException {
    write(
        """
        {"network_sha256": "%s", "split": "test", "bits_per_note": 8.5,
         "bits_per_note_interval": [8.25, 8.75], "elsewhere": [1, 2],
         "families": {"pitch": {"tokens": 12, "bits_per_note": 3.5},
           "bar": {"tokens": 2, "bits_per_note": null}},
         "silence": {"mae": 1.5}, "intervals": {"bits_per_note": [8.25, 8.75]},
         "differences": {"bits_per_note": {"difference": 1}},
         "baselines": {"five_gram": {"bits_per_note": 9.5}}}
        """);

    assertEach(
        figures().stream().map(FigureGroup::title).toList(),
        naming("test"),
        naming("families", "test"));
    assertThat(figures().get(0).figures())
        .containsExactly(
            new Figure("bits per note", "8.5"),
            new Figure("bits per note interval", "8.25 to 8.75"),
            new Figure("five gram: bits per note", "9.5"));
    assertThat(figures().get(1).figures())
        .containsExactly(
            new Figure("pitch: tokens", "12"),
            new Figure("pitch: bits per note", "3.5"),
            new Figure("bar: tokens", "2"));
    assertThat(figures().get(1).tells()).is(naming("test.json"));
  }

  @Test
  void anEvaluationOfAnotherNetworkIsNotOfThisOne() throws IOException {
    write("{\"network_sha256\": \"not %s\", \"split\": \"test\", \"baselines\": {}}");

    assertThat(figures()).isEmpty();
  }

  @Test
  void whatIsNoEvaluationIsNoFigure() throws IOException {
    write("[1, 2, %s");

    assertThat(figures()).isEmpty();
  }
}
