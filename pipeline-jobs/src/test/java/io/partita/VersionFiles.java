package io.partita;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

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

  /**
   * Makes the newest version list what the plain folders hold, whatever a test has done to them.
   * Tables without a folder are in it no more.
   */
  public static void relist(Path lake, String dataset) {
    edit(
        lake,
        dataset,
        version -> {
          ObjectNode tables = (ObjectNode) version.path("tables");
          List<String> names = new ArrayList<>();
          tables.fieldNames().forEachRemaining(names::add);
          for (String name : names) {
            Path folder = lake.resolve(name + "/dataset=" + dataset);
            if (Files.exists(folder)) {
              relist(lake, folder, ((ObjectNode) tables.path(name)).putArray("files"));
            } else {
              tables.remove(name);
            }
          }
        });
  }

  private static void relist(Path lake, Path folder, ArrayNode files) {
    try {
      for (Path file : ParquetFiles.below(folder)) {
        files
            .addObject()
            .put("path", lake.relativize(file).toString())
            .put("bytes", Files.size(file))
            .put("rows", rows(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long rows(Path file) {
    try {
      return DuckDb.number("SELECT count(*) FROM read_parquet('" + file + "')");
    } catch (IllegalStateException e) {
      return 0; // damaged
    }
  }

  /** Gives the files of the newest version their plain folders, which a copy from HDFS lacks. */
  public static void mirror(Path lake, String dataset) {
    edit(
        lake,
        dataset,
        version ->
            version
                .path("tables")
                .fields()
                .forEachRemaining(
                    table -> mirror(lake, dataset, table.getKey(), table.getValue())));
  }

  private static void mirror(Path lake, String dataset, String table, JsonNode content) {
    try {
      Path folder = Files.createDirectories(lake.resolve(table + "/dataset=" + dataset));
      for (JsonNode file : content.path("files")) {
        Path from = lake.resolve(file.path("path").asText());
        String partition = from.getParent().getFileName().toString();
        boolean isPartition = partition.contains("=") && !partition.startsWith("dataset=");
        Path to = isPartition ? folder.resolve(partition) : folder;
        Path link = Files.createDirectories(to).resolve(from.getFileName());
        if (!Files.exists(link)) {
          Files.createLink(link, from);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves of a data set what an earlier version of Partita would have published. */
  public static void unlift(Path lake, String dataset) throws IOException {
    FileUtils.deleteDirectory(lake.resolve("_partita/" + dataset + "/versions").toFile());
    FileUtils.deleteDirectory(lake.resolve("_partita/" + dataset + "/files").toFile());
  }
}
