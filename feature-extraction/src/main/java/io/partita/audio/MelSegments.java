package io.partita.audio;

import java.util.Arrays;

/**
 * Gathers frames into segments of a fixed number of them; the last one may be shorter. Segment i
 * holds the frames from i times that number on. Memory is that of one segment, and grows with the
 * frames that really come.
 */
public final class MelSegments implements FrameSink {
  private static final int FIRST_FRAMES = 256;

  private final MelType type;
  private final int nMels;
  private final int framesPerSegment;
  private final Sink sink;
  private byte[] blob;
  private int index;
  private int nFrames;
  private double sum;
  private double sumOfSquares;
  private double min;
  private double max;

  /** Takes each segment when it is full. */
  @FunctionalInterface
  public interface Sink {
    void segment(MelSegment segment);
  }

  /**
   * @param nMels values in a frame
   * @param framesPerSegment at least 1
   */
  public MelSegments(MelType type, int nMels, int framesPerSegment, Sink sink) {
    if (framesPerSegment < 1) {
      throw new IllegalArgumentException("A segment needs a frame, not " + framesPerSegment);
    }
    this.type = type;
    this.nMels = nMels;
    this.framesPerSegment = framesPerSegment;
    this.sink = sink;
    begin();
  }

  @Override
  public void frame(float[] logMel) {
    int frameBytes = nMels * type.bytes();
    if (blob.length == nFrames * frameBytes) {
      blob = Arrays.copyOf(blob, Math.min(framesPerSegment, 2 * nFrames) * frameBytes);
    }
    type.write(logMel, blob, nFrames * frameBytes);
    for (float value : logMel) {
      sum += value;
      sumOfSquares += (double) value * value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    nFrames++;
    if (nFrames == framesPerSegment) {
      end();
    }
  }

  /** Hands over the last segment, unless it would be empty. */
  public void finish() {
    if (nFrames > 0) {
      end();
    }
  }

  private void end() {
    int values = nFrames * nMels;
    double mean = sum / values;
    double std = Math.sqrt(Math.max(0, sumOfSquares / values - mean * mean));
    byte[] whole = Arrays.copyOf(blob, values * type.bytes());
    sink.segment(new MelSegment(index, nFrames, whole, mean, std, min, max));
    index++;
    begin();
  }

  private void begin() {
    blob = new byte[Math.min(FIRST_FRAMES, framesPerSegment) * nMels * type.bytes()];
    nFrames = 0;
    sum = 0;
    sumOfSquares = 0;
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
  }
}
