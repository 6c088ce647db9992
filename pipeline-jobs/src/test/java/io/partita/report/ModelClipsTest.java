package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.SharedFolders;
import io.partita.lake.Lake;
import io.partita.lake.TrainingRuns;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelClipsTest {
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
    TrainingContent training =
        new TrainingContent(moved, card.provenance().runId(), List.of(), List.of(), List.of(), "");

    TrainingContent told =
        new ModelClips(lake, conf, folder, 1).with(DrumSample.DATASET, training, 1);

    assertThat(told.clips()).isEmpty();
    assertThat(told.note())
        .matches(
            "There is nothing to hear of this model: it was trained in "
                + Pattern.quote(moved)
                + ", last saved \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z, and is no longer"
                + " there\\. Put it back to hear it in the next report\\.");
  }
}
