package io.partita.kind.musicvae;

import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Trainings of tiny MusicVAEs on drum slices, by the command line. */
@Tag("spark")
abstract class MusicVaeTrainingFixture extends TrainingFixture {
  static final DrumSample SAMPLE = DrumSample.get();

  @BeforeAll
  static void copyTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
  }

  Object[] command(String model, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "train-musicvae",
                "--lake",
                lake,
                "--dataset",
                DrumSample.DATASET,
                "--model",
                folder.resolve(model),
                "--set",
                "encoderUnits=8",
                "--set",
                "decoderUnits=[8, 8]",
                "--set",
                "latent=4",
                "--averaging-frequency",
                2));
    command.addAll(List.of(more));
    return command.toArray();
  }

  PartitaRun train(String model, Object... more) {
    return PartitaRun.of(command(model, more));
  }

  static long slices(int bars, String split) {
    return DuckDb.number(
        "SELECT count(*) FROM %s WHERE bars = %d AND split = '%s'"
            .formatted(DuckDb.table(SAMPLE.lake(), "drum_slices"), bars, split));
  }
}
