package io.partita.picture;

import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures beside and below each other, small, each with a caption. */
public final class ContactSheet {
  private static final int COLUMNS = 3;
  private static final int MARGIN = 24;
  private static final int TOP = 64;
  private static final int CAPTION = 30;

  private final List<BufferedImage> images = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /**
   * Adds a picture.
   *
   * @param png a PNG file, about as wide and high as the others
   * @throws IOException where it is none
   */
  public void add(String caption, byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    if (image == null) {
      throw new IOException("The picture of " + caption + " is no PNG file");
    }
    images.add(image);
    captions.add(caption);
  }

  /**
   * The pictures so far, three in a row, as a PNG file 1200 pixels wide.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public byte[] png(String title) {
    int width = (Axes.WIDTH - (COLUMNS + 1) * MARGIN) / COLUMNS;
    int height =
        images.stream()
            .mapToInt(image -> image.getHeight() * width / image.getWidth())
            .max()
            .orElse(0);
    int rows = (images.size() + COLUMNS - 1) / COLUMNS;
    Axes axes = new Axes(title, TOP + rows * (height + CAPTION) + MARGIN);
    axes.graphics()
        .setRenderingHint(
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (int i = 0; i < images.size(); i++) {
      BufferedImage image = images.get(i);
      Rectangle place =
          new Rectangle(
              MARGIN + i % COLUMNS * (width + MARGIN),
              TOP + i / COLUMNS * (height + CAPTION),
              width,
              image.getHeight() * width / image.getWidth());
      axes.graphics().drawString(captions.get(i), place.x, place.y - 8);
      axes.graphics().drawImage(image, place.x, place.y, place.width, place.height, null);
      axes.frame(place);
    }
    return axes.png();
  }
}
