package io.partita.picture;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static byte[] png(int rgb) throws IOException {
    BufferedImage image = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 100; y++) {
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void picturesStandThreeInARow() throws Exception {
    ContactSheet sheet = new ContactSheet();
    for (int rgb : new int[] {0xff0000, 0x00ff00, 0x0000ff, 0x888800}) {
      sheet.add("one", png(rgb));
    }

    BufferedImage made = ImageIO.read(new ByteArrayInputStream(sheet.png("four")));

    assertThat(made.getWidth()).isEqualTo(1200);
    assertThat(made.getRGB(200, 100) & 0xffffff).isEqualTo(0xff0000);
    assertThat(made.getRGB(600, 100) & 0xffffff).isEqualTo(0x00ff00);
    assertThat(made.getRGB(1000, 100) & 0xffffff).isEqualTo(0x0000ff);
    assertThat(made.getRGB(200, 100 + 30 + 125) & 0xffffff).as("below").isEqualTo(0x888800);
  }

  @Test
  void whatIsNoPictureIsTold() {
    assertThatThrown(IOException.class, () -> new ContactSheet().add("epoch 3", new byte[] {1, 2}))
        .names("epoch 3", "PNG");
  }
}
