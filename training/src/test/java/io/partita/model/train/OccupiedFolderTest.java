package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trainings into folders where there is something already. */
@Tag("spark")
class OccupiedFolderTest extends TrainingFixture {
  /** Keeps what is said of models that give way. */
  private record Told(List<String> why) implements Training.Listener {
    @Override
    public void replaces(String sentence) {
      why.add(sentence);
    }
  }

  @Test
  void anotherRunsModelIsLeftAlone() throws IOException {
    ModelFolder to = model("m");
    training(with(SETTINGS, 1, 2, 3), examples(40, 1), to).run(false, false);
    assertThatMistake(() -> training(SETTINGS, examples(40, 1), to).run(false, false))
        .is(Mistake.OCCUPIED)
        .names(to.name(), "--resume", "--replace", "--model");
    Training<int[]> other =
        new Training<>(
            spark,
            MODEL,
            SETTINGS,
            LOSS,
            examples(40, 1),
            examples(0, 1),
            to,
            card("other"),
            new Seen(metric -> {}));
    assertThatMistake(() -> other.run(true, false)).is(Mistake.NOT_RESUMABLE).names("other");
  }

  @Tag("e2e")
  @Test
  void aModelGivesWayWhereItMay() throws IOException {
    ModelFolder to = model("m");
    Examples<int[]> examples = examples(40, 1);
    TrainingSettings short_ = with(SETTINGS, 1, 0, 3);
    training(short_, examples, to).run(false, false);
    to.write(ModelFolder.EVALUATION, new byte[] {'{', '}'});
    to.write("curves.png", new byte[1]);
    List<String> told = new ArrayList<>();
    Told listener = new Told(told);
    ModelCard other =
        new Training<>(spark, MODEL, short_, LOSS, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told).hasSize(1);
    assertThatText(told.get(0)).names(to.name(), "run", "other", "--replace", "--model");
    assertThat(to.card().provenance().runId()).isEqualTo("other");
    assertThat(to.metrics()).extracting(Metric::iteration).containsExactly(2L, 5L);
    assertThat(new FilesBeside(to).read()).containsOnlyKeys("metrics.jsonl");
    assertThat(folder.resolve("m").toFile().list()).hasSize(3);
    ModelCard again =
        new Training<>(spark, MODEL, short_, LOSS, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told).hasSize(1);
    assertThat(again.network()).isEqualTo(other.network());

    Files.write(folder.resolve("m").resolve(again.network().name()), new byte[1]);
    ModelCard anew =
        new Training<>(spark, MODEL, short_, LOSS, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told).hasSize(2);
    assertThatText(told.get(1)).names(to.name(), "damaged", again.network().name());
    assertThat(anew.network().parametersSha256()).isEqualTo(other.network().parametersSha256());
    ModelCard alone = training(with(SETTINGS, 1, 0, 5), examples, to, listener).run(false, true);
    assertThat(alone.provenance().runId()).isEqualTo("run");
    assertThat(to.metrics()).extracting(Metric::iteration).containsExactly(5L);
  }

  @Test
  void whatAnotherModelLeftIsNotTakenForTheNewOnes() throws IOException {
    ModelFolder to = model("m");
    Seen killer =
        new Seen(
            metric -> {
              throw new IllegalStateException("killed");
            });
    Training<int[]> killed = training(with(SETTINGS, 1, 0, 3), examples(40, 1), to, killer);
    assertThatThrownBy(() -> killed.run(false, false)).hasMessage("killed");
    to.write(ModelFolder.EVALUATION, new byte[] {'{', '}'}); // as if killed before it was deleted

    training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(true, true);

    assertThat(to.read(ModelFolder.EVALUATION)).isEmpty();
    assertThat(to.metrics()).hasSize(2);
  }

  @Test
  void theOldModelIsLiveUntilTheNewOneIs() throws IOException {
    ModelFolder to = model("m");
    training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(false, false);
    Examples<int[]> few = examples(5, 1);
    assertThatMistake(() -> training(SETTINGS, few, to).run(false, true))
        .is(Mistake.TOO_FEW_EXAMPLES)
        .names("5");
    assertThat(to.card().state().iteration()).isEqualTo(5);
    assertThat(to.metrics()).isNotEmpty();
    to.verify(to.card());
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    ModelFolder to = model("m");
    ModelCard card = training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(false, false);
    Path network = folder.resolve("m").resolve(card.network().name());
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    assertThatMistake(() -> to.weights(to.card().network(), MODEL, false))
        .is(Mistake.DAMAGED_MODEL)
        .names("network-5-");
    Path json = folder.resolve("m/model.json");
    Files.writeString(
        json,
        Files.readString(json).replace("\"dataset\" : \"numbers\"", "\"dataset\" : \"other\""));
    assertThatMistake(to::card).is(Mistake.DAMAGED_MODEL).names("model.json", "hash");
    int newer = ModelCard.FORMAT + 1;
    Files.writeString(json, "{\"card\": {\"format\": " + newer + "}}");
    assertThatMistake(to::card).is(Mistake.OTHER_VERSION).names(newer, ModelCard.FORMAT);
    Files.writeString(json, "{");
    assertThatMistake(to::card).is(Mistake.DAMAGED_MODEL).names("model.json", "JSON");
    assertThatMistake(() -> model("none").card()).is(Mistake.NO_SUCH_MODEL).names("none");
  }
}
