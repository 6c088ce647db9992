package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.Mistake;
import io.partita.lake.CommandName;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that come with Partita, read out of its own resources. */
class BuiltinModelTest {
  private static final Configuration CONF = new Configuration();

  @TempDir private Path home;
  private String before;

  /** JavaCPP keeps its files in the first home that it sees, for all tests of this JVM. */
  @BeforeAll
  static void loadNativeLibraries() throws IOException {
    Loader.getCacheDir();
  }

  @BeforeEach
  void liveElsewhere() {
    before = System.setProperty("user.home", home.toString());
  }

  @AfterEach
  void goHome() {
    System.setProperty("user.home", before);
  }

  static Stream<BuiltinModel> models() {
    return BuiltinModel.NAMES.stream().map(BuiltinModel::new);
  }

  @ParameterizedTest
  @MethodSource("models")
  void eachIsReadAsAnyOther(BuiltinModel model) throws IOException {
    TrainedModel<?> trained = TrainedModel.read(model.option(), CONF);

    assertThat(trained.folder().name()).isEqualTo("builtin:" + model.name());
    assertThat(trained.folder().lastName()).isEqualTo(model.name());
    assertThat(trained.card().used().isHalf()).isTrue();
    assertThat(trained.card().used().bytes()).isLessThan(12_000_000);
    assertThat(trained.weights().params().length()).isEqualTo(trained.network().parameters());
    assertThat(trained.folder().metrics()).isEmpty();
    ModelCard.LearntFiles learnt = trained.card().provenance().learnt();
    assertThat(trained.folder().learnt(trained.card()).orElseThrow().size())
        .isEqualTo(learnt.files())
        .isPositive();
    assertThat(learnt.hash()).isEqualTo(ModelCard.LearntFiles.MD5);
  }

  @Test
  void drumsAreDrawnFromAPriorThatWasFittedToTheirNetwork() throws IOException {
    ModelFolder folder = ModelFolder.at(BuiltinModel.DRUMS.option(), CONF);

    PriorFile prior = PriorFile.of(folder, folder.card()).orElseThrow();

    assertThat(prior.mixture(folder, 64).size()).isEqualTo(64);
    assertThatMistake(() -> prior.mixture(folder, 63))
        .is(Mistake.DAMAGED_MODEL)
        .names("prior.json", "64");
  }

  @ParameterizedTest
  @MethodSource("models")
  void eachHasACardForPeople(BuiltinModel model) throws IOException {
    try (InputStream in =
        BuiltinModel.class.getResourceAsStream(
            "/io/partita/model/builtin/" + model.name() + "/README.md")) {
      assertThat(in).isNotNull();
      String card = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(card)
          .startsWith("# " + model.option())
          .contains("## Data and licence", "## Figures", "## How it was made", "## Limits");
      ModelCard archive = ModelFolder.at(model.option(), CONF).card();
      assertThat(card).contains(archive.provenance().runId());
      assertThat(card).contains(CommandName.of(archive.provenance().command()));
    }
  }

