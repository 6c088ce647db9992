package io.partita.kind.musicvae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.WavLoudness;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake of a few beats, encoded by two models that have learnt nothing. */
@InTurn
@Tag("spark")
class EncodeTest {
  private static final int FILES = 4;

  @TempDir private static Path folder;
  private static JsonNode encoded;

  @BeforeAll
  static void encodeALake() throws Exception {
    TreeMap<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      members.put("beats/beat" + i + ".mid", MidiWriter.write(DrumLoop.score(beat(i))));
    }
    InputArchives.write(folder.resolve("beats"), members);
    PartitaRun.of("ingest-midi", "--input", folder.resolve("beats"), "--lake", lake()).exits(0);
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("two"));
    UntrainedModel.write(MusicVae.named("hier-drums_4bar_tiny"), folder.resolve("four"));
    encode("two").mistake(Mistake.NOT_PREPARED).names("beats", "drum_slices", "slice drums");
    PartitaRun.of("slice-drums", "--lake", lake(), "--dataset", "beats", "--bars", 2).exits(0);
    encoded = encode("two").json();
  }

  @Test
  void eachSliceHasItsLatents() {
    assertThat(encoded.path("slices").asLong())
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + table("drum_slices")));
    assertThat(encoded.path("bars").asInt()).isEqualTo(2);
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + table("latents")
                    + " JOIN "
                    + table("drum_slices")
                    + " USING (source, path, midi_md5, bars, piece, start_step, slice_hash)"
                    + " WHERE config = 'cat-drums_2bar_tiny' AND len(mu) = 16 AND len(sigma) = 16"
                    + " AND list_min(sigma) > 0 AND model_sha256 = '"
                    + encoded.path("model_sha256").asText()
                    + "'"))
        .isEqualTo(encoded.path("slices").asLong());
  }

  @Test
  void aConditionChoosesTheFiles() throws Exception {
    Path copy = folder.resolve("copy");
    SharedFolders.copy(lake(), copy);

    String condition = "path LIKE '%beat1.mid'";
    String line = "encode --model {} --lake {} --dataset beats --where {} --json";
    long others =
        DuckDb.number("SELECT count(*) FROM " + table("latents") + " WHERE NOT " + condition);
    PartitaRun.line(line, folder.resolve("two"), copy, condition)
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names(others + " rows of latents", "--replace");
    JsonNode some =
        PartitaRun.line(line + " --replace", folder.resolve("two"), copy, condition).json();
    PartitaRun.line(line, folder.resolve("two"), copy, condition).exits(0);

    assertThat(some.path("slices").asLong())
        .isPositive()
        .isEqualTo(
            DuckDb.number("SELECT count(*) FROM " + table("drum_slices") + " WHERE " + condition));
    assertThat(some.path("run_id")).isNotEqualTo(encoded.path("run_id"));
  }

  @Test
  void theReportSaysWhatWasReadWhoEncodedAndHowMuch() {
    assertThat(encoded.fieldNames())
        .toIterable()
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
            "slices_run",
            "model",
            "model_kind",
            "model_sha256",
            "model_run_id",
            "model_dataset",
            "model_epoch",
            "model_iteration",
            "config",
            "bars",
            "slices",
            "suspect_slices_left_out");
    assertThat(encoded.path("options").fieldNames())
        .toIterable()
        .containsExactly("model_sha256", "with_suspects", "model", "lake", "dataset");
  }

  @Test
  void latentsDependNeitherOnTheLayoutNorOnWhoElseIsThere() {
    String rows = "SELECT t::VARCHAR FROM " + table("latents") + " t";
    List<String> before = DuckDb.texts(rows);

    PartitaRun.on(
            "local[3]",
            "encode",
            "--model",
            folder.resolve("two"),
            "--lake",
            lake(),
            "--dataset",
            "beats")
        .exits(0);
    assertThat(DuckDb.texts(rows)).isEqualTo(before);
    encode("four").mistake(Mistake.NOT_PREPARED).names("beats", "4", "slice drums", "--bars", "4");
    assertThat(DuckDb.texts(rows)).isEqualTo(before);
  }

  @Test
  void aSliceOfTheLakeIsMostLikeItself() throws Exception {
    Path out = folder.resolve("out");

    JsonNode found = similar("two", "--top", 3, "--start-step", 16, "--out", out, "--json").json();

    assertThat(found.at("/query/start_step").asLong()).isEqualTo(16);
    assertThat(found.path("matches")).hasSize(3);
    JsonNode first = found.at("/matches/0");
    assertThat(first.path("path").asText()).endsWith("beat1.mid");
    assertThat(first.path("start_step").asLong()).isEqualTo(16);
    assertThat(first.path("cosine").asDouble()).isEqualTo(1, within(1e-6));
    assertThat(first.path("hamming_distance").asInt()).isZero();
    assertThat(first.path("steps")).isEqualTo(found.at("/query/steps"));
    assertThat(found.path("matches").findValuesAsText("cosine").stream().map(Double::valueOf))
        .isSortedAccordingTo(Comparator.reverseOrder());
    List<String> files = new ArrayList<>();
    found.path("files").forEach(file -> files.add(file.asText()));
    assertThat(files)
        .containsExactlyElementsOf(
            Stream.of(
                    "-01.mid", "-01.wav", "-02.mid", "-02.wav", "-03.mid", "-03.wav", ".png",
                    ".json")
                .map(ending -> out.resolve("beat1-similar" + ending).toString())
                .toList())
        .allSatisfy(file -> assertThat(Path.of(file)).isNotEmptyFile());
    WavLoudness.assertLevelled(out.resolve("beat1-similar-01.wav"));
    PartitaRun told =
        similar("two", "--top", 3, "--start-step", 16, "--out", out, "--replace").exits(0);
    assertThat(told.outLines()).endsWith(files.toArray(String[]::new));
    assertThat(Files.readString(out.resolve("beat1-similar.json")))
        .contains("\"model_sha256\"")
        .contains("\"midi_md5\"");
  }

  @Test
  void theTableNamesTheFiles() {
    PartitaRun run = similar("two", "--top", 2).exits(0);

    assertThat(run.outLines().get(0)).is(naming(0, 0));
    assertThat(run.outLines().get(3))
        .startsWith("  1 1.0000            0       1  beats")
        .contains("beat1");
    assertThat(run.outLines()).hasSize(5);
  }

  @Test
  void equalSlicesAreOneMatch(@TempDir Path other) throws Exception {
    TreeMap<String, byte[]> members = new TreeMap<>();
    for (int rest = 0; rest < 3; rest++) {
      // The same drums with longer and longer rests behind them: files that differ.
      int[] steps = Arrays.copyOf(Arrays.copyOf(beat(1), 32), 32 + rest);
      members.put("copies/" + rest + ".mid", MidiWriter.write(DrumLoop.score(steps)));
    }
    members.put("copies/other.mid", MidiWriter.write(DrumLoop.score(beat(2))));
    InputArchives.write(other.resolve("copies"), members);
    Path copies = other.resolve("lake");
    PartitaRun.of("ingest-midi", "--input", other.resolve("copies"), "--lake", copies).exits(0);
    PartitaRun.of("slice-drums", "--lake", copies, "--dataset", "copies", "--bars", 2).exits(0);
    Object[] ofLake = {"--model", folder.resolve("two"), "--lake", copies};
    PartitaRun.of("encode", ofLake[0], ofLake[1], ofLake[2], ofLake[3], "--dataset", "copies")
        .exits(0);

    JsonNode matches =
        PartitaRun.line(
                "find similar {} {} {} {} {} --json",
                folder.resolve("beats/beat1.mid"),
                ofLake[0],
                ofLake[1],
                ofLake[2],
                ofLake[3])
            .json()
            .path("matches");

    assertThat(matches.findValuesAsText("slice_hash")).doesNotHaveDuplicates();
    assertThat(matches.at("/0/count").asInt()).isEqualTo(3);
    assertThat(matches.at("/0/path").asText()).endsWith("0.mid");
    assertThat(matches.at("/0/hamming_distance").asInt()).isZero();
    assertThat(matches.at("/1/path").asText()).endsWith("other.mid");
    assertThat(matches.at("/1/count").asInt()).isEqualTo(1);
  }

  @Test
  void latentsOfAnotherModelAreNoneOfThis() throws Exception {
    UntrainedModel.write(
        MusicVae.named("cat-drums_2bar_tiny").with(Map.of("latent", "8")), folder.resolve("other"));

    similar("other")
        .mistake(Mistake.NOT_PREPARED)
        .names(folder.resolve("other"), folder.resolve("two"));
    similar("two", "--top", 0).mistake(Mistake.BAD_OPTION).names("--top", "1", "100", "0");
  }

  private static PartitaRun encode(String model) {
    return PartitaRun.line(
        "encode --model {} --lake {} --dataset beats --json", folder.resolve(model), lake());
  }

  private static PartitaRun similar(String model, Object... more) {
    Object[] arguments = {
      "find-similar",
      folder.resolve("beats/beat1.mid"),
      "--model",
      folder.resolve(model),
      "--lake",
      lake()
    };
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return PartitaRun.of(all);
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "beats");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  /** Three bars: a kick on every beat, and other drums by chance. */
  private static int[] beat(int number) {
    SplittableRandom dice = new SplittableRandom(number);
    int[] steps = new int[48];
    for (int step = 0; step < steps.length; step++) {
      int drum = dice.nextInt(3) == 0 ? 1 << dice.nextInt(DrumClass.COUNT) : 0;
      steps[step] = drum | (step % 4 == 0 ? 1 : 0);
    }
    return steps;
  }
}
