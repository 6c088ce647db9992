package io.partita.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PianoRollPictureTest {
  private static final Rectangle PLOT = PianoRollPicture.PLOT;

  /** A prompt of 2 of 8 seconds, over the 14 rows from 59 to 72. */
  private static final List<RollNote> NOTES =
      List.of(
          new RollNote(0, 1, 60, true),
          new RollNote(1, 2, 64, true),
          new RollNote(2, 4, 67, false),
          new RollNote(4, 8, 71, false));

  @Test
  void notesStandAtTheirTimesAndPitchesInTheColorOfTheirOrigin() throws Exception {
    BufferedImage image = image("A scale", NOTES);
    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(image.getHeight()).isEqualTo(500);
    for (RollNote note : NOTES) {
      Color color = note.isPrompt() ? PianoRollPicture.PROMPT : PianoRollPicture.GENERATED;
      assertThat(at(image, note.startS() + 0.1, note.pitch())).isEqualTo(color);
      assertThat(at(image, note.endS() - 0.1, note.pitch())).isEqualTo(color);
      assertThat(at(image, note.startS() + 0.1, note.pitch() + 1)).isNotEqualTo(color);
    }
    assertThat(at(image, 3.9, 71)).isEqualTo(Color.WHITE);
    assertThat(at(image, 4.1, 67)).isEqualTo(Color.WHITE);
  }

  @Test
  void thePromptsTimeIsShaded() throws Exception {
    BufferedImage image = image("A scale", NOTES);
    assertThat(at(image, 0.5, 69)).isEqualTo(PianoRollPicture.SHADE);
    assertThat(at(image, 1.9, 69)).isEqualTo(PianoRollPicture.SHADE);
    assertThat(at(image, 2.1, 69)).isEqualTo(Color.WHITE);
    BufferedImage without = image("None given", List.of(new RollNote(0, 1, 60, false)));
    for (int x = 0; x < without.getWidth(); x++) {
      assertThat(new Color(without.getRGB(x, PLOT.y + 5))).isNotEqualTo(PianoRollPicture.SHADE);
    }
  }

  @Test
  void theSameNotesAreTheSameBytes() {
    assertThat(PianoRollPicture.png("A scale", NOTES))
        .isEqualTo(PianoRollPicture.png("A scale", NOTES));
  }

  @Test
  void noNotesAndNotesOfNoLengthAreStillPictures() throws Exception {
    assertThat(image("Nothing", List.of())).isNotNull();
    BufferedImage image =
        image("Extremes", List.of(new RollNote(0, 0, 0, true), new RollNote(1, 1, 127, false)));
    assertThat(new Color(image.getRGB(PLOT.x + PLOT.width - 1, PLOT.y + 4)))
        .isEqualTo(PianoRollPicture.GENERATED);
  }

  private static Color at(BufferedImage image, double seconds, int pitch) {
    int x = PLOT.x + (int) Math.round(seconds / 8 * (PLOT.width - 1));
    int y = PLOT.y + (int) ((72 - pitch + 0.5) * PLOT.height / 14);
    return new Color(image.getRGB(x, y));
  }

  private static BufferedImage image(String title, List<RollNote> notes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(PianoRollPicture.png(title, notes)));
  }
}
