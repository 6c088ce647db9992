package io.partita.slices;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodyScore;
import io.partita.melody.MelodySlice;
import io.partita.melody.MelodySlices;
import io.partita.melody.TrioSlice;
import io.partita.melody.TrioSlices;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One small data set on its way: its melodies of 2 bars, then of 16, its trios, and again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("spark")
class SliceMelodiesTest {

  private static final String CATALOG =
      """
      midi_filename,split
      band.mid,train
      tune.mid,validation
      """;

  @TempDir private static Path folder;
  private static SortedMap<String, byte[]> members;
  private static JsonNode melodies;
  private static JsonNode trios;

  @BeforeAll
  static void ingestAndSlice() throws Exception {
    members = members();
    InputArchives.write(folder.resolve("songs.zip"), members);
    Files.writeString(folder.resolve("songs.csv"), CATALOG);
    ingest();
    melodies = PartitaRun.of(arguments("slice-melodies", 2)).json();
    trios = PartitaRun.of(arguments("slice-trios", 16)).json();
  }

  @Test
  @Order(1)
  void everyFileIsAccountedFor() {
    assertThat(melodies.path("files").asInt()).isEqualTo(7);
    assertThat(melodies.path("reasons").toString())
        .isEqualTo("{\"metre\":1,\"only_drums\":1,\"program\":1,\"rejected\":1,\"too_short\":1}");
    assertThat(melodies.path("dropped_notes").asInt()).isPositive();
    assertThat(melodies.has("dropped_hits")).isFalse();
    assertEach(
        texts("SELECT path, reason, detail FROM " + table("melody_files")),
        naming("[songs/band.mid, null, null]"),
        naming("[songs/broken.mid, rejected,", "quarantine"),
        naming("[songs/cello.mid, program,", 0, 31),
        naming("[songs/jingle.mid, too_short,", 16, 32),
        naming("[songs/kit.mid, only_drums,", 9),
        naming("[songs/tune.mid, null, null]"),
        naming("[songs/waltz.mid, metre,", "3/4"));
  }

  @Test
  @Order(2)
  void everyFileWithoutATrioIsAccountedFor() {
    assertThat(trios.path("files_without_slices").asInt()).isEqualTo(6);
    assertThat(trios.path("reasons").toString())
        .isEqualTo("{\"no_drums\":4,\"no_melody\":1,\"rejected\":1}");
    assertThat(trios.has("dropped_notes")).isFalse();
    assertThat(
            texts(
                "SELECT path, n_melodies, n_basses, n_drums, n_slices FROM " + table("trio_files")))
        .contains("[songs/band.mid, 1, 1, 1, 3]", "[songs/kit.mid, 0, 0, 1, 0]");
  }

