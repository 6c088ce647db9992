package io.partita.models.note;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of tiny note models, by the command line. */
abstract class NoteTrainingFixture {
  static final NoteSample SAMPLE = NoteSample.get();
  static final ObjectMapper JSON = new ObjectMapper();

  /** A copy: trainings write into the lake. */
  @TempDir static Path lake;

  @TempDir Path folder;

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
    command.addAll(List.of("--sequence-length", 6));
    command.addAll(usual);
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  JsonNode card(String model) throws IOException {
    return JSON.readTree(folder.resolve(model).resolve("model.json").toFile()).path("card");
  }

  String weights(String model) throws IOException {
    return card(model).at("/network/parameters_sha256").asText();
  }
}
