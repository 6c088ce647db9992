package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.lake.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an export that fails or is killed, and that the same command works then. */
@InTurn
class BrokenExportTest {
  @TempDir private static Path data;
  @TempDir private Path folder;

  private Path out;
  private Path unfinished;

  @BeforeEach
  void ingest() {
    out = folder.resolve("x/arrays");
    unfinished = folder.resolve("x/_arrays.unfinished");
    if (!Files.exists(data.resolve("lake"))) {
      PartitaRun.line(
              "ingest-midi --input {} --lake {} --dataset songs --split 50/25/25",
              Sample.get().archive(),
              data.resolve("lake"))
          .exits(0);
    }
  }

  @Test
  void afterAFailureThereIsNothing() throws Exception {
    Path file = damageable();
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    for (int i = 4; i < whole.length * 3 / 4; i++) {
      damaged[i] = (byte) ~damaged[i];
    }
    Files.write(file, damaged);
    try {
      PartitaRun.of(export()).exits(1);
      assertThat(folder.resolve("x")).isEmptyDirectory();
    } finally {
      Files.write(file, whole);
    }

    PartitaRun.of(export()).exits(0);
    assertComplete();
  }

  @Tag("full")
  @Test
  void whatAKilledRunLeftIsDeletedByTheNext() throws Exception {
    Path begun = unfinished.resolve("result/train.npy");
    try (ChildPartita child =
        ChildPartita.start(folder, List.of("spark.master=local[2]"), export())) {
      child.killWhen(() -> Files.exists(begun));
    }
    assertThat(begun).exists();
    assertThat(out).doesNotExist();
    Files.writeString(unfinished.resolve("result/stale.npy"), "of another time");

    PartitaRun.of(export()).exits(0);
    assertComplete();
  }

  @Test
  void theFolderOfARunThatLivesIsLeftToIt() throws Exception {
    FileSystem disk = FileSystem.getLocal(new Configuration()).getRaw();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(unfinished.toUri());
    try (WriterLock lock = WriterLock.ofFolder(disk, path, "this folder", "export")) {
      PartitaRun run = PartitaRun.of(export()).exits(1);

      run.warns("Failed", "export", "pid", ProcessHandle.current().pid());
      lock.requireHeld();
    }
    PartitaRun.of(export()).exits(0);
    assertComplete();
  }

  @Tag("full")
  @Test
  void anEmptyFolderBecomesTheResultAndALinkToOneStaysALink() throws Exception {
    Files.createDirectories(out);
    PartitaRun.of(export()).exits(0);
    assertComplete();
    Path real = Files.createDirectories(folder.resolve("elsewhere/real"));
    out = Files.createSymbolicLink(folder.resolve("x/link"), real);

    PartitaRun.of(export()).exits(0);

    assertThat(out).isSymbolicLink();
    assertThat(real.resolve("README.md")).isRegularFile();
    assertThat(folder.resolve("elsewhere").toFile().list()).containsExactly("real");
    PartitaRun.of(export("--again")).mistake(Mistake.OCCUPIED).names(out);
    assertThat(folder.resolve("elsewhere").toFile().list()).containsExactly("real");
  }

  private Object[] export(Object... more) {
    Stream<Object> words =
        Stream.of(
            "export",
            "--lake",
            data.resolve("lake"),
            "--dataset",
            "songs",
            "--what",
            "notes",
            "--format",
            "npy",
            "--out",
            out);
    return Stream.concat(words, Stream.of(more)).toArray();
  }

  private void assertComplete() {
    assertThat(folder.resolve("x").toFile().list()).containsExactly("arrays");
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder(
            "README.md",
            "export.json",
            "train.npy",
            "train-offsets.npy",
            "train-documents.txt",
            "train-groups.npy",
            "validation.npy",
            "validation-offsets.npy",
            "validation-documents.txt",
            "validation-groups.npy",
            "test.npy",
            "test-offsets.npy",
            "test-documents.txt",
            "test-groups.npy");
  }

  /** A file of the table that is exported. */
  private static Path damageable() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("lake/notes"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }
}
