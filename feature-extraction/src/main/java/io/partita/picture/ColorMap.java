package io.partita.picture;

/**
 * Near-black over violet, red and orange to pale yellow, even to the eye: lightness grows all the
 * way, and equal steps are equal distances in OKLab (Ottosson, 2020).
 */
final class ColorMap {
  private static final int STEPS = 256;
  private static final int FINE = 4096;

  private static final double DARKEST = 0.08;
  private static final double LIGHTEST = 0.98;
  private static final double FROM_HUE = Math.toRadians(275);
  private static final double HUE_TURN = Math.toRadians(190);
  private static final double MOST_CHROMA = 0.22;

  private static final int[] RGB = steps();

  private ColorMap() {}

  /** 0xRRGGBB for 0, the least, to 1; outside is as at the end. */
  static int rgb(double value) {
    int step = (int) Math.floor(value * STEPS);
    return RGB[Math.max(0, Math.min(STEPS - 1, step))];
  }

  /** Picks colors off the path so that equal distances lie between them. */
  private static int[] steps() {
    double[][] path = new double[FINE + 1][];
    double[] travelled = new double[FINE + 1];
    for (int i = 0; i <= FINE; i++) {
      path[i] = lab((double) i / FINE);
      travelled[i] = i == 0 ? 0 : travelled[i - 1] + distance(path[i - 1], path[i]);
    }
    int[] steps = new int[STEPS];
    int at = 0;
    for (int step = 0; step < STEPS; step++) {
      double wanted = travelled[FINE] * step / (STEPS - 1);
      while (at < FINE && travelled[at] < wanted) {
        at++;
      }
      double[] rgb = linearRgb(path[at]);
      steps[step] = encoded(rgb[0]) << 16 | encoded(rgb[1]) << 8 | encoded(rgb[2]);
    }
    return steps;
  }

  /** The color at a point of the path, as saturated as sRGB can show it. */
  private static double[] lab(double t) {
    double lightness = DARKEST + t * (LIGHTEST - DARKEST);
    double hue = FROM_HUE + t * HUE_TURN;
    double chroma = MOST_CHROMA * Math.sin(Math.PI * (0.08 + 0.87 * t));
    double[] lab = polar(lightness, chroma, hue);
    while (!isInGamut(linearRgb(lab))) {
      chroma *= 0.995;
      lab = polar(lightness, chroma, hue);
    }
    return lab;
  }

  private static double[] polar(double lightness, double chroma, double hue) {
    return new double[] {lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)};
  }

  /**
   * OKLab's definition: to cone responses by its inverse matrix and a cube, then to linear sRGB.
   */
  private static double[] linearRgb(double[] lab) {
    double l = Math.pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
    double m = Math.pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
    double s = Math.pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
    return new double[] {
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    };
  }

  private static boolean isInGamut(double[] rgb) {
    for (double part : rgb) {
      if (part < -1e-4 || part > 1 + 1e-4) {
        return false;
      }
    }
    return true;
  }

  /** The transfer function of sRGB (IEC 61966-2-1), as 0 to 255. */
  private static int encoded(double linear) {
    double part = Math.max(0, Math.min(1, linear));
    double coded = part <= 0.0031308 ? 12.92 * part : 1.055 * Math.pow(part, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * coded);
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }
}
