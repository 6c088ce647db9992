package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.PartitaRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs of {@code check --json}, and what their reports say. */
final class CheckRuns {
  private CheckRuns() {}

  static PartitaRun check(Path lake, String dataset, Object... more) {
    List<Object> line =
        new ArrayList<>(List.of("check", "--lake", lake, "--dataset", dataset, "--json"));
    line.addAll(Arrays.asList(more));
    return PartitaRun.of(line.toArray());
  }

  /** The failed checks of a run that must have some, as "check table: found". */
  static List<String> failed(PartitaRun run) {
    JsonNode report = run.exits(3).jsonWhateverTheExit();
    List<String> failed = failed(report.path("checks"));
    assertThat(report.path("failed").asInt()).isEqualTo(failed.size());
    return failed;
  }

  static List<String> failed(JsonNode checks) {
    List<String> failed = new ArrayList<>();
    for (JsonNode check : checks) {
      if (!check.path("ok").asBoolean()) {
        failed.add(name(check) + ": " + check.path("found").asText());
      }
    }
    return failed;
  }

  static List<String> names(JsonNode checks) {
    List<String> names = new ArrayList<>();
    checks.forEach(check -> names.add(name(check)));
    return names;
  }

  private static String name(JsonNode check) {
    return check.path("check").asText() + " " + check.path("table").asText("");
  }

  static String cell(JsonNode checks, String name, String column) {
    for (JsonNode check : checks) {
      if (name(check).equals(name)) {
        return check.path(column).asText();
      }
    }
    throw new AssertionError("There is no check " + name + " in " + names(checks));
  }

  static Path table(Path lake, String table, String dataset) {
    return lake.resolve(table + "/dataset=" + dataset);
  }
}
