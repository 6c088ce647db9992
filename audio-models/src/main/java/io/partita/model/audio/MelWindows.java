package io.partita.model.audio;

import io.partita.audio.MelRecipe;
import io.partita.audio.Windows;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * Cuts the segments of files into windows, as if each file's were one: what a segment leaves is put
 * before the next one. One segment is in memory.
 */
final class MelWindows implements Iterator<AudioWindow> {
  private static final int NO_TRACK = -1;

  private final Iterator<Tuple2<Long, MelRows.Segment>> segments;
  private final MelRecipe recipe;
  private final TrackWindows cutting;
  private final Queue<AudioWindow> ready = new ArrayDeque<>();
  private Windows windows;
  private int track = NO_TRACK;
  private int number;
  private float[][] rest = new float[0][];

  /**
   * @param segments sorted by file and number
   * @param cutting of frames
   */
  MelWindows(
      Iterator<Tuple2<Long, MelRows.Segment>> segments, MelRecipe recipe, TrackWindows cutting) {
    this.segments = segments;
    this.recipe = recipe;
    this.cutting = cutting;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && segments.hasNext()) {
      Tuple2<Long, MelRows.Segment> next = segments.next();
      begin(AudioWindow.track(next._1));
      add(next._2.frames(recipe.nMels()));
      if (!segments.hasNext()) {
        begin(NO_TRACK);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public AudioWindow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /** Ends the file before, if this is another one. */
  private void begin(int next) {
    if (next == track) {
      return;
    }
    if (track != NO_TRACK) {
      if (windows.isPadded(rest.length)) {
        give(rest, 0);
      }
      if (number == 0) {
        ready.add(AudioWindow.none(track, AudioWindow.TOO_SHORT));
      }
    }
    if (next != NO_TRACK) {
      windows = cutting.of(next);
    }
    track = next;
    number = 0;
    rest = new float[0][];
  }

  private void add(float[][] frames) {
    float[][] all = new float[rest.length + frames.length][];
    System.arraycopy(rest, 0, all, 0, rest.length);
    System.arraycopy(frames, 0, all, rest.length, frames.length);
    int whole = Math.toIntExact(windows.whole(all.length));
    for (int window = 0; window < whole; window++) {
      give(all, window);
    }
    rest = Arrays.copyOfRange(all, whole * windows.hop(), all.length);
  }

  private void give(float[][] frames, int window) {
    ready.add(AudioWindow.of(track, number++, windows.cut(frames, window, recipe)));
  }
}
