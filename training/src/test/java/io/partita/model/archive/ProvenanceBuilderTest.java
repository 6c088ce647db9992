package io.partita.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceBuilderTest {
  @Test
  void eachNameIsThatOfItsField() {
    ModelCard.LearntFiles files = new ModelCard.LearntFiles("md5", 1, "learnt", "sha");
    assertThat(
            new ProvenanceBuilder()
                .command("a")
                .version("b")
                .runId("c")
                .lake("d")
                .dataset("e")
                .datasetRun("f")
                .trainSplit("g")
                .validationSplit("h")
                .examples(1)
                .validationExamples(2)
                .leftOut(Map.of("i", 3L))
                .options(Map.of("j", 4))
                .otherOptions(Map.of("k", 5))
                .backend("l")
                .sparkMaster("m")
                .startedAt(Instant.EPOCH)
                .learnt(files)
                .build())
        .isEqualTo(
            new ModelCard.Provenance(
                "a",
                "b",
                "c",
                "d",
                "e",
                "f",
                "g",
                "h",
                1,
                2,
                Map.of("i", 3L),
                Map.of("j", 4),
                Map.of("k", 5),
                "l",
                "m",
                "1970-01-01T00:00:00Z",
                files));
  }

  @Test
  void whatMostTrainingsHaveInCommonNeedsNoWord() {
    ModelCard.Provenance usual = ProvenanceFixture.of("bach").build();
    assertThat(usual.trainSplit()).isEqualTo("train");
    assertThat(usual.validationSplit()).isEqualTo("validation");
    assertThat(usual.leftOut()).isEmpty();
    assertThat(usual.options()).isEmpty();
    assertThat(usual.otherOptions()).isEmpty();
    assertThat(usual.learnt()).isNull();
  }

  @Test
  void aRunHasAnId() {
    assertThatNullPointerException()
        .isThrownBy(() -> ProvenanceFixture.of("bach").runId(null).build())
        .withMessage("runId");
  }

  @Test
  void aCopyToGiveAwayNamesNoFolderAboveTheLake() {
    ModelCard.Provenance plain = ProvenanceFixture.of("songs").build();
    for (String lake : new String[] {"/data/music/lake/", "s3a://bucket/lake", "lake"}) {
      ModelCard.Provenance made = ProvenanceFixture.of("songs").lake(lake).build();
      assertThat(made.toGiveAway()).as(lake).isEqualTo(plain);
    }
  }
}
