package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UntrainedModel;
import io.partita.WavLoudness;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import io.partita.model.archive.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Models of drum loops that have learnt nothing, and what commands wrote of them. */
abstract class DrumLoopFixture {
  static final int BAR = DrumGrid.STEPS_PER_BAR;

  @TempDir private static Path models;
  static ModelCard card;

  @TempDir Path folder;

  @BeforeAll
  static void untrained() throws IOException {
    card = UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), model("two"));
    UntrainedModel.write(MusicVae.named("hier-drums_4bar_tiny"), model("four"));
  }

  static Path model(String name) {
    return models.resolve(name);
  }

  Path out(String file) {
    return folder.resolve("out").resolve(file);
  }

  Set<String> written() throws IOException {
    try (Stream<Path> files = Files.list(out(""))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  List<String> paths(Set<String> names) {
    return names.stream().map(name -> out(name).toString()).toList();
  }

  JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(out(name + ".json").toFile());
  }

  static int[] masks(JsonNode array) {
    int[] masks = new int[array.size()];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = array.get(i).asInt();
    }
    return masks;
  }

  void assertPlays(String name, int[] masks) throws Exception {
    assertThat(out(name + ".mid")).hasBinaryContent(MidiWriter.write(DrumLoop.score(masks)));
    try (AudioInputStream wav = AudioSystem.getAudioInputStream(out(name + ".wav").toFile())) {
      assertThat(wav.getFormat().getSampleRate()).isCloseTo(44_100, within(1e-3f));
      assertThat(wav.getFrameLength() / 44_100.0).isBetween(0.125, masks.length * 0.125 + 10);
    }
    WavLoudness.assertLevelled(out(name + ".wav"));
  }
}
