package io.partita.command.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Three models of one kind, each of another size, and what is told of them. */
@Tag("spark")
abstract class PublishedModelFixture {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  PartitaRun publish(String model, Object... more) {
    List<Object> arguments =
        Stream.concat(
                Stream.of(
                    "model-publish",
                    "--model",
                    folder.resolve(model),
                    "--out",
                    folder.resolve("to")),
                Stream.of(more))
            .toList();
    return PartitaRun.of(arguments.toArray());
  }

  Path evaluation(String file, ModelCard of) throws IOException {
    return evaluation(file, of, "validation", 0.5, null);
  }

  Path evaluation(String file, ModelCard of, String split, double figure, Object against)
      throws IOException {
    Map<String, Object> figures = figures(of, figure);
    figures.put("model_kind", "musicvae");
    figures.put("split", split);
    figures.put("baselines", Map.of());
    figures.put("against", against);
    return Files.write(folder.resolve(file), JSON.writeValueAsBytes(figures));
  }

  static Map<String, Object> figures(ModelCard of, double figure) {
    Map<String, Object> figures = new TreeMap<>();
    figures.put("network_sha256", of.network().sha256());
    MusicVaeKind.KIND.measures().forEach(measure -> figures.put(measure.figure(), figure));
    return figures;
  }

  ModelCard live(String to) throws IOException {
    return ModelFolder.at(folder.resolve(to).toString(), new Configuration()).card();
  }
}
