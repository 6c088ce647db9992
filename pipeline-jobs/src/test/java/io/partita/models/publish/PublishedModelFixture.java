package io.partita.models.publish;

import io.partita.UntrainedModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.musicvae.MusicVae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three models of one kind, each of another size. */
abstract class PublishedModelFixture {
  @TempDir Path folder;
  ModelCard one;
  ModelCard two;
  ModelCard three;

  @BeforeEach
  void writeModels() throws IOException {
    one = UntrainedModel.write(drums(4), folder.resolve("one"));
    two = UntrainedModel.write(drums(5), folder.resolve("two"));
    three = UntrainedModel.write(drums(6), folder.resolve("three"));
  }

  static MusicVae drums(int latent) {
    return MusicVae.named("cat-drums_2bar_tiny")
        .with(
            Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", Integer.toString(latent)));
  }

  List<String> files(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
