package io.partita.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A song in 4/4 twice: after a bar of silence, as its file says; and off its bars in a file that
 * says 1/4. Beside it a waltz, and a piano alone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("spark")
class SliceGridTest {
  private static final int STEP = 120;
  private static final int BAR = 16;

  @TempDir private static Path folder;

  @BeforeAll
  static void ingest() throws Exception {
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("pop/honest.mid", MidiWriter.write(song(4, BAR * STEP)));
    members.put("pop/moved.mid", MidiWriter.write(song(1, 1000)));
    members.put("pop/piano.mid", MidiWriter.write(piano()));
    members.put("pop/waltz.mid", MidiWriter.write(waltz()));
    InputArchives.write(folder.resolve("pop.zip"), members);
    PartitaRun.line("ingest midi --input {} --lake {}", folder.resolve("pop.zip"), lake()).exits(0);
  }

  @Test
  @Order(1)
  void aRunWithoutTheOptionsIsThatOfEarlierVersions() {
    JsonNode declared = slice("melodies", 2).json();

    assertThat(declared.path("options").has("grid")).isFalse();
    assertThat(declared.path("options").has("track")).isFalse();
    assertThat(declared.path("reasons").toString()).isEqualTo("{\"metre\":1}");
    assertThat(labels("melody_slices", "labels", "moved")).isEmpty();
    assertThat(labels("melody_slices", "labels", "waltz")).isNotEmpty();
    JsonNode told = slice("melodies", 2, "--grid", "declared", "--again").json();
    assertThat(told.path("run_id")).isEqualTo(declared.path("run_id"));
  }

