package io.partita.drum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Number for number what the original pipeline makes of real files and of odd ones. */
class DrumGridGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void oddFiles(int bars) throws Exception {
    Path folder = SharedData.file("golden/midi/drums");
    List<String> lines = Files.readAllLines(folder.resolve("slices-" + bars + "bar.jsonl"), UTF_8);
    assertThat(lines).hasSize(6);
    for (String line : lines) {
      JsonNode expected = JSON.readTree(line);
      byte[] bytes = Files.readAllBytes(folder.resolve(expected.get("file").asText()));
      check(expected, bytes, bars);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void filesOfGroove(int bars) throws Exception {
    Path shared = SharedData.file("");
    Path golden = shared.resolve("golden/midi/drum-slices-" + bars + "bar.jsonl");
    List<String> lines = Files.readAllLines(golden, UTF_8);
    assertThat(lines).hasSize(12);
    try (ZipFile groove = new ZipFile(shared.resolve("data/groove.zip").toFile())) {
      for (String line : lines) {
        JsonNode expected = JSON.readTree(line);
        check(expected, bytes(groove, expected.get("file").asText()), bars);
      }
    }
  }

  /** The published numbers of windows, and of those unique in their piece, over the whole set. */
  @Test
  void allOfGroove() throws Exception {
    Map<String, List<Integer>> counts = new TreeMap<>();
    Map<String, Integer> withoutSlice = new TreeMap<>();
    Map<String, List<Integer>> padded = new TreeMap<>();
    Map<String, Integer> withoutPaddedSlice = new TreeMap<>();
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      Map<String, String> splits = splits(groove);
      assertThat(splits).hasSize(1150);
      for (Map.Entry<String, String> file : splits.entrySet()) {
        DrumGrid grid = DrumGrid.read(bytes(groove, file.getKey()));
        for (int bars : new int[] {2, 4}) {
          DrumSlices slices = grid.slices(bars);
          counts.merge(
              bars + " " + file.getValue(),
              List.of(slices.windows(), slices.slices().size()),
              (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
          if (bars == 2) {
            slices.absence().ifPresent(why -> withoutSlice.merge(why.label(), 1, Integer::sum));
            DrumSlices more = grid.paddedSlices(bars);
            padded.merge(
                file.getValue(),
                List.of(more.windows(), more.slices().size()),
                (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
            more.absence().ifPresent(why -> withoutPaddedSlice.merge(why.label(), 1, Integer::sum));
          }
        }
      }
    }
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "2 train", List.of(14_144, 13_696),
                "2 validation", List.of(1_974, 1_883),
                "2 test", List.of(2_047, 1_819),
                "4 train", List.of(13_301, 13_251),
                "4 validation", List.of(1_856, 1_836),
                "4 test", List.of(1_882, 1_768)));
    assertThat(withoutSlice.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(513);
    assertThat(withoutSlice).isEqualTo(Map.of("metre", 12, "too_short", 501));
    // 494 of the 501 files have a hit in the second half of their only bar.
    assertThat(padded)
        .isEqualTo(
            Map.of(
                "train", List.of(14_144 + 400, 13_696 + 400),
                "validation", List.of(1_974 + 55, 1_883 + 55),
                "test", List.of(2_047 + 40, 1_819 + 40)));
    assertThat(withoutPaddedSlice).isEqualTo(Map.of("metre", 12, "too_short", 501 - 494));
  }

  private static void check(JsonNode expected, byte[] bytes, int bars) throws Exception {
    DrumGrid grid = DrumGrid.read(bytes);
    DrumSlices slices = grid.slices(bars);

    assertThat(grid.durationS()).isEqualTo(expected.get("total_time_s").asDouble());
    assertThat(grid.pieces()).hasSize(expected.get("splits").size());
    assertThat(slices.windows()).isEqualTo(expected.get("n_windows").asInt());
    assertThat(slices.slices()).hasSize(expected.get("n_unique").asInt());
    for (int i = 0; i < grid.pieces().size(); i++) {
      checkPiece(expected.get("splits").get(i), grid.pieces().get(i));
      int piece = i;
      List<DrumSlice> own = slices.slices().stream().filter(s -> s.piece() == piece).toList();
      assertThat(own.stream().map(DrumGridGoldenTest::text).toList())
          .isEqualTo(firstOfEach(expected.get("splits").get(i).get("windows")));
    }
  }

  private static void checkPiece(JsonNode expected, DrumPiece piece) {
    assertThat(piece.startS()).isEqualTo(expected.get("start_s").asDouble());
    assertThat(piece.endS()).isEqualTo(expected.get("end_s").asDouble());
    assertThat(piece.qpm()).isEqualTo(expected.get("qpm").asDouble());
    assertThat(piece.numerator()).isEqualTo(expected.get("num").asInt());
    assertThat(piece.denominator()).isEqualTo(expected.get("den").asInt());
    assertThat(piece.hasCommonBars()).isEqualTo(expected.get("skipped").isNull());
    List<String> stretches = new ArrayList<>();
    expected
        .get("tracks")
        .forEach(track -> stretches.add(track.get("start_step") + " " + track.get("len")));
    assertThat(piece.stretches().stream().map(s -> s.startStep() + " " + s.masks().length).toList())
        .isEqualTo(stretches);
  }

  private static String text(DrumSlice slice) {
    return slice.startStep() + " " + Arrays.toString(slice.steps()).replace(" ", "");
  }

  /** Windows as start and steps, each of the steps only once. */
  private static List<String> firstOfEach(JsonNode windows) {
    Set<String> seen = new HashSet<>();
    List<String> first = new ArrayList<>();
    for (JsonNode window : windows) {
      if (seen.add(window.get(1).toString())) {
        first.add(window.get(0) + " " + window.get(1));
      }
    }
    return first;
  }

  /** From path in the archive to split, by the set's own list. */
  private static Map<String, String> splits(ZipFile groove) throws IOException {
    Map<String, String> splits = new LinkedHashMap<>();
    List<String> lines =
        new String(bytes(groove, "groove/info.csv"), UTF_8).lines().skip(1).toList();
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      splits.put("groove/" + cells[7], cells[10]);
    }
    return splits;
  }

  private static byte[] bytes(ZipFile archive, String path) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(path))) {
      return in.readAllBytes();
    }
  }
}
