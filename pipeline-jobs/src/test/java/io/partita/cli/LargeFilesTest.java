package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that no heap holds is a mistake in one line, before a byte of it is read. */
@Tag("spark")
class LargeFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect LARGE",
        "convert LARGE.mid OUT.wav",
        "convert LARGE.npy OUT.wav",
        "model analyze --model LARGE.npy --input LARGE",
        "generate --model NOTES --start LARGE --out OUT",
        "generate --model builtin:songs --prompt LARGE --out OUT",
        "reconstruct LARGE --model builtin:drums --out OUT",
        "convert LARGE.json OUT.mid",
        "sql --lake . -f LARGE"
      })
  void isRefused(String command) throws IOException {
    Path large = folder.resolve("large");
    for (String ending : List.of("", ".npy", ".mid", ".json")) {
      try (RandomAccessFile sparse = new RandomAccessFile(large + ending, "rw")) {
        sparse.setLength(Math.max(Runtime.getRuntime().maxMemory() / 8, 64 << 20) + 1);
      }
    }
    UntrainedModel.writeNotes(folder.resolve("notes"));
    Object[] words =
        Arrays.stream(command.split(" "))
            .map(word -> word.replace("LARGE", large.toString()))
            .map(word -> word.replace("NOTES", folder.resolve("notes").toString()))
            .map(word -> word.replace("OUT", folder.resolve("out").toString()))
            .toArray();
    assertThat(PartitaRun.of(words).exits(2).mistake()).contains(large.toString());
    assertThat(folder).isDirectoryNotContaining("glob:**out*");
  }

  /** Two gigabytes of empty frames, of a file of 4 kB. */
  @Test
  void framesWithoutMelsAreRefused() throws IOException {
    byte[] file = Npy.of(new float[1000], 10, 100).toFloat32();
    String header = new String(file, 0, 128, java.nio.charset.StandardCharsets.ISO_8859_1);
    String huge = header.replace("(10, 100), }      ", "(0, 2147483647), }");
    System.arraycopy(huge.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 0, file, 0, 127);
    Path mel = Files.write(folder.resolve("mel.npy"), file);
    PartitaRun run = PartitaRun.of("convert", mel, folder.resolve("out.wav"));
    assertThat(run.exits(2).mistake()).contains(mel.toString(), "2147483647");
  }
}
