package io.partita.command;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.lake.duplicates.Tunes;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake of tunes and beats, and files that hold the same music as some of them. */
@InTurn
@Tag("spark")
class SimilarPiecesTest {
  @TempDir private static Path folder;
  private static Path tune;

  @BeforeAll
  static void ingest() throws Exception {
    ingest(
        "tunes",
        Map.of(
            "a.mid", Tunes.of(1).bytes(),
            "a-in-d.mid", Tunes.of(1).transposed(2).bytes(),
            "a-late.mid", Tunes.of(1).jittered(20).bytes(),
            "a-part.mid", Tunes.of(1).from(40, 90).bytes(),
            "b.mid", Tunes.of(2).bytes(),
            "broken.mid", "no music".getBytes(StandardCharsets.UTF_8)));
    ingest("beats", Map.of("beat.mid", beat(1, 0), "other.mid", beat(2, 0)));
    tune = Files.write(folder.resolve("song.mid"), Tunes.of(1).bytes());
  }

  @Test
  void piecesAreFoundWithWhatWasDoneToThem() {
    JsonNode found = similar("local[2]", 2, tune, "--dataset", "tunes", "--json").json();

    assertThat(found.at("/query/file").asText()).isEqualTo(tune.toString());
    assertThat(found.at("/query/notes").asInt()).isEqualTo(240);
    assertThat(found.path("datasets").toString()).isEqualTo("[\"tunes\"]");
    assertThat(found.path("contents").asInt()).isEqualTo(5);
    assertThat(found.has("files")).isFalse();
    assertThat(told(found))
        .containsExactly(
            "true exact same 0 tunes tunes/a.mid",
            "false exact same 2 tunes tunes/a-in-d.mid",
            "false strict same 0 tunes tunes/a-late.mid",
            "false strict excerpt 0 tunes tunes/a-part.mid");
    JsonNode part = found.at("/matches/3");
    assertThat(part.path("from_s").asDouble()).isBetween(5.0, 30.0);
    assertThat(part.path("match_from_s").asDouble()).isBetween(0.0, 3.0);
    assertThat(part.path("tempo_ratio").asDouble()).isEqualTo(1);
    assertThat(part.path("cov_match").asDouble()).isGreaterThan(.8);
    assertThat(part.path("cov_file").asDouble()).isLessThan(.6);
  }

  @Test
  void aConditionSaysWhichPiecesAreCompared() {
    JsonNode found =
        similar("local[2]", 2, tune, "--dataset", "tunes", "--where", "path LIKE '%-%'", "--json")
            .json();

    assertThat(found.path("contents").asInt()).isEqualTo(3);
    assertThat(told(found))
        .containsExactly(
            "false exact same 2 tunes tunes/a-in-d.mid",
            "false strict same 0 tunes tunes/a-late.mid",
            "false strict excerpt 0 tunes tunes/a-part.mid");
    similar("local[2]", 2, tune, "--where", "path LIKE '%-%'").mistake(Mistake.MISSING_OPTION);
  }

  @Test
  void theFiguresAreThoseOfThePairsOfTheLake() {
    PartitaRun.of("find-duplicates", "--lake", lake(), "--dataset", "tunes").exits(0);
    JsonNode found = similar("local[2]", 3, tune, "--dataset", "tunes", "--json").json();

    List<String> pairs =
        DuckDb.texts(
            "SELECT concat_ws(' ', tier, chain, shared, round(cov_min, 9), round(least(cov_a,"
                + " cov_b), 9)) FROM "
                + DuckDb.table(lake(), "dup_pairs", "tunes")
                + " p JOIN "
                + DuckDb.table(lake(), "midi_files", "tunes")
                + " f ON f.midi_md5 = p.a OR f.midi_md5 = p.b"
                + " WHERE f.path = 'tunes/a.mid' AND tier <> 'exact'");
    List<String> matches = new ArrayList<>();
    for (JsonNode match : found.path("matches")) {
      if (!match.path("tier").asText().equals("exact")) {
        double least =
            Math.min(match.path("cov_file").asDouble(), match.path("cov_match").asDouble());
        matches.add(
            DuckDb.texts(
                    "SELECT concat_ws(' ', '%s', %d, %d, round(%s::DOUBLE, 9), round(%s::DOUBLE, 9))"
                        .formatted(
                            match.path("tier").asText(),
                            match.path("chain").asInt(),
                            match.path("shared").asInt(),
                            match.path("cov_min").asText(),
                            least))
                .get(0));
      }
    }
    assertThat(matches).containsExactlyInAnyOrderElementsOf(pairs).hasSize(2);
  }

  @Tag("full")
  @Test
  void theMatchesAreTheSameInAnyLayout() {
    String first = similar("local[2]", 2, tune, "--json").exits(0).out();

    assertThat(similar("local[1]", 1, tune, "--json").exits(0).out()).isEqualTo(first);
    assertThat(similar("local[3]", 7, tune, "--json").exits(0).out()).isEqualTo(first);
    assertThat(first).contains("\"datasets\":[\"beats\",\"tunes\"]", "\"contents\":7");
  }

