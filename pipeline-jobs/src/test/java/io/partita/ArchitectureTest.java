package io.partita;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The one dependency rule, {@code pipeline-jobs → audio-models → training → lake →
 * feature-extraction}, with {@code sample-data} beside them, package by package, and the layers of
 * each module.
 */
@AnalyzeClasses(
    packages = "io.partita",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /**
   * Each layer of the core may use those before it. A layer that ends in {@code *} holds every
   * package that no other layer names, one for each source or kind of model.
   */
  private static final List<String> CORE =
      rooms(
          "",
          "statistics",
          "archive",
          "split",
          "catalog",
          "fma",
          "hdf5",
          "msd",
          "score",
          "midi",
          "notation",
          "musicxml",
          "abc",
          "scorefile",
          "token.grammar",
          "token.miditok",
          "token.bpe",
          "token",
          "grid",
          "drum",
          "melody",
          "symbolic",
          "similarity",
          "audio",
          "numpy",
          "codec",
          "process",
          "audio.file",
          "synth",
          "picture");

  private static final List<String> SAMPLE = rooms("sample.compose", "sample");
  private static final List<String> DUCKDB = rooms("duckdb");
  private static final List<String> LAKE =
      rooms(
          "terminal",
          "progress",
          "lake.file",
          "lake.bulk",
          "lake.input",
          "lake.table",
          "lake",
          "lake.sql",
          "lake.run",
          "lake.split",
          "lake.duplicates",
          "lake.stats",
          "lake.check",
          "lake.export",
          "lake.iceberg");

  private static final List<String> NETWORKS =
      rooms(
          "nn.device.cuda",
          "nn.device",
          "nn.blas",
          "nn.vertex",
          "nn.loss",
          "nn.lstm",
          "nn.attention",
          "nn.optim",
          "nn.latent");

  private static final List<String> MODELS =
      rooms(
          "model",
          "model.archive",
          "model.examples",
          "model.train",
          "option",
          "output",
          "form",
          "model.run",
          "model.job",
          "model.latent",
          "objective",
          "model.evaluate",
          "model.gate",
          "model.slices",
          "model.slices.vae",
          "kind.*",
          "api");

  private static final List<String> AUDIO_MODELS =
      rooms(
          "audio.compare",
          "nn.conv",
          "model.audio",
          "model.audio.vae",
          "kind.cvae",
          "kind.rave",
          "kind.hosted.file",
          "kind.hosted",
          "kind.hosted.published",
          "kind.hosted.track",
          "kind.hosted.latent",
          "kind.hosted.vocoder",
          "kind.hosted.codec",
          "kind.rvq");

  private static final List<String> JOBS =
      rooms(
          "download",
          "cluster",
          "ingest",
          "ingest.msd", // its songs are what a Lakh archive refers to
          "ingest.*",
          "slices",
          "sql",
          "command.publish",
          "command.compare",
          "command.model",
          "tokenize",
          "command",
          "files",
          "report.plot",
          "report",
          "demo",
          "jupyter",
          "cli",
          "notebook");

  private static final String[] ENGINES = {
    "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala.."
  };
  private static final String[] MODEL_LIBRARIES = {"org.deeplearning4j..", "org.nd4j.."};
  private static final String[] SQL = {"java.sql..", "javax.sql..", "org.duckdb.."};

  private static List<String> rooms(String... names) {
    return Stream.of(names)
        .map(name -> name.isEmpty() ? "io.partita" : "io.partita." + name)
        .toList();
  }

  private static String[] array(List<String> rooms) {
    return rooms.toArray(String[]::new);
  }

  private static List<String> layers() {
    return Stream.of(CORE, SAMPLE, DUCKDB, LAKE, NETWORKS, MODELS, AUDIO_MODELS, JOBS)
        .flatMap(List::stream)
        .toList();
  }

  /** By layer, in the layers' order, the packages that it holds. */
  private static Map<String, List<String>> packages(JavaClasses classes) {
    Map<String, List<String>> packages = new LinkedHashMap<>();
    layers().forEach(layer -> packages.put(layer, new ArrayList<>()));
    for (String name : new TreeSet<>(classes.stream().map(JavaClass::getPackageName).toList())) {
      String open = name.replaceFirst("[^.]*$", "*");
      String layer = packages.containsKey(name) || !packages.containsKey(open) ? name : open;
      packages.computeIfAbsent(layer, unknown -> new ArrayList<>()).add(name);
    }
    return packages;
  }

  @ArchTest
  static void everyPackageHasItsPlace(JavaClasses classes) {
    assertThat(packages(classes).keySet())
        .as("layers of the packages there are")
        .containsExactlyElementsOf(layers());
    assertThat(packages(classes)).as("packages of each layer").doesNotContainValue(List.of());
  }

  @ArchTest
  static void layersUseThoseBeforeThem(JavaClasses classes) {
    Map<String, List<String>> packages = packages(classes);
    List<String> later = new ArrayList<>(packages.values().stream().flatMap(List::stream).toList());
    for (List<String> layer : packages.values()) {
      later.removeAll(layer);
      if (!later.isEmpty()) {
        noClasses()
            .that()
            .resideInAnyPackage(array(layer))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(array(later))
            .check(classes);
      }
    }
  }

  /** A source or a kind of model can be taken out without touching another one. */
  @ArchTest
  static void packagesOfALayerDoNotUseEachOther(JavaClasses classes) {
    for (List<String> layer : packages(classes).values()) {
      for (String one : layer) {
        List<String> others = layer.stream().filter(other -> !other.equals(one)).toList();
        if (!others.isEmpty()) {
          noClasses()
              .that()
              .resideInAPackage(one)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(array(others))
              .check(classes);
        }
      }
    }
  }

  /** Commands ask for what a model can: no class outside names a model of sound. */
  @ArchTest
  static final ArchRule NOTHING_OUTSIDE_NAMES_A_MODEL_OF_SOUND =
      noClasses()
          .that(not(resideInAnyPackage(array(AUDIO_MODELS))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(array(AUDIO_MODELS));

  /** What a machine is set to is no part of a result: its language, its time zone. */
  @ArchTest
  static final ArchRule NOTHING_HANGS_ON_LANGUAGE_OR_TIME_ZONE =
      noClasses()
          .should()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(Locale.class, "getDefault")
          .orShould()
          .callMethod(TimeZone.class, "getDefault")
          .orShould()
          .callMethod(ZoneId.class, "systemDefault")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now");

  @ArchTest
  static final ArchRule NO_CIRCLES = slices().matching("io.partita.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_CORE_KNOWS_NO_ENGINE_NO_MODEL_NO_SQL_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage(array(CORE))
          .or()
          .resideInAnyPackage(array(SAMPLE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ENGINES)
                  .or(resideInAnyPackage(MODEL_LIBRARIES))
                  .or(resideInAnyPackage(SQL))
                  .or(resideInAnyPackage("picocli..", "j2html..")));

  /** Other people's files are decoded in another process. */
  @ArchTest
  static final ArchRule THE_CORE_CALLS_NO_NATIVE_CODE =
      noClasses()
          .that()
          .resideInAnyPackage(array(CORE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule A_LAKE_NEEDS_NO_MODEL_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage(array(LAKE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(MODEL_LIBRARIES)
                  .or(resideInAnyPackage(array(SAMPLE)))
                  .or(resideInAnyPackage("picocli..", "j2html..")));

  /** A program that uses the library decides what is shown, and where. */
  @ArchTest
  static final ArchRule LAKES_AND_MODELS_WRITE_NOTHING_TO_STANDARD_ERROR =
      noClasses()
          .that()
          .resideInAnyPackage(array(CORE))
          .or()
          .resideInAnyPackage(array(LAKE.stream().filter(name -> !isTerminal(name)).toList()))
          .or()
          .resideInAnyPackage(array(NETWORKS))
          .or()
          .resideInAnyPackage(array(MODELS))
          .or()
          .resideInAnyPackage(array(AUDIO_MODELS))
          .should()
          .accessField(System.class, "err");

  private static boolean isTerminal(String room) {
    return room.equals("io.partita.terminal");
  }

  @ArchTest
  static final ArchRule A_LAKE_IN_DUCKDB_NEEDS_NO_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage(array(DUCKDB))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINES);

  @ArchTest
  static final ArchRule MODELS_KNOW_NO_SAMPLE =
      noClasses()
          .that()
          .resideInAnyPackage(array(MODELS))
          .or()
          .resideInAnyPackage(array(AUDIO_MODELS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(array(SAMPLE));

  @ArchTest
  static final ArchRule NETWORKS_KNOW_NO_ENGINE_NO_LAKE_AND_NO_COMMAND_LINE =
      noClasses()
          .that(
              resideInAnyPackage(array(NETWORKS))
                  .and(not(resideInAnyPackage("io.partita.nn.device"))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ENGINES)
                  .or(resideInAnyPackage(array(LAKE)))
                  .or(resideInAnyPackage("picocli..", "j2html..")));

  @ArchTest
  static final ArchRule MODEL_ARCHIVES_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.partita.model.archive")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.parquet..", "scala..");

  /** Networks and records; Spark sends them to its workers. */
  @ArchTest
  static void whatIsSentToWorkersHoldsNothingThatCannotBe(JavaClasses classes) {
    List<JavaClass> sent =
        classes.stream()
            .filter(
                made ->
                    made.isAssignableTo(GraphVertex.class)
                        || made.isAssignableTo(Layer.class)
                        || made.isRecord() && made.isAssignableTo(Serializable.class))
            .toList();
    assertThat(sent).hasSizeGreaterThan(100);
    assertThat(sent)
        .flatExtracting(JavaClass::getFields)
        .filteredOn(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .filteredOn(field -> !field.getModifiers().contains(JavaModifier.TRANSIENT))
        .filteredOn(field -> !canBeSent(field.getRawType().getBaseComponentType()))
        .extracting(JavaField::getFullName)
        .isEmpty();
  }

  private static boolean canBeSent(JavaClass type) {
    return type.isPrimitive()
        || type.isInterface()
        || type.isEquivalentTo(Object.class)
        || type.isAssignableTo(DataType.class)
        || type.isAssignableTo(Serializable.class);
  }

  /** Another module's tests, once they are packaged. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      // Engines use what training has, and nothing uses them: they are found at run time. The
      // decoder is another
      // process.
      return Stream.of("-tests.jar", "/host-", "/io/partita/decoder/")
          .noneMatch(location::contains);
    }
  }
}
