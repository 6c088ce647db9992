package io.partita;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one dependency rule, {@code pipeline-jobs → training, sample-data → feature-extraction},
 * package by package, and the layers of each module.
 */
@AnalyzeClasses(
    packages = "io.partita",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** Each layer of the core may use those before it. */
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
          "audio.compare",
          "audio.file",
          "synth",
          "picture");

  private static final List<String> SAMPLE = rooms("sample.compose", "sample");
  private static final List<String> TRAINING =
      rooms(
          "device",
          "lstm",
          "conv",
          "optim",
          "model",
          "model.latent",
          "model.note",
          "model.token",
          "model.musicvae",
          "model.cvae",
          "model.rvq",
          "model.bpe",
          "model.archive",
          "hosted.file",
          "hosted",
          "hosted.latent",
          "hosted.vocoder",
          "hosted.codec",
          "training.examples",
          "training",
          "training.quantizer");
  private static final List<String> JOBS =
      rooms(
          "terminal",
          "download",
          "input",
          "lake.spec",
          "lake.table",
          "lake",
          "run",
          "cluster",
          "ingest",
          "ingest.msd",
          "ingest.midi",
          "ingest.audio",
          "slices",
          "splits",
          "duplicates",
          "stats",
          "check",
          "sql",
          "models",
          "models.latent",
          "models.evaluation",
          "models.publish",
          "models.compare",
          "models.note",
          "models.token",
          "models.musicvae",
          "models.audio",
          "models.cvae",
          "models.hosted",
          "models.codec",
          "models.rvq",
          "models.bpe",
          "models.kinds",
          "tokens",
          "export",
          "files",
          "report.plot",
          "report.clip",
          "report.alike",
          "report",
          "start",
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

  @ArchTest
  static void everyPackageHasItsPlace(JavaClasses classes) {
    Set<String> packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages)
        .as("the packages there are, and those the layers name")
        .isEqualTo(
            Stream.of(CORE, SAMPLE, TRAINING, JOBS)
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ArchTest
  static void layersUseThoseBeforeThem(JavaClasses classes) {
    List<String> all = new ArrayList<>(CORE);
    all.addAll(SAMPLE);
    all.addAll(TRAINING);
    all.addAll(JOBS);
    for (int i = 0; i < all.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(all.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(array(all.subList(i + 1, all.size())))
          .check(classes);
    }
  }

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

  @ArchTest
  static final ArchRule THE_CORE_WRITES_NO_HDF5 =
      noClasses()
          .that()
          .resideInAnyPackage(array(CORE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.hdf5..");

  @ArchTest
  static final ArchRule TRAINING_KNOWS_NO_SAMPLE_NO_TABLE_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage(array(TRAINING))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(array(SAMPLE))
                  .or(resideInAnyPackage("picocli..", "org.apache.parquet..")));

  @ArchTest
  static final ArchRule NETWORKS_KNOW_NO_ENGINE =
      noClasses()
          .that(
              resideInAnyPackage(array(TRAINING))
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.partita.training..",
                              "io.partita.model.archive",
                              "io.partita.device"))))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ENGINES));

  @ArchTest
  static final ArchRule MODEL_ARCHIVES_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.partita.model.archive")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.parquet..", "scala..");

  /** Another module's tests, once they are packaged. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      // Engines use what training has, and nothing uses them: they are found at run time.
      return !location.contains("-tests.jar") && !location.contains("/host-");
    }
  }
}
