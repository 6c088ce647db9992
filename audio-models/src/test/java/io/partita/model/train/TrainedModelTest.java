package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.cvae.CvaeKind;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.kind.note.NoteKind;
import io.partita.kind.note.NoteLstm;
import io.partita.kind.note.NoteModel;
import io.partita.kind.note.NoteSampler;
import io.partita.model.ClassDraw;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ProvenanceFixture;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.optim.Optimizer;
import io.partita.symbolic.LineRule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of all kinds out of their archives, as somebody's own program reads and uses them. */
@Tag("spark")
class TrainedModelTest {
  private static final NoteLstm NOTES =
      new NoteLstm(4, 5, 1, 8, 8, 0.3, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);
  private static final MusicVae DRUMS =
      MusicVae.named("cat-drums_2bar_tiny")
          .with(Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", "3"));

  @TempDir private Path folder;

  static List<ModelKind<?>> kinds() {
    return ModelKinds.all();
  }

  private String model() {
    return folder.resolve("m").toString();
  }

  private ComputationGraph write(
      TrainableModel<?> model, List<Integer> vocabulary, Map<String, Object> options)
      throws IOException {
    ModelCard card =
        ModelCard.begun(
            model.kind(),
            new ObjectMapper().valueToTree(model),
            vocabulary,
            List.of(new int[] {0, 2}),
            ProvenanceFixture.of("d").validationSplit("none").options(options).build());
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    ModelFolder.at(model(), new Configuration()).save(card, ModelCard.State.BEGINNING, network);
    return network;
  }

  @Test
  void aNoteModelIsReadAndPlays() throws IOException {
    ComputationGraph written = write(NOTES, List.of(60, 62, 64), Map.of("line", "bass"));

    TrainedModel<NoteModel> trained =
        TrainedModel.read(NoteKind.KIND, model(), new Configuration());

    NoteModel notes = trained.model();
    assertThat(notes.network()).isEqualTo(NOTES).isEqualTo(trained.network());
    assertThat(notes.vocabulary().pitches()).containsExactly(60, 62, 64);
    assertThat(notes.line()).isEqualTo(LineRule.BASS);
    assertThat(notes.prompts()).containsExactly(new int[] {0, 2});
    assertThat(trained.facts()).isEqualTo(Map.of("line", "bass"));
    assertThat(trained.weights().params()).isEqualTo(written.params());
    assertThat(
            new NoteSampler(notes.network(), trained.weights())
                .continued(notes.prompts().get(0), 20, notes.sampling(ClassDraw.PLAIN, 1, false)))
        .hasSize(20)
        .containsAnyOf(0, 1, 2)
        .doesNotContain(notes.vocabulary().unknownClass());
  }

  /** Earlier versions kept options as the command line spells them. */
  @Test
  void optionsOfAnEarlierCardHaveTheNamesOfToday() throws Exception {
    write(NOTES, List.of(60, 62, 64), Map.of("--line", "top", "--with-suspects", true));
    rewriteCard("\"line\"", "\"--line\"", "\"with_suspects\"", "\"--with-suspects\"");

    TrainedModel<NoteModel> trained =
        TrainedModel.read(NoteKind.KIND, model(), new Configuration());

    assertThat(trained.model().line()).isEqualTo(LineRule.TOP);
    assertThat(trained.card().provenance().options())
        .isEqualTo(Map.of("line", "top", "with_suspects", true));
  }

  /** Puts texts in the place of others and the right hash above them. */
  private void rewriteCard(String... replacements) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Path file = folder.resolve("m/model.json");
    String card = json.readTree(file.toFile()).path("card").toString();
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(card).contains(replacements[i]);
      card = card.replace(replacements[i], replacements[i + 1]);
    }
    byte[] rewritten = json.writeValueAsBytes(json.readTree(card));
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(rewritten);
    ObjectNode whole = json.createObjectNode();
    whole.put("sha256", HexFormat.of().formatHex(sha256));
    whole.set("card", json.readTree(rewritten));
    json.writeValue(file.toFile(), whole);
  }

  @Test
  void aMusicVaeIsReadAndMakesALoop() throws IOException {
    ComputationGraph written = write(DRUMS, List.of(), Map.of());

    TrainedModel<?> any = TrainedModel.read(model(), new Configuration());
    TrainedModel<MusicVae> trained = any.as(MusicVaeKind.KIND);

    assertThat(trained.model()).isEqualTo(DRUMS);
    assertThat(trained.facts()).isEqualTo(Map.of("drum_map", "gm"));
    assertThat(trained.weights().params()).isEqualTo(written.params());
    assertThat(trained.model().decode(trained.weights(), new float[2][3], StepSampling.ARGMAX))
        .hasSize(2)
        .allSatisfy(loop -> assertThat(loop).hasSize(32));
    assertThatIllegal(() -> any.as(NoteKind.KIND)).names("musicvae", "note-lstm");
  }

  @Test
  void aVaeOfAudioIsReadAndDecodes() throws IOException {
    Cvae model = Cvae.named("wave-conv-tiny").with(Map.of("length", "64"));
    ComputationGraph written = write(model, List.of(), Map.of());

    TrainedModel<Cvae> trained = TrainedModel.read(CvaeKind.KIND, model(), new Configuration());

    assertThat(trained.model()).isEqualTo(model);
    assertThat(trained.weights().params()).isEqualTo(written.params());
    assertThat(trained.model().decode(trained.weights(), new float[2][model.latent()], 0))
        .hasDimensions(2, 64);
  }

  @Test
  void aVaeOfAudioWithAConfigThatNoneHasIsDamaged() throws Exception {
    for (String[] change :
        List.of(
            new String[] {"\"length\":64", "\"length\":65"},
            new String[] {"\"deviation\":1.0", "\"deviation\":\"NaN\""},
            new String[] {"\"channels\":[8,16,16]", "\"channels\":[]"},
            new String[] {"\"family\":\"WAVE_CONV\"", "\"family\":null"},
            new String[] {"\"family\":\"WAVE_CONV\"", "\"family\":\"MEL_CONV\""})) {
      write(Cvae.named("wave-conv-tiny").with(Map.of("length", "64")), List.of(), Map.of());
      rewriteCard(change);
      assertThatMistake(() -> TrainedModel.read(model(), new Configuration()))
          .as(change[1])
          .is(Mistake.DAMAGED_MODEL)
          .names(model());
    }
  }

  /** Somebody's own program, which prints what a model's network says of two latent vectors. */
  static final class Program {
    private Program() {}

    public static void main(String... args) throws Exception {
      TrainedModel<MusicVae> trained =
          TrainedModel.read(MusicVaeKind.KIND, args[0], new Configuration());
      List<int[]> loops =
          trained.model().decode(trained.weights(), new float[2][3], StepSampling.ARGMAX);
      System.out.println(loops.size() + " loops of " + loops.get(0).length + " steps");
      try {
        Class.forName("org.apache.spark.SparkContext");
      } catch (ClassNotFoundException e) {
        System.out.println("without Spark");
      }
    }
  }

  @InTurn
  @Test
  void aProgramWithoutSparkReadsAModel() throws Exception {
    write(DRUMS, List.of(), Map.of());
    String classPath =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(
                entry -> !Path.of(entry).getFileName().toString().matches("(spark|scala)-.*jar"))
            .collect(joining(File.pathSeparator));
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Program.class.getName(),
                model())
            .redirectError(folder.resolve("log").toFile())
            .start();

    assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).lines())
        .as("what the program prints; its log: %s", Files.readString(folder.resolve("log")))
        .containsExactly("2 loops of 32 steps", "without Spark");
    assertThat(program.waitFor()).as("the program's exit code").isZero();
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    write(DRUMS, List.of(), Map.of());

    assertThatMistake(() -> TrainedModel.read(NoteKind.KIND, model(), new Configuration()))
        .is(Mistake.WRONG_MODEL)
        .names(model(), "musicvae", "note-lstm", "train lstm");
  }

  @Test
  void aCardThatItsKindDoesNotKnowIsDamaged() throws IOException {
    write(NOTES, List.of(60, 62), Map.of());

    assertThatMistake(() -> TrainedModel.read(model(), new Configuration()))
        .is(Mistake.DAMAGED_MODEL)
        .names(model());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindSaysWhatItsModelsAreHeldTo(ModelKind<?> kind) {
    assertThat(ModelKinds.named(kind.name())).containsSame(kind);
    assertThat(kind.name()).matches("[a-z0-9-]+");
    assertThat(kind.title()).isNotBlank();
    assertThat(kind.trainCommand()).startsWith("train-");
    assertThat(kind.measures())
        .extracting(ModelFigure::figure)
        .doesNotHaveDuplicates()
        .isNotEmpty();
    assertThat(kind.baselines().names()).doesNotHaveDuplicates().isNotEmpty();
    assertThat(kind.baselines().figure()).isNotBlank();
  }

  @Test
  void kindsHaveNamesOfTheirOwn() {
    assertThat(ModelKinds.all())
        .extracting(ModelKind::name)
        .doesNotHaveDuplicates()
        .containsSubsequence("note-lstm", "musicvae", "drum-gpt", "drum-gpt-vae", "groovae")
        .containsSubsequence("cvae", "rvq");
    assertThat(ModelKinds.named("other")).isEmpty();
  }

  @Test
  void aFactNamesItsValue() {
    assertThat(NoteKind.KIND.facts()).containsExactly(NoteKind.LINE);
    assertThatText(NoteKind.KIND.phrase(NoteKind.LINE, "bass")).names("bass");
  }
}
