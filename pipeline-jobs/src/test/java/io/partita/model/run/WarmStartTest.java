package io.partita.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trainings that begin with the weights of another model. */
class WarmStartTest extends TrainingFixture {
  @BeforeAll
  static void copyTheLake() throws IOException {
    SharedFolders.copy(DrumSample.get().lake(), lake);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve(model)));
    command.addAll(List.of("--set", "layers=1", "--batch", 2, "--workers", 0));
    command.addAll(List.of("--schedule", "constant", "--warm-up", 0, "--validation", "none"));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  private static String files(String where) {
    return DuckDb.table(lake, "drum_slices") + " WHERE bars = 2 AND split = 'train' AND " + where;
  }

  @Test
  void aTrainingBeginsWhereTheOtherModelEndedAndKnowsItsFiles() throws Exception {
    String path = DuckDb.texts("SELECT min(path) FROM " + files("true")).get(0);
    String first = "path = '" + path + "'";
    String others = "path <> '" + path + "'";
    train("first", "--set", "size=12", "--iterations", 4, "--where", first).exits(0);
    Object from = folder.resolve("first");

    // a step too small to change a float
    Object[] still = {
      "--set", "size=12", "--iterations", 1, "--learning-rate", 1e-30, "--from", from
    };
    train("same", still).exits(0);
    assertThat(weights("same")).isEqualTo(weights("first"));
    assertThat(card("same").at("/provenance/options/from").asText()).isEqualTo(weights("first"));

    train("second", "--set", "size=12", "--iterations", 2, "--where", others, "--from", from)
        .exits(0);
    assertThat(weights("second")).isNotEqualTo(weights("first"));
    assertThat(card("second").at("/provenance/learnt/files").asLong())
        .as("files of both trainings")
        .isEqualTo(DuckDb.number("SELECT count(DISTINCT midi_md5) FROM " + files("true")));
  }

  @InTurn
  @Test
  void itResumesToTheSameWeights() throws Exception {
    train("first", "--set", "size=12", "--iterations", 2, "--seed", 5).exits(0);
    Object[] from = {"--set", "size=12", "--from", folder.resolve("first")};
    train("whole", with(from, "--iterations", 4)).exits(0);
    train("parts", with(from, "--iterations", 2)).exits(0);
    train("parts", with(from, "--iterations", 4, "--resume")).exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    train("parts", "--set", "size=12", "--iterations", 5, "--resume")
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--from");
  }

  private static Object[] with(Object[] some, Object... more) {
    List<Object> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void anotherNetworkIsAMistakeThatNamesWhatDiffers() throws Exception {
    train("first", "--set", "size=12", "--iterations", 1).exits(0);
    Object from = folder.resolve("first");
    train("x", "--set", "size=24", "--iterations", 1, "--from", from)
        .mistakeAfterProgress(Mistake.WRONG_MODEL)
        .names(from, "size", 12);
    train("x", "--iterations", 1, "--from", "builtin:drums").mistake(Mistake.WRONG_MODEL);
    train("x", "--iterations", 1, "--from", folder.resolve("none"))
        .mistake(Mistake.NO_SUCH_MODEL)
        .names(folder.resolve("none"));
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
