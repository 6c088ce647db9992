package io.partita.cli;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.AudioSample;
import io.partita.FailingFileSystem;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task fails at a file: the kind of failure stays what it is, and the file is named. */
@Tag("spark")
class TaskFailureTest {
  @TempDir private static Path folders;

  /** Tasks of a command that failed may write a moment longer than it runs. */
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  /** A command for each partition that reads files, and the file that it fails at. */
  static Stream<Arguments> partitions() throws IOException {
    Path data = Files.createTempDirectory(folders, "of-each");
    Path midi = Files.createDirectories(data.resolve("midi"));
    SharedFolders.copyFile(NoteSample.get().midi(0), midi.resolve("line.mid"));
    Path audio = Files.createDirectories(data.resolve("audio/rock"));
    Files.write(audio.resolve("clip.mp3"), AudioSample.wholeClip().getValue());
    Path zip = SharedFolders.copyFile(AudioSample.audio(), data.resolve("fma_small.zip"));
    Path metadata =
        SharedFolders.copyFile(AudioSample.metadata(), data.resolve("fma_metadata.zip"));
    Path tar = SharedFolders.copyFile(Sample.get().archive(), data.resolve("lakh.tar.gz"));
    Path summary = SharedFolders.copyFile(Sample.get().metadata(), data.resolve("summary.h5"));
    return Stream.of(
        Arguments.of("line.mid", ingest("midi", midi)),
        Arguments.of("lakh.tar.gz", ingest("midi", tar)),
        Arguments.of("clip.mp3", ingest("audio", audio.getParent())),
        Arguments.of("msd", ingest("msd", copied(Sample.get().msd(), data.resolve("msd")))),
        Arguments.of(
            "summary.h5",
            List.of("ingest-lmd", "--input", tar, "--metadata", FailingFileSystem.of(summary))),
        Arguments.of(
            "fma_small.zip",
            List.of("ingest-fma", "--input", FailingFileSystem.of(zip), "--metadata", metadata)),
        Arguments.of(
            "csv of fma_metadata.zip",
            List.of("ingest-fma", "--input", zip, "--metadata", FailingFileSystem.of(metadata))));
  }

  private static List<Object> ingest(String kind, Path input) {
    return List.of("ingest-" + kind, "--input", FailingFileSystem.of(input));
  }

