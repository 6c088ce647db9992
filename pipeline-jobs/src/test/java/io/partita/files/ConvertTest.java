package io.partita.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.numpy.Npy;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command for all conversions, chosen by the endings of both names. */
@Tag("spark")
class ConvertTest {
  @TempDir private Path folder;

  @Tag("e2e")
  @Test
  void optionsMayPrecedeBothNames() throws Exception {
    Path midi = NoteSample.get().midi(0);

    PartitaRun.of("convert", "--rate", "8000", midi, folder.resolve("a.wav")).exits(0);
    PartitaRun.of("convert", midi, folder.resolve("b.wav"), "--rate", "8000").exits(0);

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

  /** One loud mel of eighty is a bright line, low ones at the bottom. */
  @Test
  void aMelBecomesAPicture() throws Exception {
    int loud = 20;
    float[] values = new float[80 * 50];
    for (int mel = 0; mel < 80; mel++) {
      Arrays.fill(values, mel * 50, (mel + 1) * 50, mel == loud ? 0 : -11);
    }
    Path mel = Files.write(folder.resolve("mel.npy"), Npy.of(values, 80, 50).toFloat32());
    Path png = folder.resolve("mel.png");

    PartitaRun.of("convert", mel, png).exits(0);

    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(picture.getWidth()).isEqualTo(1200);
    int pixels = 400 / 80;
    int bottom = 44 + 400;
    int dark = picture.getRGB(500, bottom - pixels / 2 - 1);
    int bright = picture.getRGB(500, bottom - loud * pixels - pixels / 2 - 1);
    assertThat(picture.getRGB(500, 44 + 2)).isEqualTo(dark);
    assertThat(bright & 0xFF00).isGreaterThan(dark & 0xFF00);
    PartitaRun.of("convert", Files.writeString(folder.resolve("x.npy"), "x"), png)
        .mistake(Mistake.MALFORMED_FILE);
  }

  @Test
  void whatNothingConvertsIsAMistake() {
    PartitaRun.of("convert", "a.txt", "b.wav").mistake(Mistake.UNSUPPORTED_FILE);
    PartitaRun.of("convert", "a.mid").mistake(Mistake.MISSING_OPTION);
    PartitaRun.of("convert", NoteSample.get().midi(0), folder.resolve("r.npy"), "--per-beat", 0)
        .mistake(Mistake.BAD_OPTION);
  }
}
