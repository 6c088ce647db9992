package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has no room is told what holds some and how to free it. */
class FullDiskTest {
  private static final Failure FULL = Failure.of(new IOException("No space left on device"));

  @TempDir private Path lake;

  @BeforeEach
  void leaveStagedOutput() throws IOException {
    stage("small", 100_000);
    stage("large", 2_500_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device (at part 1 of x)",
        "Disk quota exceeded",
        "The DiskSpace quota of /lake is exceeded: quota = 10 B"
      })
  void whatInterruptedRunsHoldIsNamedWithTheCommandThatFreesIt(String message) {
    assertThat(FullDisk.advice(Failure.of(new IOException(message)), lake.toString()))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("2.5 MB", "large", "0.1 MB", "small")
                    .endsWith("partita drop large --previous --yes --lake " + lake));
  }

  @Test
  void otherFailuresAndEmptyLakesGetNoAdvice() {
    assertThat(FullDisk.advice(Failure.of(new IOException("Connection reset")), lake.toString()))
        .isEmpty();
    assertThat(FullDisk.advice(FULL, lake.resolve("elsewhere").toString())).isEmpty();
  }

  private void stage(String dataset, int bytes) throws IOException {
    Path folder = lake.resolve("_partita").resolve(dataset).resolve("files/run-1/notes");
    Files.createDirectories(folder);
    Files.write(folder.resolve("part-0.parquet"), new byte[bytes]);
  }
}
