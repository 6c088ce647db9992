package io.partita.lake.run;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.Naming.naming;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame of commands that make tables from those of a data set, without Spark. */
class DerivedRunTest {
  private static final String SONGS = "songs";

  @TempDir private Path folder;
  private Lake lake;

  private record Report(@JsonUnwrapped RunHeader run, long slices) {}

  @BeforeEach
  void ingest() throws IOException {
    lake = Lake.at(folder.resolve("lake").toString(), new Configuration());
    publish("one");
  }

  @Test
  void theHeaderSaysWhatRanOnWhat() throws IOException {
    Instant before = Instant.now();

    JsonNode report;
    try (DerivedRun run = begin(told(), this::bytes)) {
      run.ended("slice");
      report = new ObjectMapper().valueToTree(new Report(run.header(), 7));
      assertThat(report.path("run_id").asText()).isEqualTo(run.identity().runId()).hasSize(32);
      assertThat(report.path("attempt").asText()).isEqualTo(run.identity().attempt());
      assertThat(run.input()).isEqualTo(Map.of(MIDI_BYTES, new TableRun("run-one", "one")));
    }

    List<String> keys = new ArrayList<>();
    report.fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly(
            "command",
            "version",
            "run_id",
            "attempt",
            "dataset",
            "lake",
            "started_at",
            "finished_at",
            "seconds",
            "stage_seconds",
            "options",
            "inputs",
            "slices");
    assertThat(report.path("command").asText()).isEqualTo("slice-drums");
    assertThat(report.path("version").asText()).isEqualTo(Version.current());
    assertThat(report.path("dataset").asText()).isEqualTo(SONGS);
    assertThat(report.path("options").toString())
        .isEqualTo(
            "{\"with_suspects\":false,\"bars\":2,\"lake\":\"%s\",\"dataset\":\"songs\"}"
                .formatted(folder.resolve("lake")));
    assertThat(report.path("inputs").toString())
        .isEqualTo(
            "[{\"name\":\"midi_bytes\",\"path\":\"midi_bytes/dataset=songs\","
                + "\"fingerprint\":\"run-one\"}]");
    assertThat(report.path("stage_seconds").fieldNames()).toIterable().containsExactly("slice");
    Instant started = Instant.parse(report.path("started_at").asText());
    Instant finished = Instant.parse(report.path("finished_at").asText());
    assertThat(List.of(before, started, finished, Instant.now())).isSorted();
    assertThat(report.path("seconds").asDouble())
        .isEqualTo(Duration.between(started, finished).toMillis() / 1e3);
    assertThat(report.path("slices").asLong()).isEqualTo(7);
  }

  @Test
  void whatTheRunIsToldAndReadsNamesIt() throws IOException {
    String first = runId(told());
    assertThat(runId(told())).isEqualTo(first);
    assertThat(runId(told().other("--bars", 4))).isEqualTo(first);
    assertThat(runId(told().decisive("--with-suspects", true))).isNotEqualTo(first);

    publish("two");
    assertThat(runId(told())).isNotEqualTo(first);
  }

  @Test
  void aRunThatWasOvertakenSaysSoAndGivesTheLockBack() throws IOException {
    List<TableRun> seen = new ArrayList<>();
    DerivedRun.Input overtaken =
        from -> {
          Map<LakeTable, TableRun> now = bytes(from);
          if (seen.isEmpty()) {
            publish("two");
          }
          seen.addAll(now.values());
          return now;
        };

    assertThatThrownBy(() -> begin(told(), overtaken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("songs");

    assertThat(seen)
        .containsExactly(new TableRun("run-one", "one"), new TableRun("run-two", "two"));
    publish("three");
    assertThat(lake.run(SONGS, MIDI_BYTES)).isEqualTo(new TableRun("run-three", "three"));
  }

  @Test
  void theSameIngestAgainIsAChangeToo() {
    List<Integer> looks = new ArrayList<>();
    DerivedRun.Input again =
        from -> {
          looks.add(looks.size());
          return Map.of(MIDI_BYTES, new TableRun("run", "attempt-" + looks.size()));
        };

    assertThatThrownBy(() -> begin(told(), again))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("songs");
    assertThat(looks).hasSize(2);
  }

  @Test
  void whatFailsLeavesNoLock() throws IOException {
    List<Integer> looks = new ArrayList<>();
    DerivedRun.Input gone =
        from -> {
          looks.add(looks.size());
          if (looks.size() > 1) {
            throw new UserException(Mistake.NO_SUCH_TABLE, "gone");
          }
          return bytes(from);
        };

    assertThatMistake(() -> begin(told(), gone)).is(Mistake.NO_SUCH_TABLE).names("gone");
    assertThatThrownBy(
            () -> {
              try (DerivedRun run = begin(told(), this::bytes)) {
                throw new IllegalStateException(run.dataset());
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("songs");

    publish("two");
    assertThat(lake.run(SONGS, MIDI_BYTES)).isEqualTo(new TableRun("run-two", "two"));
  }

  @Test
  void nobodyElseWritesTheDataSetMeanwhile() throws IOException {
    try (DerivedRun run = begin(told(), this::bytes)) {
      assertThatThrownBy(() -> begin(told(), this::bytes))
          .isInstanceOf(IOException.class)
          .message()
          .is(naming("slice drums", "pid", ProcessHandle.current().pid()));
      assertThat(run.lake()).isSameAs(lake);
    }
  }

  private static RunOptions told() {
    return new RunOptions("slice-drums").decisive("--with-suspects", false).other("--bars", 2);
  }

  private String runId(RunOptions told) throws IOException {
    try (DerivedRun run = begin(told, this::bytes)) {
      return run.identity().runId();
    }
  }

  private DerivedRun begin(RunOptions told, DerivedRun.Input input) throws IOException {
    return DerivedRun.begin(told, lake, folder.resolve("lake").toString(), SONGS, input);
  }

  private Map<LakeTable, TableRun> bytes(Lake from) throws IOException {
    return Map.of(MIDI_BYTES, from.run(SONGS, MIDI_BYTES));
  }

  /** Another version of the data set, without rows. */
  private void publish(String version) throws IOException {
    try (Publication publication =
        Publication.begin(lake, SONGS, "run-" + version, version, "ingest-midi", false)) {
      for (LakeTable table : List.of(MIDI_FILES, MIDI_BYTES)) {
        publication
            .staged(table)
            .getFileSystem(new Configuration())
            .mkdirs(publication.staged(table));
      }
      publication.publish(
          List.of(MIDI_FILES, MIDI_BYTES),
          List.of(),
          Map.of("run_id", "run-" + version, "attempt", version));
    }
  }
}
