package io.partita;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Trainings by the command line, and the cards of what they train. */
@Tag("spark")
public abstract class TrainingFixture {
  protected static final ObjectMapper JSON = new ObjectMapper();

  /** For a copy of a sample's: trainings write into the lake. */
  @TempDir protected static Path lake;

  /** For models. */
  @TempDir protected Path folder;

  protected final JsonNode card(String model) throws IOException {
    return JSON.readTree(folder.resolve(model).resolve("model.json").toFile()).path("card");
  }

  protected final String weights(String model) throws IOException {
    return card(model).at("/network/parameters_sha256").asText();
  }
}
