package io.partita.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.drum.PerformanceSlice;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Performances of a small data set: the core's rows, at any parallelism. */
@InTurn
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("spark")
class SlicePerformancesTest {
  @TempDir private static Path folder;
  private static SortedMap<String, byte[]> members;
  private static JsonNode first;

  @BeforeAll
  static void ingestAndSlice() throws Exception {
    members = members();
    InputArchives.write(folder.resolve("beats.zip"), members);
    PartitaRun.of("ingest-midi", "--input", folder.resolve("beats.zip"), "--lake", lake()).exits(0);
    first = PartitaRun.on("local[1]", arguments(2, "--map", "roland", "--json")).json();
  }

  @Test
  @Order(1)
  void notesAreAccountedFor() {
    assertThat(first.path("files").asInt()).isEqualTo(3);
    assertThat(first.path("files_without_slices").asInt()).isEqualTo(1);
    assertThat(first.path("reasons").toString()).isEqualTo("{\"metre\":1}");
    assertThat(first.path("drum_map").asText()).isEqualTo("roland");
    assertThat(first.path("merged_hits").asInt()).isEqualTo(2);
    assertThat(first.path("dropped_hits").asInt()).isEqualTo(1);
    assertThat(first.has("roland_hits")).isFalse();
  }

  @Test
  @Order(2)
  void theRowsAreThoseOfTheCoreAtAnyParallelism() throws Exception {
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : members.entrySet()) {
      DrumGrid grid = DrumGrid.read(file.getValue(), DrumMap.ROLAND);
      for (PerformanceSlice slice : grid.performances(2, false).slices()) {
        expected.add(
            String.join(
                " ",
                file.getKey(),
                String.valueOf(slice.startStep()),
                String.valueOf(slice.qpm()),
                Arrays.toString(slice.played().masks()),
                Arrays.toString(slice.played().velocities()),
                String.valueOf(Arrays.hashCode(slice.played().offsets())),
                slice.played().hitsHash()));
      }
    }
    assertThat(rows()).isEqualTo(expected).hasSizeGreaterThan(10);

    for (String cores : List.of("local[2]", "local[7]")) {
      List<String> before = rows();
      PartitaRun.on(cores, arguments(2, "--map", "roland", "--again")).exits(0).says(2, "louder");
      assertThat(rows()).isEqualTo(before);
    }
  }

  @Test
  @Order(3)
  void repeatedScoresCanBeLeftOut() {
    PartitaRun.of(arguments(4, "--map", "roland", "--unique-hits"))
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("beats", "rows of drum_performances", "--unique-hits", "--replace");
    JsonNode unique =
        PartitaRun.of(arguments(4, "--map", "roland", "--unique-hits", "--replace", "--json"))
            .json();
    assertThat(sum(unique, "windows")).isGreaterThan(sum(unique, "slices"));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("drum_performances")))
        .as("those of the other length came by other options")
        .isEqualTo(sum(unique, "slices"));
  }

  @Test
  @Order(4)
  void mistakesAreTold() {
    PartitaRun.of(arguments(3)).mistake(Mistake.BAD_OPTION).names("--bars", "2", "4", "3");
  }

  private static long sum(JsonNode report, String count) {
    long sum = 0;
    for (JsonNode split : report.path("splits")) {
      sum += split.path(count).asLong();
    }
    return sum;
  }

  private static Object[] arguments(int bars, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "slice", "performances", "--lake", lake(), "--dataset", "beats", "--bars", bars));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  private static List<String> rows() throws Exception {
    List<String> rows = new ArrayList<>();
    for (List<Object> row :
        DuckDb.rows(
            "SELECT concat_ws(' ', path, start_step, qpm, steps, velocities), offsets, hits_hash"
                + " FROM "
                + table("drum_performances")
                + " WHERE bars = 2")) {
      Object[] boxed = (Object[]) ((java.sql.Array) row.get(1)).getArray();
      float[] offsets = new float[boxed.length];
      for (int i = 0; i < boxed.length; i++) {
        offsets[i] = (Float) boxed[i];
      }
      rows.add(row.get(0) + " " + Arrays.hashCode(offsets) + " " + row.get(2));
    }
    return rows;
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "beats");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static SortedMap<String, byte[]> members() {
    SortedMap<String, byte[]> members = new TreeMap<>();
    ScoreBuilder beat = beat(8, 16, 1);
    beat.note(0, 9, 0, 36, 20, 2, 4); // beside a louder kick
    beat.note(0, 9, 0, 36, 21, 4 * 24 + 3, 4 * 24 + 9);
    beat.note(0, 9, 0, 100, 80, 0, 1); // of no class
    members.put("beats/a.mid", MidiWriter.write(beat.build()));
    ScoreBuilder loop = Score.builder(Division.ppq(96)).tempo(0, 600_000);
    for (int step = 0; step < 16 * 8; step += 4) {
      loop.note(0, 9, 0, 36, 60 + step % 50, step * 24L + step % 7, step * 24L + 12);
    }
    members.put("beats/loop.mid", MidiWriter.write(loop.build()));
    members.put("beats/waltz.mid", MidiWriter.write(beat(8, 12, 4).timeSignature(0, 3, 4).build()));
    return members;
  }

  /** Kick on every beat, and toms by chance, off the grid by some ticks. */
  private static ScoreBuilder beat(int bars, int stepsInABar, int seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    ScoreBuilder score = Score.builder(Division.ppq(96));
    for (int step = 0; step < bars * stepsInABar; step++) {
      if (step % 4 == 0) {
        score.note(0, 9, 0, 36, 80, step * 24L, step * 24L + 12);
      }
      if (dice.nextInt(3) == 0) {
        long tick = step * 24L + dice.nextInt(11);
        score.note(0, 9, 0, 45 + 3 * dice.nextInt(2), dice.nextInt(1, 128), tick, tick + 6);
      }
    }
    return score;
  }
}
