package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.drum.BarStructure;
import io.partita.midi.MidiReader;
import io.partita.score.Note;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loops that are chosen among several, and how they are played. */
@InTurn
@Tag("spark")
class BestOfTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private PartitaRun generate(Object model, String out, Object... more) {
    List<Object> command = new ArrayList<>(List.of("generate", "--model", model));
    command.addAll(List.of("--out", folder.resolve(out)));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  private JsonNode loop(String out, String model, int number) throws IOException {
    String file = "%s-s1-%02d.json".formatted(model, number);
    return JSON.readTree(folder.resolve(out).resolve(file).toFile());
  }

  private Path untrained() throws Exception {
    Path model = folder.resolve("m");
    UntrainedModel.write(
        new SliceGpt(32, 12, 1, 2, 0, "gm", "drums"), DrumSample.DATASET, Map.of(), model);
    return model;
  }

  @Test
  void theBestOfSeveralIsOneOfThoseThatAreDrawnAnyway() throws Exception {
    Path model = untrained();
    generate(model, "all", "--count", 6).exits(0);
    generate(model, "best", "--count", 2, "--best-of", 3).exits(0);

    for (int number = 1; number <= 2; number++) {
      JsonNode best = loop("best", "m", number);
      JsonNode choice = best.path("best_of");
      assertThat(choice.path("candidates").asInt()).isEqualTo(3);
      int kept = choice.path("kept").asInt();
      JsonNode same = loop("all", "m", 3 * (number - 1) + kept);
      assertThat(best.path("steps")).isEqualTo(same.path("steps"));
      assertThat(best.path("number").asInt()).isEqualTo(number);
      assertThat(same.has("best_of")).isFalse();
      int[] steps =
          StreamSupport.stream(best.path("steps").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      assertThat(choice.path("bar_similarity").asDouble())
          .isEqualTo(BarStructure.similarity(steps));
      assertThat(choice.path("backbeat").asBoolean()).isEqualTo(BarStructure.hasBackbeat(steps));
      assertThat(choice.path("nats").asDouble()).isPositive();
    }
  }

  @Test
  void aMusicVaesBestLoopComesWithItsOwnZ() throws Exception {
    Path model = DrumSample.get().model();
    generate(model, "all", "--count", 3).exits(0);
    generate(model, "best", "--best-of", 3).exits(0);

    JsonNode best = loop("best", "model", 1);
    JsonNode same = loop("all", "model", best.at("/best_of/kept").asInt());
    assertThat(best.path("z")).isEqualTo(same.path("z")).isNotEmpty();
    assertThat(best.path("steps")).isEqualTo(same.path("steps"));
  }

  @Test
  void tempoAndSwingArePlayedAndWrittenDown() throws Exception {
    Path model = untrained();
    generate(model, "usual", "--humanize", "none").exits(0);
    generate(model, "slow", "--tempo", 90, "--swing", 60, "--humanize", "none").exits(0);

    JsonNode slow = loop("slow", "m", 1);
    assertThat(slow.path("tempo").asDouble()).isEqualTo(90);
    assertThat(slow.path("swing").asDouble()).isEqualTo(60);
    assertThat(slow.path("steps")).isEqualTo(loop("usual", "m", 1).path("steps"));
    assertThat(loop("usual", "m", 1).has("tempo")).isFalse();
    Score played = MidiReader.read(folder.resolve("slow/m-s1-01.mid"));
    Score usual = MidiReader.read(folder.resolve("usual/m-s1-01.mid"));
    assertThat(played.tempos().get(0).microsPerQuarter()).isEqualTo(666_667);
    assertThat(played.notes()).hasSameSizeAs(usual.notes());
    for (int i = 0; i < played.notes().size(); i++) {
      Note straight = usual.notes().get(i);
      boolean isOff = straight.onsetTick() / 120 % 2 == 1;
      assertThat(played.notes().onsetTick(i)).isEqualTo(straight.onsetTick() + (isOff ? 24 : 0));
    }
    assertThat(seconds("usual")).isEqualTo(4);
    assertThat(seconds("slow")).isCloseTo(8 * 60 / 90.0, within(1.0 / 44_100));
  }

  private double seconds(String out) throws Exception {
    return AudioSystem.getAudioFileFormat(folder.resolve(out).resolve("m-s1-01.wav").toFile())
            .getFrameLength()
        / 44_100.0;
  }

  @Test
  void onlyModelsOfSlicesHaveThem() throws Exception {
    generate("builtin:songs", "x", "--swing", 60)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--best-of", "--swing", "--humanize");
    Path notes = folder.resolve("notes");
    UntrainedModel.writeNotes(notes);
    generate(notes, "x", "--tempo", 60).mistake(Mistake.OPTIONS_EXCLUDE).names("--tempo");
    Path model = untrained();
    generate(model, "x", "--best-of", 0).mistake(Mistake.BAD_OPTION).names("--best-of", 100);
    generate(model, "x", "--tempo", 1).mistake(Mistake.BAD_OPTION).names("--tempo", 20, 400);
    generate(model, "x", "--swing", 80).mistake(Mistake.BAD_OPTION).names("--swing", 50, 75);
  }
}
