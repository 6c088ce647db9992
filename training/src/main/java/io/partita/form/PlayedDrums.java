package io.partita.form;

import io.partita.drum.DrumPerformance;
import java.io.Serializable;

/**
 * Drums as they were played, and how fast.
 *
 * @param qpm quarters per minute, rounded to a float: what models learn
 */
public record PlayedDrums(double qpm, DrumPerformance played) implements Serializable {
  public PlayedDrums(double qpm, DrumPerformance played) {
    this.qpm = (float) qpm;
    this.played = played;
  }
}
