package io.partita.report;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.lake.Lake;
import io.partita.model.archive.EpochPictures;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.run.TrainingRuns;
import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.clip.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report tells and plays of a model. */
@Tag("e2e")
class ModelClipsTest {
  @TempDir private Path folder;

  private static TrainingContent content(String model, ModelCard card) {
    return new TrainingContent(
        model, card.provenance().runId(), List.of(), List.of(), List.of(), "");
  }

  @Test
  void aModelThatWasMovedIsToldWithItsFolderAndTime() throws IOException {
    Configuration conf = new Configuration();
    SharedFolders.copy(DrumSample.get().lake(), folder.resolve("lake"));
    Lake lake = Lake.existing(folder.resolve("lake").toString(), conf);
    ModelFolder trained = ModelFolder.at(DrumSample.get().model().toString(), conf);
    ModelCard card = trained.card();
    String moved = folder.resolve("moved").toString();
    TrainingRuns.write(lake, moved, card, trained.metrics(), conf);
    TrainingContent training = content(moved, card);

    TrainingContent told =
        new ModelClips(lake, conf, folder, 1, none -> List.of())
            .with(DrumSample.DATASET, training, 1);

    assertThat(told.clips()).isEmpty();
    assertThat(told.note())
        .is(naming(moved))
        .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z");
  }

  @Test
  void picturesOfEpochsStandBelowWhatAModelGenerates() throws IOException {
    Path model = folder.resolve("drums");
    Configuration conf = new Configuration();
    ModelCard card = UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), model);
    byte[] sheet = {1, 2, 3};
    ModelFolder.at(model.toString(), conf).write(EpochPictures.SHEET, sheet);
    TrainingContent training = content(model.toString(), card);
    Path report = folder.resolve("report");

    TrainingContent told =
        new ModelClips(null, conf, report, 1, none -> List.of())
            .with(DrumSample.DATASET, training, 2);

    assertThat(told.clips())
        .extracting(Clip::title)
        .containsExactly("drums-s1-01", "drums-s1-02", "Epochs");
    assertEach(
        told.clips().get(0).files().stream().map(Link::text).toList(),
        naming("MIDI"),
        naming("JSON"));
    assertThat(told.clips().get(2).sounds()).isEmpty();
    assertThat(report.resolve(told.clips().get(2).picture().file())).hasBinaryContent(sheet);
  }

  @Test
  void aTrainingThatWasGivenUpIsToldFirst() throws IOException {
    Path model = folder.resolve("lost");
    Configuration conf = new Configuration();
    ModelCard card = UntrainedModel.write(Cvae.named("mel-conv-tiny"), model);
    String outcome = ModelCard.State.LOST + " in epoch 1 after iteration 0: weights are lost";
    ModelFolder.at(model.toString(), conf)
        .save(card.at(card.state().stopped(outcome), card.network(), null, null));

    TrainingContent told =
        new ModelClips(null, conf, folder.resolve("report"), 1, none -> List.of())
            .with("tunes", content(model.toString(), card), 3);

    assertThat(told.remarks()).first().asString().is(naming(outcome, 0));
  }

  @Test
  void whatMustBeKnownOfAModelStandsBeforeItsFigures() {
    TrainingContent told =
        new TrainingContent("m", "run", List.of(new Figure("loss", "1")), List.of(), List.of(), "")
            .with(List.of("Its loss has no lower bound.", "<b>"));
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
        HtmlReport.pages(
                new ReportContent(
                    "lake",
                    "1",
                    List.of(dataset),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null))
            .get(HtmlReport.TRAINING);

    assertThat(page)
        .containsSubsequence("<h3>m</h3>", "<p>Its loss has no lower bound.</p>", "<dl")
        .contains("<p>&lt;b&gt;</p>");
  }
}