  @Test
  @Order(3)
  void theSlicesAreThoseOfEachFile() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String path : List.of("songs/band.mid", "songs/tune.mid")) {
      MelodySlices.of(StepGrid.read(members.get(path)), 2).slices().stream()
          .sorted(
              Comparator.comparingInt(MelodySlice::instrument)
                  .thenComparingLong(MelodySlice::startStep))
          .map(slice -> text(path, slice))
          .forEach(expected::add);
    }
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', path, split, piece, instrument, start_step, labels,"
                    + " slice_hash) FROM "
                    + table("melody_slices")))
        .isEqualTo(expected)
        .hasSizeGreaterThan(10);

    List<TrioSlice> band = TrioSlices.of(StepGrid.read(members.get("songs/band.mid"))).slices();
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', path, split, bars, piece, melody_instrument,"
                    + " bass_instrument, drum_instrument, start_bar, melody, bass, drums,"
                    + " slice_hash) FROM "
                    + table("trio_slices")))
        .isEqualTo(band.stream().map(SliceMelodiesTest::text).toList())
        .hasSize(3);
  }

  @InTurn
  @Test
  @Order(4)
  void aRunReplacesMelodiesOfItsOwnLengthOnlyHoweverItsInputIsDealtOut() throws Exception {
    List<String> ofTwoBars = rows("melody_slices", "bars = 2");
    PartitaRun sixteen =
        PartitaRun.of("slice-melodies", "--lake", lake(), "--dataset", "songs", "--bars", 16)
            .exits(0);
    sixteen.says("songs", 16, "bars").says(4, 7, "files").says("A0", "C8");
    List<String> ofSixteenBars = rows("melody_slices", "bars = 16");
    List<String> ofTrios = rows("trio_slices", "true");

    assertThat(again("local[7]", "slice-melodies", 2).json().path("run_id"))
        .isEqualTo(melodies.path("run_id"));
    assertThat(again("local[1]", "slice-trios", 16).json().path("run_id"))
        .isEqualTo(trios.path("run_id"));
    assertThat(rows("melody_slices", "bars = 2")).isEqualTo(ofTwoBars).isNotEmpty();
    assertThat(rows("melody_slices", "bars = 16")).isEqualTo(ofSixteenBars).isNotEmpty();
    assertThat(rows("trio_slices", "true")).isEqualTo(ofTrios).isNotEmpty();
  }

  @InTurn
  @Test
  @Order(5)
  void melodiesOfAnotherVersionOfPartitaDoNotStayBesideNewOnes() throws Exception {
    PartitaRun.of(arguments("slice-melodies", 16)).exits(0);
    VersionFiles.editReport(
        lake(), "songs", "melody_slices", report -> report.put("version", "0.0.1-earlier"));

    String line = "slice-melodies --lake {} --dataset songs --bars 2 --again";
    PartitaRun.line(line, lake())
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("songs", "rows of melody_slices", "Partita 0.0.1-earlier", "--replace");
    assertThat(rows("melody_slices", "bars = 2")).isNotEmpty();

    PartitaRun.line(line + " --replace", lake()).exits(0).warns("songs", "melody_slices");

    assertThat(rows("melody_slices", "bars = 16")).isEmpty();
    assertThat(rows("trio_slices", "true")).isNotEmpty();
  }

  @InTurn
  @Test
  @Order(6)
  void aSplitIsDealtToThemAndANewIngestDropsThem() throws Exception {
    PartitaRun.line("split --lake {} --dataset songs --ratios 50/20/30 --by content", lake())
        .exits(0);
    for (String slices : List.of("melody_slices", "trio_slices", "melody_files", "trio_files")) {
      assertThat(
              DuckDb.number(
                  "SELECT count(*) FROM "
                      + table(slices)
                      + " s JOIN "
                      + table("midi_sources")
                      + " m USING (source, path) WHERE s.split IS DISTINCT FROM m.split"))
          .as(slices)
          .isZero();
    }

    ingest();
    for (String gone : List.of("melody_slices", "trio_slices", "melody_files", "trio_files")) {
      assertThat(lake().resolve(gone + "/dataset=songs")).doesNotExist();
    }
  }

  @Test
  @Order(7)
  void mistakesAreTold() throws Exception {
    PartitaRun.of(arguments("slice-melodies", 4))
        .mistake(Mistake.BAD_OPTION)
        .names("--bars", "2", "16", "4");
    PartitaRun.of(arguments("slice-trios", 2))
        .mistake(Mistake.BAD_OPTION)
        .names("--bars", "16", "2");

    // As ingest-midi --no-bytes leaves it.
    VersionFiles.remove(lake(), "songs", "midi_bytes");
    PartitaRun.of(arguments("slice-trios", 16))
        .mistake(Mistake.NOT_PREPARED)
        .names("songs", "slice trios", "--no-bytes");
  }

  private static void ingest() {
    PartitaRun.line(
            "ingest-midi --again --input {} --lake {} --catalog {}",
            folder.resolve("songs.zip"),
            lake(),
            folder.resolve("songs.csv"))
        .exits(0);
  }

  private static PartitaRun again(String master, String command, int bars) {
    return PartitaRun.on(
        master, Stream.concat(Stream.of(arguments(command, bars)), Stream.of("--again")).toArray());
  }

  private static Object[] arguments(String command, int bars) {
    return new Object[] {command, "--lake", lake(), "--dataset", "songs", "--bars", bars, "--json"};
  }

  private static List<String> texts(String sql) {
    return DuckDb.rows(sql + " ORDER BY path").stream().map(String::valueOf).toList();
  }

  private static List<String> rows(String name, String which) {
    return DuckDb.texts("SELECT t::VARCHAR FROM " + table(name) + " t WHERE " + which);
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "songs");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static String text(String path, MelodySlice slice) {
    return String.join(
        " ",
        path,
        path.contains("band") ? "train" : "validation",
        slice.piece() + " " + slice.instrument() + " " + slice.startStep(),
        Arrays.toString(slice.labels()),
        slice.hash());
  }

  private static String text(TrioSlice slice) {
    return String.join(
        " ",
        "songs/band.mid train 16 0 0 1 2",
        String.valueOf(slice.startBar()),
        Arrays.toString(slice.melodyLabels()),
        Arrays.toString(slice.bassLabels()),
        Arrays.toString(slice.drumMasks()),
        slice.hash());
  }

  private static SortedMap<String, byte[]> members() {
    SplittableRandom dice = new SplittableRandom(5);
    int[] melody = line(dice, 41, 18);
    int[] bass = line(dice, 17, 18);
    int[] drums = IntStream.range(0, 18 * 16).map(i -> dice.nextInt(512)).toArray();
    SortedMap<String, byte[]> members = new TreeMap<>();
    put(members, "band", MelodyScore.ofTrio(melody, bass, drums));
    put(members, "tune", MelodyScore.of(line(dice, 41, 20)));
    put(members, "jingle", MelodyScore.of(line(dice, 41, 1)));
    put(members, "kit", empty().note(0, 9, 0, 36, 80, 0, 96).build());
    put(members, "cello", empty().note(0, 0, 42, 60, 80, 0, 96 * 80).build());
    put(members, "waltz", empty().timeSignature(0, 3, 4).note(0, 0, 0, 60, 80, 0, 96 * 80).build());
    members.put("songs/broken.mid", "no music".getBytes(StandardCharsets.UTF_8));
    return members;
  }

  private static void put(SortedMap<String, byte[]> members, String name, Score score) {
    members.put("songs/" + name + ".mid", MidiWriter.write(score));
  }

  /** A note at each quarter, of a random pitch. */
  private static int[] line(SplittableRandom dice, int lowest, int bars) {
    int[] labels = new int[bars * 16];
    for (int step = 0; step < labels.length; step += 4) {
      labels[step] = lowest + dice.nextInt(12);
    }
    return labels;
  }

  private static ScoreBuilder empty() {
    return Score.builder(Division.ppq(96));
  }
}