  @Test
  void helpNamesAllOfThem() {
    models().forEach(model -> assertThat(BuiltinModel.HELP).contains(model.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"builtin:", "builtin:bass", "builtin:Drums", "builtin:../drums"})
  void ofAnotherNameThereIsNone(String name) {
    assertThatMistake(() -> ModelFolder.at(name, CONF))
        .is(Mistake.NO_SUCH_MODEL)
        .names(
            name,
            "builtin:drums, builtin:humanize, builtin:loops, builtin:melodies, builtin:songs");
  }

  @Test
  void nothingIsWrittenInto() throws IOException {
    ModelFolder drums = ModelFolder.at(BuiltinModel.DRUMS.option(), CONF);
    for (Runnable write : new Runnable[] {drums::requireWritable, () -> requireNone(drums)}) {
      assertThatMistake(write::run).is(Mistake.NO_ACCESS).names("builtin:drums");
    }
  }

  private static void requireNone(ModelFolder folder) {
    try {
      folder.requireNone();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasUnpackedAndDamagedSinceIsUnpackedAgain() throws IOException {
    Path folder = BuiltinModel.DRUMS.unpacked();
    assertThat(folder).startsWithRaw(home.resolve(".partita/models"));
    ModelCard card = ModelFolder.at(BuiltinModel.DRUMS.option(), CONF).card();
    Files.write(folder.resolve(card.used().name()), new byte[7]);
    Files.delete(folder.resolve("model.json"));
    Files.writeString(folder.resolve(PriorFile.NAME), "{}");

    assertThat(BuiltinModel.DRUMS.unpacked()).isEqualTo(folder);
    ModelFolder.at(folder.toString(), CONF).verify(card);
    assertThat(PriorFile.of(ModelFolder.at(folder.toString(), CONF), card)).isPresent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.json",
              ModelFolder.CHECK,
              ModelFolder.EXAMPLE,
              PriorFile.NAME,
              card.used().name(),
              card.provenance().learnt().name());
    }
  }

  @Test
  void linksAndFoldersInTheirPlaceAreReplacedAndNotFollowed() throws IOException {
    Path folder = BuiltinModel.DRUMS.unpacked();
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Path card = folder.resolve("model.json");
    Path kept = Files.copy(card, elsewhere.resolve("kept.json"));
    Files.delete(card);
    Files.createSymbolicLink(card, kept);
    ModelCard read = ModelFolder.at(BuiltinModel.DRUMS.option(), CONF).card();
    assertThat(card).isRegularFile().matches(file -> !Files.isSymbolicLink(file));

    Files.delete(folder.resolve(read.used().name()));
    Files.createDirectories(folder.resolve(read.used().name()).resolve("inside"));
    assertThat(BuiltinModel.DRUMS.unpacked()).isEqualTo(folder);
    ModelFolder.at(folder.toString(), CONF).verify(read);

    BuiltinModel.remove(folder);
    Files.createSymbolicLink(folder, elsewhere);
    assertThat(BuiltinModel.DRUMS.unpacked()).isEqualTo(folder);
    assertThat(folder).matches(path -> !Files.isSymbolicLink(path));
    assertThat(elsewhere).isDirectoryContaining("glob:**kept.json");
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aLinkAmongTheFoldersAboveIsRefused() throws IOException {
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.createSymbolicLink(home.resolve(".partita"), elsewhere);

    assertThatMistake(BuiltinModel.DRUMS::unpacked)
        .is(Mistake.OCCUPIED)
        .names(home.resolve(".partita"));
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void anotherUsersFolderIsRefused() throws IOException {
    Path folder = BuiltinModel.DRUMS.unpacked();
    Files.delete(folder.resolve("model.json"));
    try {
      Files.setAttribute(folder, "unix:uid", 12_345);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "Only root gives folders away: " + e);
    }

    assertThatMistake(BuiltinModel.DRUMS::unpacked).is(Mistake.NO_ACCESS).names("12345");
  }

  @Test
  void whatAKilledCommandLeftIsRemovedAfterAWhile() throws IOException {
    Path folder = BuiltinModel.DRUMS.unpacked();
    Path old = Files.createDirectories(folder.resolveSibling("_stage1"));
    Files.write(old.resolve("model.json"), new byte[3]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path fresh = Files.createDirectories(folder.resolveSibling("_stage2"));
    Files.delete(folder.resolve("model.json"));

    BuiltinModel.DRUMS.unpacked();

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(folder.resolve("model.json")).exists();
  }

  @Test
  void aDiskThatIsFullLeavesNoPart() throws Exception {
    Path disk = Files.createDirectories(home.resolve("disk"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "No small disk can be mounted here");
    try {
      System.setProperty("user.home", disk.toString());
      assertThatThrownBy(BuiltinModel.DRUMS::unpacked).isInstanceOf(IOException.class);
      try (Stream<Path> left = Files.walk(disk)) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    } finally {
      assertThat(runs("umount", disk.toString())).isTrue();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aUserWithoutAHomeHasItElsewhere() throws IOException {
    System.setProperty("user.home", home.resolve("none").toString());
    assertThat(ModelFolder.at(BuiltinModel.DRUMS.option(), CONF).exists()).isTrue();
    System.setProperty("user.home", "?");
    assertThat(ModelFolder.at(BuiltinModel.DRUMS.option(), CONF).exists()).isTrue();
    assertThat(home).isEmptyDirectory();
  }
}
