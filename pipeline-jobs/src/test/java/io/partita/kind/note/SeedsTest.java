package io.partita.kind.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SparkStarts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trainings of several seeds by one command. */
@InTurn
class SeedsTest extends NoteTrainingFixture {
  private PartitaRun train(String model, Object... more) {
    return trainOnWindows(model, List.of("--set", "units=4", "--batch", 64, "--epochs", 1), more);
  }

  private List<String> folders(String model) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(model))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachSeedIsTheModelThatItIsAlone() throws IOException {
    List<PartitaRun> runs = new ArrayList<>();
    assertThat(SparkStarts.during(() -> runs.add(train("all", "--seeds", "2..3", "--json"))))
        .as("starts of Spark")
        .isEqualTo(1);
    PartitaRun run = runs.get(0).exits(0);
    train("alone", "--seed", 3).exits(0);

    assertThat(folders("all")).containsExactly("seed-2", "seed-3");
    assertThat(weights("all/seed-3")).isEqualTo(weights("alone"));
    assertThat(weights("all/seed-2")).isNotEqualTo(weights("alone"));
    assertThat(run.errLines())
        .contains(
            "Seed 2, 1 of 2: " + folder.resolve("all/seed-2"),
            "Seed 3, 2 of 2: " + folder.resolve("all/seed-3"));
    assertThat(run.errLines().stream().filter(line -> line.startsWith("Reading "))).hasSize(1);
    assertThat(run.outLines()).hasSize(2);
    JsonNode second = JSON.readTree(run.outLines().get(1));
    assertThat(second.at("/provenance/options/seed").asInt()).isEqualTo(3);
    assertThat(folders("all/seed-2")).contains("curves.png").doesNotContain("_lock");
    assertThat(PartitaRun.of("model-compare", folder.resolve("all")).exits(0).out())
        .containsPattern("all +2 +2 3 +\\d");
  }

  @Test
  void itGoesOnWhereItStoppedAndLeavesWhatIsFinished() throws IOException {
    train("m", "--seeds", "1..1").exits(0);
    String first = weights("m/seed-1");

    train("m", "--seeds", "1..2").mistake(Mistake.OCCUPIED).names(folder.resolve("m/seed-1"));
    assertThat(folders("m")).containsExactly("seed-1");
    byte[] network = Files.readAllBytes(networkOf("m/seed-1"));
    train("m", "--seeds", "1..2", "--resume").exits(0);

    assertThat(folders("m")).containsExactly("seed-1", "seed-2");
    assertThat(weights("m/seed-1")).isEqualTo(first);
    assertThat(networkOf("m/seed-1")).hasBinaryContent(network);
    train("m", "--seeds", "2..2", "--replace").exits(0);
    assertThat(weights("m/seed-1")).isEqualTo(first);
  }

  @Test
  void oneThatDivergesDoesNotKeepTheNextFromItsTurn() throws IOException {
    PartitaRun run = train("m", "--seeds", "1..2", "--learning-rate", "1e30").exits(3);

    assertThat(run.outLines().stream().filter(line -> line.contains("diverged"))).hasSize(2);
    assertThat(folders("m")).containsExactly("seed-1", "seed-2");
  }

  @Test
  void aModelAndModelsOfSeedsDoNotShareAFolder() throws IOException {
    train("m").exits(0);

    train("m", "--seeds", "1..2").mistake(Mistake.OCCUPIED).names(folder.resolve("m"), "--seeds");
  }

  private Path networkOf(String model) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(model))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("network-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
