package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a data set as VAEs of audio see them: rows, splits and what is like a file. */
@InTurn
class EncodeAudioTest {
  @TempDir private static Path folder;
  private static SoundSample sample;
  private static JsonNode mel;
  private static JsonNode wave;

  @BeforeAll
  static void encodeALake() throws Exception {
    sample = SoundSample.get();
    SharedFolders.copy(sample.lake(), lake());
    mel = PartitaRun.of(encode(sample.mel(), "--json")).json();
    wave = PartitaRun.on("local[3]", encode(sample.wave(), "--json")).json();
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static Object[] encode(Path model, Object... more) {
    List<Object> all = new ArrayList<>(List.of("encode", "--model", model, "--lake", lake()));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, SoundSample.DATASET);
  }

  @Test
  void eachWindowHasItsLatentsWhereItBegins() {
    String ours = " WHERE config = 'mel-conv-tiny'";
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("latents") + ours))
        .as("8 windows of 32 frames in 258 frames, and the short file has none")
        .isEqualTo(mel.path("windows").asLong())
        .isEqualTo(8L * (SoundSample.TUNES + 3));
    assertThat(mel.path("left_out").path("files shorter than 80 % of a window").asLong())
        .isEqualTo(1);
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + table("latents")
                    + ours
                    + " AND len(mu) = 8 AND len(sigma) = 8 AND list_min(sigma) > 0"
                    + " AND abs(start_s - \"window\" * 32 * 256 / 22050.0) < 1e-9"))
        .isEqualTo(mel.path("windows").asLong());
  }

  @Test
  void wavesAreDecodedOnceMoreAndSilentFilesAreCounted() {
    assertThat(wave.path("windows").asLong())
        .as("17 windows of 512 in 9,000 samples at 3 kHz")
        .isEqualTo(17L * (SoundSample.TUNES + 2) + 1);
    assertThat(wave.path("left_out").path("files that are silent").asLong()).isEqualTo(1);
  }

  @Test
  void filesOfOneRecordingShareItsNameAndSplit() {
    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT DISTINCT track_id, recording, split FROM "
                + table("latents")
                + " WHERE track_id LIKE '%again.wav' OR track_id LIKE '%quiet.wav'"
                + " OR track_id LIKE '%tune0.wav' ORDER BY 1");

    assertThat(rows).as("the same bytes, and the same at another level").hasSize(3);
    assertThat(rows).extracting(row -> row.get(1)).containsOnly("audio/low/again.wav");
    assertThat(rows).extracting(row -> row.get(2)).containsOnly(rows.get(0).get(2));
    assertThat(
            DuckDb.number(
                "SELECT count(DISTINCT recording) FROM "
                    + table("latents")
                    + " WHERE config = 'wave-conv-tiny'"))
        .as("other tunes stay apart; the short one is the beginning of none")
        .isEqualTo(SoundSample.TUNES + 1);
  }

  @Tag("full")
  @Test
  void rowsAreTheSameWhateverTheLayout() {
    String rows = "SELECT t::VARCHAR FROM " + table("latents") + " t ORDER BY 1";
    List<String> before = DuckDb.texts(rows);

    PartitaRun.on("local[1]", encode(sample.wave())).exits(0);
    PartitaRun.on("local[3]", encode(sample.mel())).exits(0);

    assertThat(DuckDb.texts(rows)).isEqualTo(before);
  }

  @Test
  void wavesComeOutOfAnArchiveAsOutOfAFolder() throws Exception {
    TreeMap<String, byte[]> members = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sample.audio())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        members.put(
            sample.audio().getParent().relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    Path archive = InputArchives.write(folder.resolve("packed.tar.gz"), members);
    PartitaRun.of("ingest-audio", "--input", archive, "--lake", lake()).exits(0);

    PartitaRun.of(encode(sample.wave(), "--dataset", "packed")).exits(0);

    String columns = "SELECT (track_id, \"window\", recording, mu, sigma)::VARCHAR FROM ";
    assertThat(DuckDb.texts(columns + DuckDb.table(lake(), "latents", "packed")))
        .isEqualTo(DuckDb.texts(columns + table("latents") + " WHERE config = 'wave-conv-tiny'"));
  }

  @Test
  void filesThatAreGoneChangedOrDamagedSinceAreCountedByReason() throws Exception {
    Path audio = folder.resolve("later");
    SharedFolders.copy(sample.audio(), audio);
    PartitaRun.of("ingest-audio", "--input", audio, "--lake", lake()).exits(0);
    Files.delete(audio.resolve("low/tune2.wav"));
    SoundSample.write(audio.resolve("low/tune4.wav"), SoundSample.tune(98, 3, 0.5f));
    Files.writeString(audio.resolve("low/tune6.wav"), "Nothing but words");

    JsonNode left = PartitaRun.of(encode(sample.wave(), "--dataset", "later", "--json")).json();

    assertThat(left.path("windows").asLong()).isEqualTo(wave.path("windows").asLong() - 3 * 17);
    assertThat(left.path("left_out").size()).as("%s", left.path("left_out")).isEqualTo(4);
    assertThat(
            left.path("left_out")
                .path("files that are gone from where they were ingested")
                .asLong())
        .isEqualTo(1);
    assertThat(left.path("left_out").path("files that changed since they were ingested").asLong())
        .isEqualTo(1);
    assertThat(left.path("left_out").fieldNames())
        .toIterable()
        .anySatisfy(
            reason -> assertThat(reason).startsWith("files that cannot be decoded any more"));
  }

  @Test
  void clipsOfTheCourseThatHoldOneRecordingAreJoined() {
    Path genres = SharedData.file("data/gtzan/genres");
    PartitaRun.of("ingest-audio", "--input", genres, "--lake", lake()).exits(0);

    PartitaRun.of(encode(sample.mel(), "--dataset", "genres")).exits(0);

    String latents = DuckDb.table(lake(), "latents", "genres");
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM (SELECT recording FROM "
                    + latents
                    + " GROUP BY recording HAVING count(DISTINCT split) > 1)"))
        .as("recordings in two splits")
        .isZero();
    assertThat(
            DuckDb.rows(
                "SELECT DISTINCT recording FROM "
                    + latents
                    + " WHERE track_id LIKE '%rock.00000%'"))
        .as("a .wav and an .au of the same clip")
        .hasSize(1);
  }

  @Test
  void aWindowOfTheLakeIsMostLikeItself() throws Exception {
    Path out = folder.resolve("out");

    JsonNode found =
        PartitaRun.line(
                "find similar {} --model {} --lake {} --window 2 --top 3 --out {} --json",
                sample.audio().resolve("high/tune3.wav"),
                sample.mel(),
                lake(),
                out)
            .json();

    assertThat(found.path("matches")).hasSize(3);
    JsonNode first = found.at("/matches/0");
    assertThat(first.path("track_id").asText()).isEqualTo("audio/high/tune3.wav");
    assertThat(first.path("window").asInt()).isEqualTo(2);
    assertThat(first.path("cosine").asDouble()).isEqualTo(1, within(1e-3));
    assertThat(first.path("label").asText()).isEqualTo("high");
    assertThat(out.resolve("tune3-similar-01.wav")).isNotEmptyFile();
    assertThat(out.resolve("tune3-similar.png")).isNotEmptyFile();
  }
}
