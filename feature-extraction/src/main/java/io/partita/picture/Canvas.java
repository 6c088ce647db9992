package io.partita.picture;

import java.awt.Color;

/** What a picture is drawn on, and in which ink. */
@SuppressWarnings("ImmutableEnumChecker") // a Color does not change
public enum Canvas {
  LIGHT(Color.WHITE, Axes.INK, Axes.FAINT),

  /** That of the dark theme's panels. */
  DARK(new Color(0x1D2025), new Color(0xECECEC), new Color(0x3C4148));

  final Color paper;
  final Color ink;
  final Color faint;

  Canvas(Color paper, Color ink, Color faint) {
    this.paper = paper;
    this.ink = ink;
    this.faint = faint;
  }
}
