package io.partita.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** Codes as a picture: time from left to right, a row a stage, the first on top, a hue a code. */
public final class CodesPicture {
  private static final int MOST_WIDTH = 1200;
  private static final int ROW_HEIGHT = 12;
  private static final double GOLDEN = 0.618033988749895;

  private CodesPicture() {}

  /**
   * A PNG file, each frame at least one pixel wide.
   *
   * @param codes [stages][frames], at least one of both
   * @param entries of the codebooks
   */
  public static byte[] png(short[][] codes, int entries) {
    int frames = codes[0].length;
    int width = Math.max(1, MOST_WIDTH / frames);
    BufferedImage image =
        new BufferedImage(frames * width, codes.length * ROW_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      short[] stage = codes[y / ROW_HEIGHT];
      for (int x = 0; x < image.getWidth(); x++) {
        int code = stage[x / width];
        image.setRGB(x, y, color(code, entries));
      }
    }
    return Axes.png(image);
  }

  /** Neighbours in a codebook have nothing in common, so their hues are far apart. */
  private static int color(int code, int entries) {
    double hue = code * GOLDEN;
    float brightness = 0.35f + 0.6f * code / entries;
    return Color.HSBtoRGB((float) (hue - Math.floor(hue)), 0.6f, brightness);
  }
}
