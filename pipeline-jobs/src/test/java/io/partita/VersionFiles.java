package io.partita;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Versions of a lake on this disk as no run leaves them: Partita itself never changes one. */
public final class VersionFiles {
  private VersionFiles() {}

  /** Changes the newest version of a data set. */
  public static void edit(Path lake, String dataset, Consumer<ObjectNode> change) {
    try (Stream<Path> all = Files.list(lake.resolve("_partita/" + dataset + "/versions"))) {
      Path newest = all.max(Comparator.naturalOrder()).orElseThrow();
      ObjectNode version = (ObjectNode) Json.MAPPER.readTree(newest.toFile());
      change.accept(version);
      Files.writeString(newest, version.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a table out of the newest version. */
  public static void remove(Path lake, String dataset, String table) {
    edit(lake, dataset, version -> ((ObjectNode) version.path("tables")).remove(table));
  }

  /** Changes the report of the run that made a table, and of all tables of that run. */
  public static void editReport(
      Path lake, String dataset, String table, Consumer<ObjectNode> change) {
    edit(
        lake,
        dataset,
        version -> {
          JsonNode number = version.at("/tables/" + table + "/report");
          change.accept((ObjectNode) version.path("reports").path(number.asInt()));
        });
  }
}
