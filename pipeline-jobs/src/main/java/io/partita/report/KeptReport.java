package io.partita.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.StatisticsInput;
import io.partita.lake.file.Json;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.run.UnchangedRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;

/**
 * What the pages of a report are of: the files of the lake, and those of the models whose trainings
 * they show. It is kept beside the pages.
 */
final class KeptReport {
  private static final String FILE = "state.json";

  private final RunOptions told;
  private final Lake lake;
  private final ReportSelection selection;
  private Optional<String> tables = Optional.empty();

  KeptReport(RunOptions told, Lake lake, ReportSelection selection) {
    this.told = told;
    this.lake = lake;
    this.selection = selection;
    selection.addTo(told);
    told.decisive("lake", lake.root().toString());
  }

  /**
   * Looks at the lake as it is now. It finds nothing where statistics are missing, which the next
   * run counts, or a file is.
   */
  void look() throws IOException {
    StringBuilder read = new StringBuilder();
    for (Map.Entry<String, Map<LakeTable, LakeVersion.Table>> dataset :
        selection.of(lake).entrySet()) {
      String name = dataset.getKey();
      Optional<String> files = lake.stamp(name, table -> true);
      boolean isCounted =
          !selection.isCounting()
              || (dataset.getValue().containsKey(LakeTable.STATISTICS)
                  && StatisticsInput.changedSince(lake, name).isEmpty());
      if (files.isEmpty() || !isCounted) {
        tables = Optional.empty();
        return;
      }
      read.append('\n').append(files.get());
    }
    tables = Optional.of(read.toString());
  }

  /** Ends a run whose pages are there. */
  void endIfSame(Path out) throws IOException {
    if (!Files.isRegularFile(out.resolve(FILE))) {
      return;
    }
    JsonNode kept;
    try {
      kept = Json.MAPPER.readTree(Files.readAllBytes(out.resolve(FILE)));
    } catch (JsonProcessingException e) {
      return;
    }
    List<String> models = new ArrayList<>();
    kept.path("models").forEach(model -> models.add(model.asText()));
    look();
    Optional<String> state = state(models);
    Path index = out.resolve(HtmlReport.INDEX);
    if (state.isPresent() && Files.exists(index)) {
      JsonNode files = Json.MAPPER.valueToTree(Map.of("files", List.of(index.toString())));
      UnchangedRun.Earlier earlier = new UnchangedRun.Earlier(kept.path("state").asText(), files);
      UnchangedRun.endIfSame(told, state.get(), out.toString(), () -> Optional.of(earlier));
    }
  }

  /**
   * Notes what pages are of that are about to be published: of the lake at the last {@link #look}.
   *
   * @param site their folder
   */
  void keep(Path site, List<DatasetContent> shown) throws IOException {
    TreeSet<String> models = new TreeSet<>();
    for (DatasetContent dataset : shown) {
      dataset.trainings().forEach(training -> models.add(training.model()));
    }
    Optional<String> state = state(models);
    if (state.isPresent()) {
      Files.write(
          site.resolve(FILE),
          Json.MAPPER.writeValueAsBytes(Map.of("state", state.get(), "models", models)));
    }
  }

  private Optional<String> state(Iterable<String> models) throws IOException {
    if (tables.isEmpty()) {
      return tables;
    }
    StringBuilder read = new StringBuilder(tables.get());
    for (String model : models) {
      read.append("\nmodel ").append(model).append(stamp(model));
    }
    return Optional.of(RunIdentity.state(told, read.toString()));
  }

  private static String stamp(String model) throws IOException {
    ModelFolder folder = ModelFolder.at(model, Spark.hadoopConfiguration());
    StringBuilder files = new StringBuilder();
    try {
      for (FileStatus file :
          folder.path().getFileSystem(Spark.hadoopConfiguration()).listStatus(folder.path())) {
        files.append(' ').append(file.getPath().getName()).append(' ').append(file.getLen());
        files.append(' ').append(file.getModificationTime());
      }
    } catch (FileNotFoundException e) {
      return "";
    }
    return files.toString();
  }
}
