package io.partita.audio;

/** Receives the frames of {@link LogMel} in order. */
@FunctionalInterface
public interface FrameSink {
  /**
   * @param logMel nMels logarithms from low to high, in an array that the next frame overwrites
   */
  void frame(float[] logMel);
}
