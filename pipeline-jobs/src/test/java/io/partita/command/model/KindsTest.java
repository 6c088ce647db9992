package io.partita.command.model;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.note.NoteLstm;
import io.partita.lake.CommandName;
import io.partita.lake.table.LakeTable;
import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.NetworkKind;
import io.partita.model.TrainableModel;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generator;
import io.partita.model.job.ModelJob;
import io.partita.model.latent.TableEncoder;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** What the commands know of each kind of model. */
@Tag("spark")
class KindsTest {
  @TempDir private Path folder;

  /** A kind that is no musician. */
  private record Silent() implements NetworkKind<NoteLstm> {
    @Override
    public Names names() {
      return new Names("silent", "silent model", "sighs", "train-silent", List.of("notes"));
    }

    @Override
    public NoteLstm model(ModelDescription card) {
      return NoteLstm.ofVocabulary(4);
    }

    @Override
    public TrainableModel<?> network(NoteLstm model) {
      return model;
    }

    @Override
    public List<ModelFigure> measures() {
      return List.of(ModelFigure.share("right"));
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

    assertThat(kindsWith(Evaluator.class)).isEqualTo(names);
    for (Class<?> job :
        List.of(
            Generator.class,
            Reconstructor.class,
            Interpolator.class,
            TableEncoder.class,
            Finder.class)) {
      assertThat(kindsWith(job)).as("kinds with a %s", job).isNotEmpty().isSubsetOf(names);
    }
    assertThat(
            Kinds.trainCommands().stream()
                .map(command -> command.getAnnotation(Command.class).name().replace(' ', '-'))
                .toList())
        .isEqualTo(ModelKinds.all().stream().map(ModelKind::trainCommand).distinct().toList());
  }

  @Test
  void helpNamesKindsThatACommandIsNotFor() {
    String generate = PartitaRun.of("generate", "--help").exits(0).out();
    String evaluate = PartitaRun.of("model", "evaluate", "--help").exits(0).out();

    assertThat(generate).contains("Unsupported models: byte-pair models, quantisers.");
    assertThat(evaluate).doesNotContain("Unsupported");
  }

  private static List<String> kindsWith(Class<?> job) {
    return Kinds.jobs().stream().filter(job::isInstance).map(ModelJob::name).toList();
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
    assertThat(PartitaRun.of("train").exits(0).out())
        .contains("  " + CommandName.of(kind.trainCommand()) + " ");
    for (String command : List.of("model-evaluate", "model-check")) {
      assertThat(helpOf(command)).contains("A " + kind.title());
    }
    for (String command :
        List.of("generate", "reconstruct", "interpolate", "encode", "decode", "find-similar")) {
      assertThat(helpOf(command))
          .as("what %s does with a %s, or that it does nothing with them", command, kind.title())
          .containsPattern(kind.title() + "|" + kind.titles());
    }
    assertThat(helpOf("model-check"))
        .contains(kind.measures().get(0).figure())
        .contains(String.join(", ", kind.baselines().names()));
  }

  /** All of it, in one line. */
  private static String helpOf(String command) {
    return PartitaRun.of(command, "--help-all").exits(0).out().replaceAll("\\s+", " ");
  }

  @Test
  void aKindWithoutLatentVectorsIsRefusedByTheirCommands() throws Exception {
    Path model = folder.resolve("notes");
    UntrainedModel.write(NoteLstm.ofVocabulary(4), model);
    Path beat = Files.writeString(folder.resolve("beat.mid"), "not even looked at");
    Path lake = folder.resolve("lake");
    Path out = folder.resolve("out");
    assertRefused(
        Reconstructor.class, PartitaRun.of("reconstruct", beat, "--model", model, "--out", out));
    assertRefused(
        Interpolator.class,
        PartitaRun.of("interpolate", beat, beat, "--model", model, "--out", out));
    assertRefused(TableEncoder.class, PartitaRun.of("encode", "--model", model, "--lake", lake));
    assertRefused(
        Finder.class,
        PartitaRun.of("find-similar", beat, "--model", model, "--lake", lake, "--out", out));
    assertThat(out).doesNotExist();
    assertThat(kindsWith(Reconstructor.class))
        .as("who finds can all else that latent vectors are for")
        .isEqualTo(kindsWith(Interpolator.class))
        .containsAll(kindsWith(Finder.class));
    assertThat(kindsWith(TableEncoder.class)).containsAll(kindsWith(Finder.class));
  }

  private static void assertRefused(Class<?> job, PartitaRun run) {
    List<String> kinds = kindsWith(job);
    String commands =
        ModelKinds.all().stream()
            .filter(kind -> kinds.contains(kind.name()))
            .map(ModelKind::madeBy)
            .collect(Collectors.joining(" or "));
    run.mistake(Mistake.WRONG_MODEL).names("note-lstm", String.join(" and ", kinds), commands);
  }

  @Test
  void aModelThatMakesNoMusicIsAMistake() throws Exception {
    Path archive = folder.resolve("m");
    UntrainedModel.write(NoteLstm.ofVocabulary(4), archive);
    TrainedModel<?> notes = TrainedModel.read(archive.toString(), new Configuration());
    TrainedModel<?> silent =
        new TrainedModel<>(
            new Silent(), notes.folder(), notes.card(), NoteLstm.ofVocabulary(4), notes.numbers());

    assertThatMistake(() -> Generate.write(new GenerateOptions(), silent, 1))
        .is(Mistake.WRONG_MODEL)
        .names(archive, "silent model");
  }
}
