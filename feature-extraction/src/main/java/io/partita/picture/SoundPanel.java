package io.partita.picture;

import java.awt.Rectangle;

/** A sound as {@link AudioPanels} show it. */
sealed interface SoundPanel permits WavePanel, MelPanel {
  /** Above it. */
  String caption();

  double durationS();

  /**
   * Draws the sound from the left on.
   *
   * @param plot as long as {@code longestS}
   * @param scale what all panels of its kind share: the largest magnitude of a sample, or the
   *     loudest power in dB
   */
  void draw(Axes axes, Rectangle plot, double longestS, double scale);
}
