package io.partita.model.audio;

import io.partita.audio.compare.AudioPrint;
import io.partita.audio.compare.AudioPrinter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Prints of files, of their segments one after the other. */
final class MelPrints implements Iterator<Tuple2<Integer, AudioPrint>> {
  private final Iterator<Tuple2<Long, MelRows.Segment>> segments;
  private Tuple2<Long, MelRows.Segment> ahead;

  /**
   * @param segments sorted by file and number, of the recipe that prints are made of
   */
  MelPrints(Iterator<Tuple2<Long, MelRows.Segment>> segments) {
    this.segments = segments;
    this.ahead = segments.hasNext() ? segments.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Tuple2<Integer, AudioPrint> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int track = AudioWindow.track(ahead._1);
    AudioPrinter printer = new AudioPrinter();
    while (ahead != null && AudioWindow.track(ahead._1) == track) {
      for (float[] frame : ahead._2.frames(AudioPrint.RECIPE.nMels())) {
        printer.frame(frame);
      }
      ahead = segments.hasNext() ? segments.next() : null;
    }
    return new Tuple2<>(track, printer.print());
  }
}
