package io.partita.kind.rvq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.ChildPartita;
import io.partita.DuckDb;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantisers of a few tunes: the same rows everywhere, latents, and trainings that are killed. */
@Tag("e2e")
class CodesOfTunesTest {
  private static final String WHOLE = "metrics.jsonl";

  @TempDir private static Path folder;
  private static SoundSample sample;
  private static Path lake;
  private static Path model;

  @BeforeAll
  static void train() throws Exception {
    sample = SoundSample.get();
    lake = folder.resolve("lake");
    model = folder.resolve("codes");
    SharedFolders.copy(sample.lake(), lake);
    PartitaRun.on("local[4]", training(model)).exits(0);
  }

  private static Object[] training(Path to, Object... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("train-rvq", "--lake", lake, "--dataset", SoundSample.DATASET));
    words.addAll(List.of("--model", to, "--stages", "3", "--entries", "128"));
    words.addAll(Arrays.asList(more));
    return words.toArray();
  }

  private static ModelCard card(Path of) throws IOException {
    return ModelFolder.at(of.toString(), new Configuration()).card();
  }

  private static List<String> rows() {
    String table = DuckDb.table(lake, "codes", SoundSample.DATASET);
    return DuckDb.texts("SELECT t::VARCHAR FROM " + table + " t ORDER BY 1");
  }

  @Tag("full")
  @Test
  void rowsAreTheSameWhateverTheLayout() {
    Object[] encode = {"encode", "--model", model, "--lake", lake};
    PartitaRun.on("local[1]", encode).exits(0);
    List<String> before = rows();
    assertThat(before).hasSizeGreaterThan(SoundSample.TUNES);
    for (String master : List.of("local[4]", "local[7]")) {
      PartitaRun.on(master, encode).exits(0);
      assertThat(rows()).as(master).isEqualTo(before);
    }
    PartitaRun.of("check", "--lake", lake, "--dataset", SoundSample.DATASET).exits(0);

    Path back = folder.resolve("back.npy");
    String track = DuckDb.texts("SELECT track_id FROM " + codes() + " ORDER BY 1").get(0);
    Object[] decode = {"decode", "--model", model, "--lake", lake, "--track", track, "--out", back};
    JsonNode made = PartitaRun.of(with(decode, "--json")).json();
    assertThat(made.path("frames").asLong())
        .isEqualTo(DuckDb.number("SELECT n_frames FROM " + codes() + " ORDER BY track_id LIMIT 1"));
    PartitaRun.of(with(decode, "--stages", "4"))
        .mistake(Mistake.BAD_OPTION)
        .names("--stages", "1", "3", "4");
  }

  private static String codes() {
    return DuckDb.table(lake, "codes", SoundSample.DATASET);
  }

  private static Object[] with(Object[] some, Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(some));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  @Tag("full")
  @Test
  void aTrainingThatIsKilledGoesOnToTheSameCodebooks() throws Exception {
    Path killed = folder.resolve("killed");
    try (ChildPartita child =
        ChildPartita.start(
            folder, List.of("spark.master=local[1]", "spark.ui.enabled=false"), training(killed))) {
      child.killWhen(() -> Files.exists(killed.resolve("model.json")));
    }
    assertThat(card(killed).state().outcome()).isEqualTo(ModelCard.State.TRAINING);
    int stages = Files.readAllLines(killed.resolve(WHOLE)).size();
    List<String> one = Files.readAllLines(model.resolve(WHOLE)).subList(0, stages + 1);
    Files.write(killed.resolve(WHOLE), one); // as if killed between metrics and card

    PartitaRun.on("local[4]", training(killed, "--resume")).exits(0);

    assertThat(card(killed).used().sha256()).isEqualTo(card(model).used().sha256());
    assertThat(Files.readAllLines(killed.resolve(WHOLE))).hasSize(3);
    assertThat(Files.readAllBytes(killed.resolve(card(killed).used().name())))
        .isEqualTo(Files.readAllBytes(model.resolve(card(model).used().name())));
  }

  @Tag("full")
  @Test
  void latentsHaveCodesToo() throws Exception {
    PartitaRun.of("encode", "--model", sample.mel(), "--lake", lake).exits(0);
    Path latents = folder.resolve("latents");
    Object[] words = {
      "train-rvq", "--lake", lake, "--dataset", SoundSample.DATASET, "--model", latents
    };
    PartitaRun.of(with(words, "--column", "latents", "--stages", "2", "--entries", "8")).exits(0);
    String source = card(latents).config().path("source").asText();
    assertThat(source)
        .isEqualTo(
            DuckDb.texts(
                    "SELECT DISTINCT model_sha256 FROM "
                        + DuckDb.table(lake, "latents", SoundSample.DATASET))
                .get(0));
    assertThat(card(latents).config().path("dimension").asInt()).isEqualTo(8);

    PartitaRun.of("encode", "--model", latents, "--lake", lake).exits(0);
    PartitaRun.of("check", "--lake", lake, "--dataset", SoundSample.DATASET).exits(0);
    String ours = " WHERE model_sha256 = '" + card(latents).used().sha256() + "'";
    assertThat(DuckDb.number("SELECT count(*) FROM " + codes() + ours + " AND n_frames = 8"))
        .as("eight windows of each tune and of its copies")
        .isEqualTo(SoundSample.TUNES + 3L);
    String track = DuckDb.texts("SELECT track_id FROM " + codes() + ours + " ORDER BY 1").get(0);
    Path out = folder.resolve("latents.npy");
    Object[] decode = {"decode", "--model", latents, "--lake", lake, "--track", track};
    PartitaRun.of(with(decode, "--out", out)).exits(0);
    assertThat(Npy.read(Files.readAllBytes(out)).shape()).containsExactly(8, 8);
    PartitaRun.of(with(decode, "--out", folder.resolve("x.wav"))).mistake(Mistake.UNSUPPORTED_FILE);
    JsonNode evaluation =
        PartitaRun.of("model-evaluate", "--model", latents, "--lake", lake, "--json").json();
    assertThat(evaluation.path("relative_mse").asDouble()).isBetween(0.0, 1.0);
    assertThat(evaluation.path("baselines").toString()).contains("1.0");
  }
}
