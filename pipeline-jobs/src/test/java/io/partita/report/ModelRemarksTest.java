package io.partita.report;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.kind.cvae.Cvae;
import io.partita.lake.Lake;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.run.TrainingRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report tells of a model. */
@Tag("e2e")
class ModelRemarksTest {
  @TempDir private Path folder;

  @Test
  void aModelThatWasMovedIsToldWithItsFolderAndTime() throws IOException {
    Configuration conf = new Configuration();
    SharedFolders.copy(DrumSample.get().lake(), folder.resolve("lake"));
    Lake lake = Lake.existing(folder.resolve("lake").toString(), conf);
    ModelFolder trained = ModelFolder.at(DrumSample.get().model().toString(), conf);
    ModelCard card = trained.card();
    String moved = folder.resolve("moved").toString();
    TrainingRuns.write(lake, moved, card, trained.metrics(), conf);

    ModelRemarks told =
        ModelRemarks.of(lake, DrumSample.DATASET, card.provenance().runId(), moved, conf);

    assertThat(told.measured()).isEmpty();
    assertThat(told.remarks())
        .singleElement()
        .asString()
        .is(naming(moved))
        .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z");
  }

  @Test
  void aTrainingThatWasGivenUpIsToldFirst() throws IOException {
    Path model = folder.resolve("lost");
    Configuration conf = new Configuration();
    ModelCard card = UntrainedModel.write(Cvae.named("mel-conv-tiny"), model);
    String outcome = ModelCard.State.LOST + " in epoch 1 after iteration 0: weights are lost";
    ModelFolder.at(model.toString(), conf)
        .save(card.at(card.state().stopped(outcome), card.network(), null, null));

    ModelRemarks told =
        ModelRemarks.of(null, "tunes", card.provenance().runId(), model.toString(), conf);

    assertThat(told.remarks()).first().asString().is(naming(outcome, 0));
  }

  @Test
  void whatMustBeKnownOfAModelStandsBeforeItsFigures() {
    TrainingContent told =
        new TrainingContent(
            "m",
            List.of(new Figure("loss", "1")),
            List.of(),
            List.of("Its loss has no lower bound.", "<b>"),
            List.of());
    DatasetContent dataset =
        new DatasetContent(
            "d",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(told));
    String page =
        HtmlReport.pages(new ReportContent("lake", "1", List.of(dataset))).get(HtmlReport.TRAINING);

    assertThat(page)
        .containsSubsequence("<h3>m</h3>", "<p>Its loss has no lower bound.</p>", "<dl")
        .contains("<p>&lt;b&gt;</p>");
  }
}
