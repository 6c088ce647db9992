package io.partita;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The one dependency rule, {@code pipeline-jobs → training → feature-extraction}, package by
 * package. A package named in neither list below belongs to the core.
 */
@AnalyzeClasses(packages = "io.partita", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] JOBS = {
    "io.partita.jobs..",
    "io.partita.lake..",
    "io.partita.cli..",
    "io.partita.cluster..",
    "io.partita.notebook.."
  };
  private static final String[] TRAINING = {
    "io.partita.model..", "io.partita.training..", "io.partita.hosted.."
  };
  private static final String[] ENGINES = {
    "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala.."
  };
  private static final String[] MODEL_LIBRARIES = {"org.deeplearning4j..", "org.nd4j.."};

  @ArchTest
  static void theRulesSeeTheCore(JavaClasses classes) {
    assertThat(classes.contain(MalformedInputException.class)).isTrue();
  }

  @ArchTest
  static final ArchRule THE_CORE_KNOWS_NO_ENGINE_NO_MODEL_AND_NO_COMMAND_LINE =
      noClasses()
          .that(not(resideInAnyPackage(JOBS).or(resideInAnyPackage(TRAINING))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ENGINES)
                  .or(resideInAnyPackage(MODEL_LIBRARIES))
                  .or(resideInAnyPackage(TRAINING))
                  .or(resideInAnyPackage(JOBS))
                  .or(resideInAnyPackage("picocli..")));

  @ArchTest
  static final ArchRule TRAINING_KNOWS_NO_TABLE_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage(TRAINING)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(JOBS).or(resideInAnyPackage("picocli..", "org.apache.parquet..")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NETWORKS_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAnyPackage("io.partita.model..", "io.partita.hosted..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ENGINES).or(resideInAnyPackage("io.partita.training..")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule TABLES_KNOW_NO_JOB =
      noClasses()
          .that()
          .resideInAPackage("io.partita.lake..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.partita.jobs..")
          .allowEmptyShould(true);
}
