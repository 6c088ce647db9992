package io.partita.lake.run;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.lake.file.NewFile;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputGuardTest {
  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(folder.resolve("a song.mid"), "input");
  }

  @Test
  void theSameFileIsRefusedByWhateverName() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.mid"), input);
    Path hardLink = Files.createLink(folder.resolve("hard.mid"), input);
    Path linkedFolder = Files.createSymbolicLink(folder.resolve("there"), folder);
    for (Path out :
        List.of(
            input,
            link,
            hardLink,
            linkedFolder.resolve("a song.mid"),
            folder.resolve("x/../a song.mid").normalize(),
            folder.resolve("./a song.mid"),
            Path.of("").toAbsolutePath().relativize(input))) {
      assertThatMistake(() -> InputGuard.of(input.toString()).keepFrom(out))
          .is(Mistake.SAME_FILE)
          .names(out, input);
      assertThatMistake(() -> InputGuard.of("file://" + input).keepFrom(out)).is(Mistake.SAME_FILE);
      assertThatMistake(() -> InputGuard.of().local(input).keepFrom(out)).is(Mistake.SAME_FILE);
    }
    assertThatMistake(() -> InputGuard.of(link.toString()).keepFrom(input)).is(Mistake.SAME_FILE);
  }

  @Test
  void anotherFileIsNotWhateverItHolds() throws IOException {
    Path equal = Files.writeString(folder.resolve("equal.mid"), "input");
    assertThatCode(
            () -> {
              InputGuard inputs = InputGuard.of(input.toString(), null);
              inputs.keepFrom(equal);
              inputs.keepFrom(folder.resolve("new.mid"));
              inputs.keepFrom(folder.resolve("nowhere/a song.mid"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aViewOnAFileSystemIsSeenThrough() throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.viewfs.mounttable.music.link./songs", folder.toUri().toString());
    InputGuard inputs = new InputGuard(conf).local(input);

    assertThatMistake(
            () ->
                inputs.keepFrom(
                    new org.apache.hadoop.fs.Path("viewfs://music/songs/a song.mid"), "--out x"))
        .is(Mistake.SAME_FILE)
        .names("--out x", "a song.mid");
  }

  @Test
  void noPartOfALakeOrAModelIsWrittenOver() throws IOException {
    Path rows =
        Files.writeString(
            Files.createDirectories(folder.resolve("lake/notes/dataset=x")).resolve("rows"), "");
    Path own = Files.writeString(folder.resolve("lake/evaluation.json"), "");
    Path card =
        Files.writeString(
            Files.createDirectories(folder.resolve("model")).resolve("model.json"), "");
    Path evaluation = Files.writeString(folder.resolve("model/evaluation.json"), "");
    InputGuard inputs =
        InputGuard.of()
            .lake(folder.resolve("lake").toString())
            .model(
                folder.resolve("model").toString(),
                new org.apache.hadoop.fs.Path(folder.resolve("model").toUri()));

    assertThatMistake(() -> inputs.keepFrom(rows))
        .is(Mistake.SAME_FILE)
        .names(rows, "lake", folder.resolve("lake"));
    assertThatMistake(() -> inputs.keepFrom(card))
        .is(Mistake.SAME_FILE)
        .names(card, "model", folder.resolve("model"));
    inputs.keepFrom(own);
    inputs.keepFrom(evaluation);
  }

  @Test
  void aFolderOfWhatAModelMadeKeepsItsOwnPrompt() throws IOException {
    MusicFiles files = MusicFiles.in(folder, new LoudnessOptions(), ReplaceOption.no(), file -> {});
    Files.writeString(folder.resolve("bach-02.mid"), "input");
    InputGuard inputs = InputGuard.of(folder.resolve("bach-02.mid").toString());

    files.claim(inputs, List.of("bach-01", "bach-03"));
    assertThatMistake(() -> files.claim(inputs, List.of("bach-01", "bach-02")))
        .is(Mistake.SAME_FILE)
        .names(folder.resolve("bach-02.mid"));
  }

  @Test
  void aNewFileIsWholeOrNotThere() throws IOException {
    Path file = folder.resolve("new.wav");
    Path part = folder.resolve(".new.wav.part");
    Files.createSymbolicLink(part, input); // as if left behind

    NewFile.write(file, written -> Files.writeString(written, "whole"));
    assertThat(file).hasContent("whole");
    assertThat(input).hasContent("input");
    assertThat(part).doesNotExist();

    assertThatThrownBy(
            () ->
                NewFile.write(
                    file,
                    written -> {
                      Files.writeString(written, "half");
                      throw new IOException("No space");
                    }))
        .hasMessage("No space");
    assertThat(file).hasContent("whole");
    assertThat(part).doesNotExist();
  }

  @Test
  void aFileHasAFolderAndIsNone() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatMistake(() -> NewFile.write(empty, new byte[1])).is(Mistake.BAD_PATH).names(empty);
    Path nowhere = folder.resolve("none/x.wav");
    assertThatMistake(() -> NewFile.write(nowhere, new byte[1]))
        .is(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none"), nowhere);
  }
}
