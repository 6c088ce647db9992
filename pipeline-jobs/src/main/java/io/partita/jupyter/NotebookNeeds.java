package io.partita.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.file.Json;
import io.partita.model.job.ModelEngine;
import io.partita.model.job.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a notebook needs that not every machine has, as its metadata say: {@code {"partita":
 * {"needs": ["host:pytorch", "file:../../models/rave.ts"]}}}, the engine and a file from where the
 * notebook is.
 *
 * @param needs as they are written
 */
record NotebookNeeds(Path notebook, List<String> needs) {
  private static final String HOST = "host:";
  private static final String FILE = "file:";

  /** Those of a notebook; none of one that says none, or that is no JSON: Jupyter says so. */
  static NotebookNeeds of(Path notebook) throws IOException {
    List<String> needs = new ArrayList<>();
    try {
      JsonNode said = Json.MAPPER.readTree(notebook.toFile()).at("/metadata/partita/needs");
      said.forEach(need -> needs.add(need.asText()));
    } catch (JsonProcessingException e) {
      needs.clear();
    }
    return new NotebookNeeds(notebook, List.copyOf(needs));
  }

  /** One line of what is not here, or empty where nothing is missing. */
  Optional<String> missing() {
    List<String> missing = needs.stream().map(this::missing).flatMap(Optional::stream).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            notebook.getFileName() + " is left out: " + String.join(", and ", missing) + ".");
  }

  private Optional<String> missing(String need) {
    for (ModelFiles models : ModelFiles.all()) {
      ModelEngine engine = models.engine();
      if (need.equals(HOST + engine.name())) {
        return engine.version().isPresent()
            ? Optional.empty()
            : Optional.of(
                "%s is not here ('./partita engines add %s' adds it)"
                    .formatted(engine.title(), engine.name()));
      }
    }
    if (need.startsWith(FILE)) {
      Path file = notebook.toAbsolutePath().resolveSibling(need.substring(FILE.length()));
      return Files.isRegularFile(file)
          ? Optional.empty()
          : Optional.of("there is no " + file.normalize());
    }
    return Optional.of("it needs " + need + ", which this Partita does not know");
  }
}
