package io.partita.melody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.SharedData;
import io.partita.grid.StepGrid;
import io.partita.grid.StepPiece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Number for number what the original pipeline makes of real files and of odd ones. */
class MelodyGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void melodies(int bars) throws Exception {
    List<JsonNode> files = golden("melody-slices-" + bars + "bar");
    int slicesOfAll = 0;
    for (JsonNode expected : files) {
      StepGrid grid = grid(expected);
      MelodySlices slices = MelodySlices.of(grid, bars);

      String file = expected.get("file").asText();
      assertThat(slices.windows()).as(file).isEqualTo(expected.get("n_windows").asInt());
      assertThat(slices.slices()).as(file).hasSize(expected.get("n_unique").asInt());
      assertThat(slices.absence().isPresent()).as(file).isEqualTo(slices.slices().isEmpty());
      for (int i = 0; i < grid.pieces().size(); i++) {
        check(expected.get("splits").get(i), slices, i, bars == 2);
      }
      slicesOfAll += slices.slices().size();
    }
    assertThat(slicesOfAll).isEqualTo(bars == 2 ? 1501 : 1298);
  }

  @Test
  void trios() throws Exception {
    int windowsOfAll = 0;
    for (JsonNode expected : golden("trio-slices-16bar")) {
      StepGrid grid = grid(expected);
      TrioSlices slices = TrioSlices.of(grid);

      String file = expected.get("file").asText();
      assertThat(slices.windows()).as(file).isEqualTo(expected.get("n_windows").asInt());
      assertThat(slices.slices().stream().map(TrioSlice::hash).distinct())
          .as(file)
          .hasSize(expected.get("n_unique").asInt());
      assertThat(slices.absence().isPresent()).as(file).isEqualTo(slices.slices().isEmpty());
      for (int i = 0; i < grid.pieces().size(); i++) {
        int piece = i;
        JsonNode split = expected.get("splits").get(i);
        List<TrioSlice> own = slices.slices().stream().filter(s -> s.piece() == piece).toList();
        assertThat(own.stream().map(MelodyGoldenTest::text))
            .as(file)
            .containsExactlyElementsOf(texts(split.path("windows")));
        if (!own.isEmpty()) {
          assertThat(split.get("first").toString())
              .isEqualTo(
                  Stream.of(
                          own.get(0).melodyLabels(),
                          own.get(0).bassLabels(),
                          own.get(0).drumMasks())
                      .map(MelodyGoldenTest::joined)
                      .collect(Collectors.joining("],[", "[[", "]]")));
        }
      }
      windowsOfAll += slices.windows();
    }
    assertThat(windowsOfAll).isEqualTo(627);
  }

  private static void check(JsonNode split, MelodySlices slices, int piece, boolean inFull) {
    List<MelodySlice> own = slices.slices().stream().filter(s -> s.piece() == piece).toList();
    List<String> labels =
        own.stream()
            .map(slice -> joined(slice.labels()))
            .map(text -> inFull ? "[" + text + "]" : sha1(text))
            .toList();
    assertThat(labels)
        .containsExactlyElementsOf(texts(split.path(inFull ? "unique" : "unique_sha1")));

    // Each stands where its piece has it first.
    Set<String> seen = new TreeSet<>();
    List<String> first = new ArrayList<>();
    for (JsonNode window : split.path("windows")) {
      if (seen.add(text(window.get(2)))) {
        first.add(window.get(0) + " " + window.get(1) + " " + text(window.get(2)));
      }
    }
    assertThat(
            IntStream.range(0, own.size())
                .mapToObj(
                    i ->
                        own.get(i).instrument()
                            + " "
                            + own.get(i).startStep()
                            + " "
                            + labels.get(i)))
        .containsExactlyInAnyOrderElementsOf(first);
  }

  private static StepGrid grid(JsonNode expected) throws Exception {
    String file = expected.get("file").asText();
    Path shared = SharedData.file("");
    StepGrid grid =
        StepGrid.read(
            Files.readAllBytes(
                shared.resolve(file.startsWith("edge/") ? "golden/midi/" + file : file)));

    assertThat(grid.durationS()).as(file).isEqualTo(expected.get("total_time_s").asDouble());
    JsonNode splits = expected.path("splits");
    assertThat(grid.pieces()).as(file).hasSize(splits.size());
    for (int i = 0; i < grid.pieces().size(); i++) {
      StepPiece piece = grid.pieces().get(i);
      JsonNode split = splits.get(i);
      assertThat(piece.startS()).as(file).isEqualTo(split.get("start_s").asDouble());
      assertThat(piece.endS()).as(file).isEqualTo(split.get("end_s").asDouble());
      assertThat(piece.qpm()).as(file).isEqualTo(split.get("qpm").asDouble());
      assertThat(piece.metre()).as(file).isEqualTo(split.get("num") + "/" + split.get("den"));
      assertThat(piece.hasCommonBars()).as(file).isEqualTo(split.get("skipped").isNull());
    }
    return grid;
  }

  private static List<JsonNode> golden(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    Path golden = SharedData.file("golden/midi/golden-" + name + ".jsonl");
    for (String line : Files.readAllLines(golden, UTF_8)) {
      lines.add(JSON.readTree(line));
    }
    assertThat(lines).hasSize(64);
    return lines;
  }

  private static String text(TrioSlice slice) {
    String steps =
        joined(slice.melodyLabels())
            + ";"
            + joined(slice.bassLabels())
            + ";"
            + joined(slice.drumMasks());
    return "["
        + slice.melody().instrument()
        + ","
        + slice.bass().instrument()
        + ","
        + slice.drums().instrument()
        + ","
        + slice.startBar()
        + ",\""
        + sha1(steps)
        + "\"]";
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(MelodyGoldenTest::text).toList();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static String joined(int[] labels) {
    return Arrays.stream(labels).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  private static String sha1(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