  @Test
  void eachMatchIsDrawnWhereThatIsAskedFor() throws Exception {
    Path out = folder.resolve("out");
    PartitaRun run = similar("local[2]", 2, tune, "--top", 3, "--out", out).exits(0);

    assertThat(run.outLines().get(0)).is(naming("find pieces", tune, 240, 7, "beats", "tunes"));
    assertThat(run.out())
        .containsPattern("1 +\\S.* +same +100 % +100 % .* \\+0 +×1\\.00 +tunes tunes/a")
        .containsPattern("2 +exact +same .* \\+2 +×1\\.00 +tunes tunes/a-in-d\\.mid")
        .doesNotContain("a-part");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("song-01.png", "song-02.png", "song-03.png");
    }
    assertThat(run.outLines()).endsWith(out.resolve("song-03.png").toString());
    assertThat(Files.readAllBytes(out.resolve("song-02.png"))).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void beatsAreFoundByTheirDrums() throws Exception {
    Path beat = Files.write(folder.resolve("beat.mid"), beat(1, 12));
    JsonNode found = similar("local[2]", 2, beat, "--json").json();

    assertThat(told(found)).containsExactly("false strict same null beats beats/beat.mid");
    assertThat(found.at("/matches/0/namespace").asText()).isEqualTo("DST");
  }

  @Test
  void anEmptyAnswerSaysSo() throws Exception {
    Path other = Files.write(folder.resolve("other.mid"), Tunes.of(9).bytes());
    PartitaRun run = similar("local[2]", 2, other, "--out", folder.resolve("none")).exits(0);

    assertThat(run.outLines()).hasSize(3);
    assertThat(run.outLines().get(0)).is(naming(other, 240, 7, "beats", "tunes"));
    assertThat(run.outLines().get(2)).isNotBlank().doesNotContain("beats", "tunes");
    assertThat(similar("local[2]", 2, other, "--json").json().path("matches").toString())
        .isEqualTo("[]");
  }

  @Test
  void mistakesAreTold() throws Exception {
    Path page = Files.writeString(folder.resolve("page.mid"), "<html>");
    Path silent =
        Files.write(
            folder.resolve("silent.mid"),
            MidiWriter.write(Score.builder(Division.ppq(480)).build()));
    similar("local[2]", 2, page).mistake(Mistake.MALFORMED_FILE).names(page);
    similar("local[2]", 2, silent).mistake(Mistake.NO_DATA).names(silent);
    similar("local[2]", 2, tune, "--top", 0)
        .mistake(Mistake.BAD_OPTION)
        .names("--top", "1", "100", "0");
    similar("local[2]", 2, tune, "--dataset", "x")
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("x", "[beats, tunes]");
    Path taken = Files.copy(tune, Files.createDirectory(folder.resolve("taken")).resolve("s.mid"));
    Path drawn = Files.createLink(taken.resolveSibling("s-01.png"), taken);
    similar("local[2]", 2, taken, "--out", taken.getParent())
        .mistake(Mistake.SAME_FILE)
        .names(drawn);
  }

  /** Eighths of drums by chance, and a bass drum on each quarter, each late by up to some ticks. */
  private static byte[] beat(long seed, int jitter) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom late = new SplittableRandom(seed + 1);
    ScoreBuilder score = Score.builder(Division.ppq(480));
    int[] drums = {36, 38, 42, 46, 49, 51};
    for (int eighth = 0; eighth < 200; eighth++) {
      for (int drum : drums) {
        if (random.nextInt(3) == 0) {
          long on = eighth * 240L + late.nextInt(jitter + 1);
          score.note(0, 9, 0, drum, 90, on, on + 60);
        }
      }
    }
    return MidiWriter.write(score.build());
  }

  private static List<String> told(JsonNode found) {
    List<String> told = new ArrayList<>();
    for (JsonNode match : found.path("matches")) {
      told.add(
          String.join(
              " ",
              Stream.of("is_itself", "tier", "relation", "transpose", "dataset", "path")
                  .map(field -> match.path(field).asText())
                  .toList()));
    }
    return told;
  }

  private static void ingest(String dataset, Map<String, byte[]> files) throws Exception {
    Map<String, byte[]> members = new TreeMap<>();
    files.forEach((name, bytes) -> members.put(dataset + "/" + name, bytes));
    Path archive = InputArchives.write(folder.resolve(dataset + ".zip"), members);
    PartitaRun.of("ingest-midi", "--input", archive, "--lake", lake(), "--dataset", dataset)
        .exits(0);
  }

  private static PartitaRun similar(String master, int partitions, Object... args) {
    String name = "spark.sql.shuffle.partitions";
    List<Object> line = new ArrayList<>(List.of("find-pieces", "--lake", lake()));
    line.addAll(List.of(args));
    System.setProperty("spark.master", master);
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty(name, String.valueOf(partitions));
    try {
      return PartitaRun.of(line.toArray());
    } finally {
      Stream.of("spark.master", "spark.ui.enabled", name).forEach(System::clearProperty);
    }
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
