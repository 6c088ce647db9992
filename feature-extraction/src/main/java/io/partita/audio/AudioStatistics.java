package io.partita.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Level, silence and clipping of the samples added so far, as of mono audio. Memory does not depend
 * on their number; statistics of parts can be merged in any order.
 */
public final class AudioStatistics {
  /** What silence has as its level: below the least step of 24 bits. */
  public static final double MIN_DB = -160;

  /** −60 dBFS. */
  private static final float SILENT = 0.001f;

  private long count;
  private long silent;
  private long clipped;
  private float peak;
  private double squares;

  /** Counts samples from 0 to {@code count} − 1. */
  public void add(float[] samples, int count) {
    float largest = peak;
    double sum = squares;
    int quiet = 0;
    int loud = 0;
    for (int i = 0; i < count; i++) {
      float magnitude = Math.abs(samples[i]);
      sum += (double) magnitude * magnitude;
      largest = magnitude > largest ? magnitude : largest;
      quiet += magnitude < SILENT ? 1 : 0;
      loud += magnitude >= FullScale.LARGEST ? 1 : 0;
    }
    this.count += count;
    silent += quiet;
    clipped += loud;
    peak = largest;
    squares = sum;
  }

  /** Counts what another has counted, as if its samples had been added here. */
  public void merge(AudioStatistics other) {
    count += other.count;
    silent += other.silent;
    clipped += other.clipped;
    peak = Math.max(peak, other.peak);
    squares += other.squares;
  }

  /** Writes what was counted. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(silent);
    out.writeLong(clipped);
    out.writeFloat(peak);
    out.writeDouble(squares);
  }

  /** Reads what {@link #write} has written. */
  public static AudioStatistics read(DataInput in) throws IOException {
    AudioStatistics read = new AudioStatistics();
    read.count = in.readLong();
    read.silent = in.readLong();
    read.clipped = in.readLong();
    read.peak = in.readFloat();
    read.squares = in.readDouble();
    return read;
  }

  /** How many samples were added. */
  public long samples() {
    return count;
  }

  /** The largest magnitude: 1 is full scale, and lossy codecs go beyond; 0 without samples. */
  public double peak() {
    return peak;
  }

  /**
   * 20 · log₁₀ of the root of the mean square, in dB of full scale: a full-scale sine has −3.01. At
   * least {@link #MIN_DB}, which silence and no samples at all have.
   */
  public double rmsDb() {
    return count == 0 ? MIN_DB : Math.max(MIN_DB, 10 * Math.log10(squares / count));
  }

  /** The share of samples below −60 dBFS (magnitude under 0.001), 0 to 1; 0 without samples. */
  public double silenceRatio() {
    return count == 0 ? 0 : silent / (double) count;
  }

  /**
   * The share of samples at full scale or beyond (magnitude of at least 32767/32768), 0 to 1; 0
   * without samples.
   */
  public double clipRatio() {
    return count == 0 ? 0 : clipped / (double) count;
  }
}
