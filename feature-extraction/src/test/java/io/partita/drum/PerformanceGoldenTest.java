package io.partita.drum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Sha256;
import io.partita.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Number for number what an independent reader makes of Groove by Roland's map. */
class PerformanceGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void filesOfTrainAndValidation() throws Exception {
    Path golden = SharedData.file("golden/groovae/golden-performances.jsonl");
    List<String> lines = Files.readAllLines(golden, UTF_8);
    assertThat(lines).hasSize(551);
    int slices = 0;
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      for (String line : lines) {
        slices += check(JSON.readTree(line), groove);
      }
    }
    assertThat(slices).isEqualTo(18_592);
  }

  @Test
  void allOfGroove() throws Exception {
    Map<String, Integer> slices = new TreeMap<>();
    int notes = 0;
    int merged = 0;
    int dropped = 0;
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      String catalog = new String(bytes(groove, "groove/info.csv"), UTF_8);
      for (String line : catalog.lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        DrumGrid grid = DrumGrid.read(bytes(groove, "groove/" + cells[7]), DrumMap.ROLAND);
        DrumPiece piece = grid.pieces().get(0);
        if (piece.hasCommonBars()) {
          notes += piece.played().size() + piece.played().merged();
          merged += piece.played().merged();
          dropped += grid.droppedHits();
          slices.merge(cells[10], grid.performances(2, false).slices().size(), Integer::sum);
        }
      }
    }
    assertThat(slices).isEqualTo(Map.of("train", 16_537, "validation", 2_055, "test", 2_084));
    assertThat(notes).isEqualTo(433_605);
    assertThat(merged).isEqualTo(30_357);
    assertThat(dropped).isZero();
  }

  private static int check(JsonNode expected, ZipFile groove) throws Exception {
    String file = expected.get("file").asText();
    DrumGrid grid = DrumGrid.read(bytes(groove, "groove/" + file), DrumMap.ROLAND);
    PlayedHits played = grid.pieces().get(0).played();
    List<PerformanceSlice> slices = grid.performances(2, false).slices();
    assertThat(played.length()).as(file).isEqualTo(expected.get("steps").asLong());
    assertThat(grid.pieces().get(0).qpm()).isBetween(bpm(expected) - 0.01, bpm(expected) + 0.01);
    assertThat(slices).as(file).hasSize(expected.get("slices").asInt());
    MessageDigest hits = Sha256.begin();
    MessageDigest velocities = Sha256.begin();
    MessageDigest offsets = Sha256.begin();
    for (PerformanceSlice slice : slices) {
      int cells = 32 * DrumClass.COUNT;
      ByteBuffer offset = ByteBuffer.allocate(cells * 2).order(ByteOrder.LITTLE_ENDIAN);
      for (int cell = 0; cell < cells; cell++) {
        int step = cell / DrumClass.COUNT;
        int drum = cell % DrumClass.COUNT;
        hits.update((byte) (slice.played().isHit(step, drum) ? 1 : 0));
        velocities.update((byte) slice.played().velocity(step, drum));
        offset.putShort((short) Math.round(slice.played().offset(step, drum) * 20_000.0));
      }
      offsets.update(offset.array());
    }
    assertThat(Sha256.end(hits)).as(file).isEqualTo(expected.get("hits_sha256").asText());
    assertThat(Sha256.end(velocities)).as(file).isEqualTo(expected.get("velocity_sha256").asText());
    assertThat(Sha256.end(offsets)).as(file).isEqualTo(expected.get("offset_sha256").asText());
    if (expected.has("cells")) {
      checkCells(expected.get("cells"), played);
    }
    return slices.size();
  }

  private static void checkCells(JsonNode expected, PlayedHits played) {
    assertThat(played.size()).isEqualTo(expected.size());
    DrumPerformance whole = played.slice(0, (int) played.length());
    for (JsonNode cell : expected) {
      int step = cell.get(0).asInt();
      int drum = cell.get(1).asInt();
      assertThat(whole.velocity(step, drum)).isEqualTo(cell.get(2).asInt());
      assertThat(2.0 * whole.offset(step, drum))
          .isBetween(cell.get(3).asDouble() - 1e-6, cell.get(3).asDouble() + 1e-6);
    }
  }

  private static double bpm(JsonNode expected) {
    return expected.get("bpm").asDouble();
  }

  private static byte[] bytes(ZipFile archive, String path) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(path))) {
      return in.readAllBytes();
    }
  }
}
