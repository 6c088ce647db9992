package io.partita.models.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.Baselines;
import io.partita.model.Measure;
import io.partita.model.ModelDescription;
import io.partita.model.ModelKind;
import io.partita.model.TrainableModel;
import io.partita.model.note.NoteLstm;
import io.partita.models.GenerateOptions;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** What the commands know of each kind of model. */
class KindsTest {
  @TempDir private Path folder;

  /** A kind that is no musician. */
  private record Silent() implements ModelKind<NoteLstm> {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public String title() {
      return "silent model";
    }

    @Override
    public String trainCommand() {
      return "train-silent";
    }

    @Override
    public List<String> learnsFrom() {
      return List.of("notes");
    }

    @Override
    public NoteLstm model(ModelDescription card) {
      return NoteLstm.ofVocabulary(4);
    }

    @Override
    public TrainableModel network(NoteLstm model) {
      return model;
    }

    @Override
    public List<Measure> measures() {
      return List.of(Measure.share("right"));
    }

    @Override
    public Baselines baselines() {
      return new Baselines("right", List.of("chance"));
    }
  }

  static List<ModelKind<?>> kinds() {
    return ModelKinds.all();
  }

  @Test
  void eachKindHasItsJobs() {
    List<String> names = ModelKinds.all().stream().map(ModelKind::name).toList();

    assertThat(Kinds.evaluators().stream().map(evaluator -> evaluator.kind().name()).toList())
        .isEqualTo(names);
    assertThat(Kinds.generators().stream().map(generator -> generator.kind().name()).toList())
        .isNotEmpty()
        .isSubsetOf(names);
    assertThat(
            Kinds.trainCommands().stream()
                .map(command -> command.getAnnotation(Command.class).name())
                .toList())
        .isEqualTo(ModelKinds.all().stream().map(ModelKind::trainCommand).toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindLearnsFromTablesAndItsTrainingsAreInAnother(ModelKind<?> kind) {
    assertThat(kind.learnsFrom())
        .as("what %s learns from", kind)
        .isNotEmpty()
        .allSatisfy(table -> assertThat(LakeTable.named(table)).isPresent());
    assertThat(LakeTable.TRAINING_RUNS.spec().origin().commands()).contains(kind.trainCommand());
    assertThat(LakeTable.TRAINING_RUNS.spec().origin().from()).containsAll(kind.learnsFrom());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theHelpOfCommandsOfAllKindsTellsOfEach(ModelKind<?> kind) {
    assertThat(PartitaRun.of("--help").exits(0).out()).contains("  " + kind.trainCommand() + " ");
    for (String command : List.of("evaluate", "generate", "check-model")) {
      assertThat(PartitaRun.of(command, "--help").exits(0).out()).contains("A " + kind.title());
    }
    assertThat(PartitaRun.of("check-model", "--help").exits(0).out())
        .contains(kind.measures().get(0).figure())
        .contains(String.join(", ", kind.baselines().names()));
  }

  @Test
  void aModelThatMakesNoMusicIsAMistake() throws Exception {
    Path archive = folder.resolve("m");
    UntrainedModel.write(NoteLstm.ofVocabulary(4), archive);
    TrainedModel<?> notes = TrainedModel.read(archive.toString(), new Configuration());
    TrainedModel<?> silent =
        new TrainedModel<>(
            new Silent(), notes.folder(), notes.card(), NoteLstm.ofVocabulary(4), notes.numbers());

    assertThatThrownBy(() -> Generate.write(new GenerateOptions(), silent, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("Model " + archive + " is a silent model, which makes no music.");
  }
}
