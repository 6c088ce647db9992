package io.partita.kind.note;

import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Trainings of tiny note models, by the command line. */
@Tag("spark")
abstract class NoteTrainingFixture extends TrainingFixture {
  static final NoteSample SAMPLE = NoteSample.get();

  @BeforeAll
  static void copyTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
  }

  /** A training on windows of 6 notes. */
  PartitaRun trainOnWindows(String model, List<Object> usual, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of("train-lstm", "--lake", lake, "--dataset", NoteSample.DATASET, "--model"));
    command.add(folder.resolve(model));
    command.addAll(List.of("--set", "sequenceLength=6"));
    command.addAll(usual);
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }
}