  private static Path copied(Path from, Path to) throws IOException {
    SharedFolders.copy(from, to);
    return to;
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aBugHasAStackTraceWithTheInput(String input, List<Object> command) {
    PartitaRun run =
        run(() -> new IndexOutOfBoundsException("Index 7 out of bounds"), command).exits(1);

    assertThat(run.err())
        .contains("java.lang.IndexOutOfBoundsException: Index 7")
        .containsPattern("At \\S*" + input + ".*IndexOutOfBounds")
        .contains("\tat io.partita.FailingFileSystem.open");
    assertThat(run.errLines()).noneMatch(line -> line.startsWith("Failed: "));
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aFailedReadIsOneLineWithTheInput(String input, List<Object> command) {
    PartitaRun run = run(() -> new IOException("Input/output error"), command).exits(1);

    assertThat(run.errLines())
        .filteredOn(line -> !line.endsWith("…"))
        .singleElement()
        .asString()
        .is(naming("Failed", "Input/output error"))
        .contains(input);
  }

  @Test
  void soIsOneOfAFileThatNoTaskReads() throws IOException {
    Path scores = SharedFolders.copyFile(Sample.get().matchScores(), folder.resolve("scores.json"));
    List<Object> command =
        List.of(
            "ingest-lmd",
            "--input",
            Sample.get().archive(),
            "--match-scores",
            FailingFileSystem.of(scores));
    PartitaRun run =
        FailingFileSystem.runOnDriver(
                () -> new IOException("Input/output error"), arguments(command))
            .exits(1);

    assertThat(run.errLines())
        .filteredOn(line -> !line.endsWith("…"))
        .singleElement()
        .asString()
        .is(naming("Failed", "Input/output error", "scores.json"));
  }

  /** Here it is a decoder in the midst of its work that meets with the failure. */
  @ParameterizedTest
  @MethodSource("partitions")
  void aBugHalfWayThroughAFileIsOne(String input, List<Object> command) {
    PartitaRun run =
        FailingFileSystem.runHalfWay(
                () -> new ArrayIndexOutOfBoundsException("Index 7"), arguments(command))
            .exits(1);

    assertThat(run.err())
        .contains("java.lang.ArrayIndexOutOfBoundsException: Index 7")
        .containsPattern("At \\S*" + input + ".*ArrayIndexOutOfBounds")
        .contains("\tat io.partita.FailingFileSystem");
    assertThat(run.errLines()).noneMatch(line -> line.startsWith("Failed: "));
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aFailedReadHalfWayThroughAFileIsOneLine(String input, List<Object> command) {
    PartitaRun run =
        FailingFileSystem.runHalfWay(() -> new IOException("No such device"), arguments(command))
            .exits(1);

    assertThat(run.errLines())
        .filteredOn(line -> !line.endsWith("…"))
        .singleElement()
        .asString()
        .is(naming("Failed", "No such device"))
        .contains(input);
  }

  /** What is thrown and what the command ends with, whichever partition it is. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        bug(() -> new StackOverflowError(), "StackOverflowError"),
        bug(() -> new NoClassDefFoundError("org/x/Gone"), "org/x/Gone"),
        bug(() -> new IOException(new IllegalStateException("x")), "IllegalStateException: x"),
        failure(() -> new RuntimeException(new IOException("no route")), "no route"),
        failure(() -> new FileNotFoundException("/x is gone"), "/x is gone"),
        failure(() -> new Error("as FSError", new IOException("no space")), "no space"),
        failure(() -> new OutOfMemoryError("Java heap space"), "PARTITA_MEMORY"));
  }

  private static Arguments bug(Supplier<Throwable> thrown, String named) {
    return Arguments.of(thrown, Failure.Kind.BUG, named);
  }

  private static Arguments failure(Supplier<Throwable> thrown, String named) {
    return Arguments.of(thrown, Failure.Kind.ENVIRONMENT, named);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsThrownKeepsItsKind(Supplier<Throwable> thrown, Failure.Kind kind, String named)
      throws IOException {
    Path input = Files.createDirectories(folder.resolve("midi"));
    SharedFolders.copyFile(NoteSample.get().midi(0), input.resolve("line.mid"));

    PartitaRun run = run(thrown, ingest("midi", input)).exits(1);

    if (kind == Failure.Kind.BUG) {
      assertThat(run.err()).contains("\tat ").is(naming(named)).doesNotContain("Failed: ");
    } else {
      assertThat(run.errLines())
          .filteredOn(line -> !line.endsWith("…"))
          .singleElement()
          .asString()
          .is(naming("Failed", named));
    }
  }

  @Test
  void aTaskWhoseExceptionDidNotComeAlongIsTakenAtSparksWord() {
    String task =
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
            + " failure: Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.1 executor 3): ";
    assertThat(
            Failure.of(
                new Exception(task + "java.io.IOException: No space left on device\n\tat x")))
        .isEqualTo(
            new Failure(
                Failure.Kind.ENVIRONMENT, Optional.empty(), "Failed: No space left on device"));
    assertThat(
            Failure.of(
                    new Exception(
                        task
                            + "java.lang.IllegalStateException: At a.mid\n\tat x\nCaused by:"
                            + " java.lang.ArithmeticException: / by zero\n\tat y"))
                .kind())
        .isEqualTo(Failure.Kind.BUG);
    assertFullExecutor(
        Failure.of(new Exception(task + "java.lang.OutOfMemoryError: Java heap space\n")));
    assertFullExecutor(
        Failure.of(
            new Exception(
                task.substring(0, task.indexOf("Lost task"))
                    + "Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.1 executor 3):"
                    + " ExecutorLostFailure (executor 3 exited caused by one of the running"
                    + " tasks) Reason: Command exited with code 52\nDriver stacktrace:")));
    assertThat(
            Failure.of(
                new Exception(
                    task + "io.partita.UserException: --metadata x.h5 is damaged.\n\tat x")))
        .isEqualTo(Failure.mistaken(Mistake.MALFORMED_FILE, "--metadata x.h5 is damaged."));
  }

  private static void assertFullExecutor(Failure failure) {
    assertThat(failure.kind()).isEqualTo(Failure.Kind.ENVIRONMENT);
    assertThat(failure.mistake()).isEmpty();
    assertThat(failure.line()).is(naming("1 GiB", "PARTITA_SPARK_OPTS", "--executor-memory"));
  }

  private PartitaRun run(Supplier<? extends Throwable> thrown, List<Object> command) {
    return FailingFileSystem.run(thrown, arguments(command));
  }

  private Object[] arguments(List<Object> command) {
    List<Object> all = new ArrayList<>(command);
    all.addAll(List.of("--lake", folder.resolve("lake"), "--dataset", "d"));
    return all.toArray();
  }
}
