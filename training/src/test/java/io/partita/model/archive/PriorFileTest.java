package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may have put beside a model as its prior. */
class PriorFileTest {
  private static final String PRIOR =
      """
      {"network_sha256": "aa", "dataset": "d", "dataset_run": "r", "split": "train",
       "examples": 1, "version": "0", "components": [{"share": 1, "mean": [2], "factor": [1]}]}\
      """;

  @TempDir private Path folder;

  @Test
  void isRead() throws IOException {
    assertThat(prior(PRIOR).components().get(0).mean()).containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"NaN\"", "null", "1e39", "2000001", "-3e38", "1, 2", "", "[1]", "\"2\""})
  void otherMeansAreDamage(String mean) {
    assertThatMistake(() -> prior(PRIOR.replace("[2]", "[" + mean + "]")))
        .is(Mistake.DAMAGED_MODEL)
        .names(PriorFile.NAME);
  }

  /** A tree of JSON takes thirty times the memory of its file. */
  @Test
  void whatNoMemoryHoldsIsNotParsed() throws IOException {
    Path file = folder.resolve(PriorFile.NAME);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((32 << 20) + 1);
    }
    ModelFolder model = ModelFolder.at(folder.toString(), new Configuration());
    assertThatMistake(() -> PriorFile.of(model))
        .is(Mistake.DAMAGED_MODEL)
        .names(PriorFile.NAME, "33,554,432");
  }

  private PriorFile prior(String json) throws IOException {
    Files.writeString(folder.resolve(PriorFile.NAME), json);
    return PriorFile.of(ModelFolder.at(folder.toString(), new Configuration())).orElseThrow();
  }
}