  @Test
  @Order(2)
  void barsAreThoseOfTheNotesAndMelodiesThoseOfTheTrack() {
    List<String> before = labels("melody_slices", "labels", "honest");
    String byName = melodies("MELODY");

    List<String> honest = labels("melody_slices", "labels", "honest");
    assertThat(before).containsAll(honest).hasSizeGreaterThan(honest.size());
    assertThat(labels("melody_slices", "labels", "moved")).isEqualTo(honest).isNotEmpty();
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', path, reason, detail) FROM "
                    + table("melody_files")
                    + " WHERE reason IS NOT NULL ORDER BY path"))
        .containsExactly(
            "pop/piano.mid no_track It lacks the track",
            "pop/waltz.mid metre Its melodies are in 3/4");

    assertThat(melodies(" melody")).as("another name, so another run").isNotEqualTo(byName);
    assertThat(labels("melody_slices", "labels", "moved")).isEqualTo(honest);
    melodies("1");
    assertThat(labels("melody_slices", "labels", "moved")).isEqualTo(honest);
  }

  private static String melodies(String track) {
    JsonNode report = slice("melodies", 2, "--grid", "notes", "--track", track, "--replace").json();
    assertThat(report.at("/options/grid").asText()).isEqualTo("notes");
    assertThat(report.at("/options/track").asText()).isEqualTo(track);
    assertThat(report.path("reasons").path("metre").asInt()).isEqualTo(1);
    return report.path("run_id").asText();
  }

  @Test
  @Order(3)
  void aTrackOfNoFileIsAMistakeAndChangesNothing() {
    List<String> before = labels("melody_slices", "labels", "");

    for (String track : List.of("FLUTE", "7")) {
      slice("melodies", 2, "--track", track, "--replace")
          .mistakeAfterProgress(Mistake.NO_SUCH_TRACK)
          .names("pop", track);
    }
    slice("melodies", 2, "--grid", "bars")
        .mistake(Mistake.BAD_OPTION)
        .names("--grid", "declared", "notes", "bars");

    assertThat(labels("melody_slices", "labels", "")).isEqualTo(before).isNotEmpty();
  }

  @InTurn
  @Test
  @Order(4)
  void slicesOfDrumsAndTriosTakeTheGridToo() {
    for (String[] form :
        new String[][] {
          {"drums", "2", "drum_slices", "steps"},
          {"performances", "2", "drum_performances", "steps"},
          {"trios", "16", "trio_slices", "concat(melody, bass, drums)"}
        }) {
      int bars = Integer.parseInt(form[1]);
      slice(form[0], bars).exits(0);
      List<String> honest = labels(form[2], form[3], "honest");
      assertThat(labels(form[2], form[3], "moved")).as(form[0]).isEmpty();

      slice(form[0], bars, "--grid", "notes", "--replace").exits(0);

      assertThat(labels(form[2], form[3], "honest")).as(form[0]).isEqualTo(honest).isNotEmpty();
      assertThat(labels(form[2], form[3], "moved")).as(form[0]).isEqualTo(honest);
    }
  }

  /** What a command makes of a file is what a lake has of it. */
  @Test
  @Order(5)
  void aFileIsCutAsALakeIs() throws IOException {
    Path model = folder.resolve("melodies");
    UntrainedModel.write(MusicVae.named("cat-mel_2bar_tiny"), model);
    Path honest = Files.write(folder.resolve("honest.mid"), MidiWriter.write(song(4, BAR * STEP)));
    Path moved = Files.write(folder.resolve("moved.mid"), MidiWriter.write(song(1, 1000)));
    Path out = folder.resolve("out");
    String interpolate = "interpolate --model {} --out {} --steps 2 {} {}";
    PartitaRun.line(interpolate, model, out, honest, moved)
        .mistakeAfterProgress(Mistake.NO_DATA)
        .names("moved.mid", "2 bars", "1/4", "--grid notes");

    PartitaRun.line(
            "reconstruct --model {} --out {} --slices 1 --grid notes --track melody {}",
            model,
            out,
            moved)
        .exits(0);

    JsonNode of = new ObjectMapper().readTree(out.resolve("moved.json").toFile());
    assertThat(of.path("grid").asText()).isEqualTo("notes");
    assertThat(of.path("track").asText()).isEqualTo("melody");
    slice("melodies", 2, "--grid", "notes", "--track", "melody", "--replace").exits(0);
    assertThat(labels("melody_slices", "labels", "moved"))
        .contains(of.findValue("labels").toString().replace(",", ", "));
    PartitaRun.line("encode --model {} --lake {} --dataset pop --track melody", model, lake())
        .mistakeAfterProgress(Mistake.OPTIONS_EXCLUDE)
        .names("--track", "--grid");
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("drums"));
    PartitaRun.line(
            "reconstruct --model {} --out {} --track drums {}",
            folder.resolve("drums"),
            out,
            honest)
        .mistakeAfterProgress(Mistake.OPTIONS_EXCLUDE)
        .names("--track");
  }

  private static PartitaRun slice(String form, int bars, Object... more) {
    return PartitaRun.of(
        Stream.concat(
                Stream.of(
                    "slice", form, "--lake", lake(), "--dataset", "pop", "--bars", bars, "--json"),
                Stream.of(more))
            .toArray());
  }

  /** The slices of a file, or of all. */
  private static List<String> labels(String table, String labels, String file) {
    return DuckDb.texts(
        "SELECT ("
            + labels
            + ")::VARCHAR AS v FROM "
            + table(table)
            + " WHERE path LIKE '%"
            + file
            + "%' ORDER BY v");
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "pop");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  /** Eighteen bars: a tune in track 1, chords and a bass, drums. */
  private static Score song(int beats, int offset) {
    int[] roots = {36, 43, 45, 41};
    int[] tune = {72, 74, 76, 74, 72, 71, 69, 67};
    ScoreBuilder score = Score.builder(Division.ppq(4 * STEP)).timeSignature(0, beats, 4);
    score.trackName(1, "MELODY").trackName(2, "PIANO").trackName(3, "BASS").trackName(4, "DRUMS");
    for (int bar = 0; bar < 18; bar++) {
      int root = roots[bar % roots.length];
      for (int k = 0; k < 6; k++) {
        note(score, 1, 0, 0, tune[(bar * 3 + k) % tune.length], offset, bar, 4 + 2 * k, 2);
      }
      for (int part : new int[] {12, 16, 19}) {
        note(score, 2, 1, 0, root + part, offset, bar, 0, 14);
      }
      for (int half = 0; half < BAR; half += 8) {
        note(score, 3, 2, 33, root, offset, bar, half, 6);
        note(score, 4, 9, 0, 36, offset, bar, half, 1);
        note(score, 4, 9, 0, 38, offset, bar, half + 4, 1);
      }
    }
    return score.build();
  }

  private static Score piano() {
    ScoreBuilder score = Score.builder(Division.ppq(4 * STEP)).trackName(0, "PIANO");
    for (int bar = 0; bar < 8; bar++) {
      note(score, 0, 0, 0, 60 + bar, 0, bar, 0, 12);
    }
    return score.build();
  }

  /** In bars of 12 steps; the file says nothing. */
  private static Score waltz() {
    ScoreBuilder score = Score.builder(Division.ppq(4 * STEP)).trackName(1, "MELODY");
    for (int beat = 0; beat < 72; beat++) {
      note(score, 1, 0, 0, beat % 3 == 0 ? 48 : 64, 0, 0, 4 * beat, 4);
      if (beat % 3 > 0) {
        note(score, 1, 0, 0, 67, 0, 0, 4 * beat, 4);
      }
    }
    return score.build();
  }

  private static void note(
      ScoreBuilder score,
      int track,
      int channel,
      int program,
      int pitch,
      int offset,
      int bar,
      int step,
      int length) {
    long onset = offset + (long) (bar * BAR + step) * STEP;
    score.note(track, channel, program, pitch, 80, onset, onset + (long) length * STEP);
  }
}
