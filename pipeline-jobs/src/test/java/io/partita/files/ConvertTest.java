package io.partita.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.numpy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command for all conversions: by the endings, the same files as the earlier names. */
@Tag("spark")
class ConvertTest {
  @TempDir private Path folder;

  @Tag("e2e")
  @Test
  void aMidiFileBecomesSoundAsRenderMakesIt() throws Exception {
    Path midi = NoteSample.get().midi(0);

    PartitaRun.of("convert", "--rate", "8000", midi, folder.resolve("a.wav")).exits(0);
    PartitaRun.of("render", midi, folder.resolve("b.wav"), "--rate", "8000").exits(0);

    assertThat(folder.resolve("a.wav")).hasSameBinaryContentAs(folder.resolve("b.wav"));
  }

  @Test
  void aMidiFileBecomesAPianoRoll() throws Exception {
    Path roll = folder.resolve("roll.npy");

    PartitaRun.of("convert", NoteSample.get().midi(0), roll, "--per-beat", 2).exits(0);

    Npy array = Npy.read(Files.readAllBytes(roll));
    assertThat(array.shape()[0]).isEqualTo(128);
    assertThat(array.shape()[1]).isPositive();
  }

  @Tag("e2e")
  @Test
  void soundBecomesMelAndMelBecomesSound() throws Exception {
    Path wav = folder.resolve("a.wav");
    PartitaRun.of("convert", NoteSample.get().midi(0), wav, "--rate", "22050").exits(0);

    PartitaRun.of("convert", wav, folder.resolve("mel.npy")).exits(0);
    PartitaRun.of(
            "convert", folder.resolve("mel.npy"), folder.resolve("b.wav"), "--iterations", "1")
        .exits(0);
    PartitaRun.of("convert", wav, folder.resolve("c.flac")).exits(0);

    assertThat(folder.resolve("b.wav")).isNotEmptyFile();
    assertThat(folder.resolve("c.flac")).isNotEmptyFile();
  }

  @Test
  void whatNothingConvertsIsAMistake() {
    PartitaRun.of("convert", "a.txt", "b.wav").mistake(Mistake.UNSUPPORTED_FILE);
    PartitaRun.of("convert", "a.mid").mistake(Mistake.MISSING_OPTION);
    PartitaRun.of("convert", NoteSample.get().midi(0), folder.resolve("r.npy"), "--per-beat", 0)
        .mistake(Mistake.BAD_OPTION);
  }
}
