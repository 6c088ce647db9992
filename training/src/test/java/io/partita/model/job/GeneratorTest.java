package io.partita.model.job;

import static io.partita.MistakeAssert.assertThatMistake;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.kind.note.NoteKind;
import io.partita.kind.note.NoteLstm;
import io.partita.kind.note.NoteModel;
import io.partita.midi.MidiWriter;
import io.partita.model.ModelKind;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ProvenanceFixture;
import io.partita.model.train.TrainedModel;
import io.partita.nn.optim.Optimizer;
import io.partita.progress.HeardJobs;
import io.partita.score.Score;
import io.partita.symbolic.NoteLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of generations, whatever made them. */
class GeneratorTest {
  private static final Score SCORE = NoteLine.score(new int[] {60, 64}, 0, 0.1);

  @TempDir private Path folder;
  private TrainedModel<?> trained;
  private final GenerateOptions options = new GenerateOptions();

  /** What happened, in order: generations, pictures and files by their names. */
  private final List<String> events = new ArrayList<>();

  private Generation.Music music = new Generation.Piece(SCORE, false);

  private final class Fake implements Generator<NoteModel> {
    @Override
    public ModelKind<NoteModel> kind() {
      return NoteKind.KIND;
    }

    @Override
    public String product(NoteModel model) {
      return "scales";
    }

    @Override
    public List<String> help() {
      return List.of();
    }

    @Override
    public int together() {
      return 3;
    }

    @Override
    public Generations.Prepared prepare(GenerateOptions given, TrainedModel<NoteModel> model) {
      events.add("ready");
      return weights ->
          new Generations(
              number -> {
                events.add("number " + number);
                Map<String, Object> provenance = new LinkedHashMap<>();
                provenance.put("zebra", number);
                provenance.put("ape", 1);
                String remark = number == 1 ? " is short." : "";
                return new Generation(music, this::drawn, provenance, remark);
              },
              names -> drawn(String.join(" ", names)));
    }

    private byte[] drawn(String name) {
      events.add("picture of " + name);
      return name.getBytes(UTF_8);
    }
  }

  @BeforeEach
  void writeAModel() throws Exception {
    NoteLstm notes =
        new NoteLstm(4, 5, 1, 8, 8, 0.3, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);
    ModelCard card =
        ModelCard.begun(
            notes.kind(),
            new ObjectMapper().valueToTree(notes),
            List.of(60, 62, 64),
            List.of(new int[] {0, 2}),
            ProvenanceFixture.of("d").validationSplit("none").options(Map.of()).build());
    String model = folder.resolve("m").toString();
    ModelFolder.at(model, new Configuration())
        .save(card, ModelCard.State.BEGINNING, notes.network(1, Optimizer.constant(0.01)));
    trained = TrainedModel.read(model, new Configuration());
    options.model = model;
    options.out = folder.resolve("out");
    options.seed = 7;
  }

  private List<String> generate() throws Exception {
    try (HeardJobs heard = new HeardJobs()) {
      new Fake().generate(options, trained, file -> events.add(file.getFileName().toString()));
      return heard.lines();
    }
  }

  private byte[] bytes(String file) throws Exception {
    return Files.readAllBytes(options.out.resolve(file));
  }

  @Test
  void eachGenerationIsWrittenBeforeTheNextIsMade() throws Exception {
    options.count = 2;

    List<String> said = generate();

    assertThat(events)
        .containsExactly(
            "ready",
            "number 0",
            "m-s7-01.mid",
            "m-s7-01.wav",
            "picture of m-s7-01",
            "m-s7-01.png",
            "m-s7-01.json",
            "number 1",
            "m-s7-02.mid",
            "m-s7-02.wav",
            "picture of m-s7-02",
            "m-s7-02.png",
            "m-s7-02.json");
    assertThat(bytes("m-s7-02.mid")).isEqualTo(MidiWriter.write(SCORE));
    assertThat(said).containsExactly("m-s7-02 is short.");
  }

  @Test
  void theJsonFileBeginsWithTheModelAndKeepsTheOrderOfTheRest() throws Exception {
    generate();

    List<String> fields = new ArrayList<>();
    Iterator<String> names = new ObjectMapper().readTree(bytes("m-s7-01.json")).fieldNames();
    names.forEachRemaining(fields::add);
    assertThat(fields).startsWith("model", "model_kind").endsWith("zebra", "ape", "loudness_lufs");
  }

  @Test
  void manyAreAlsoInOnePictureThatComesFirst() throws Exception {
    options.count = 3;

    generate();

    assertThat(events)
        .startsWith("ready", "picture of m-s7-01 m-s7-02 m-s7-03", "m-s7.png", "number 0");
    assertThat(new String(bytes("m-s7.png"), UTF_8)).isEqualTo("m-s7-01 m-s7-02 m-s7-03");
  }

  @Test
  void aFileInTheWayIsRefusedBeforeAnyIsMade() throws Exception {
    Files.createDirectories(options.out);
    Path sheet = Files.writeString(options.out.resolve("m-s7.png"), "mine");
    options.count = 3;

    assertThatMistake(this::generate).is(Mistake.OCCUPIED).names(sheet);

    assertThat(events).containsExactly("ready");
    assertThat(sheet).hasContent("mine");
    options.count = 2;
    generate();
    assertThat(events).contains("m-s7-02.json");
  }

  @Test
  void soundIsLevelledUnlessItIsToStayAsItIs() throws Exception {
    float[] samples = {0.25f, -0.25f, 0.5f, 0.125f};
    music = new Generation.Sound(samples, 4000, OptionalDouble.empty());
    generate();
    byte[] raw = bytes("m-s7-01.wav");
    assertThat(List.of(raw[44], raw[45], raw[46], raw[47]))
        .containsExactly((byte) 0, (byte) 0x20, (byte) 0, (byte) 0xE0);

    options.seed = 8;
    music = new Generation.Sound(samples, 4000, OptionalDouble.of(0.3));
    generate();

    assertThat(bytes("m-s8-01.wav")).hasSameSizeAs(raw).isNotEqualTo(raw);
    assertThat(options.out.resolve("m-s8-01.mid")).doesNotExist();
  }
}
