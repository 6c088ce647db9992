package io.partita.grid;

import io.partita.midi.MidiEvents;
import io.partita.score.Note;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The drum notes that begin in a piece, in the order of their onsets, where they were played and
 * how loud. A stroke needs no end: those that {@link StepNotes} leaves out, as they have no length,
 * are here too.
 */
public final class DrumStrokes {
  private final double[] onset;
  private final byte[] pitch;
  private final byte[] velocity;

  private DrumStrokes(int size) {
    onset = new double[size];
    pitch = new byte[size];
    velocity = new byte[size];
  }

  public int size() {
    return pitch.length;
  }

  /** The onset between the steps, in steps from the piece's start; exact, as ticks give it. */
  public double onset(int stroke) {
    return onset[stroke];
  }

  /** 0 to 127. */
  public int pitch(int stroke) {
    return pitch[stroke];
  }

  /** 1 to 127. */
  public int velocity(int stroke) {
    return velocity[stroke];
  }

  /** Assigns the strokes of a file to its pieces, in their order. */
  static final class Cutter {
    private static final int NOTE_ON = 0x90;

    private final MidiEvents events;
    private final TrackZeroTime time;

    /** Note ons by their ticks, at one tick track after track. */
    private final List<Integer> strokes = new ArrayList<>();

    private int next;

    Cutter(MidiEvents events, TrackZeroTime time) {
      this.events = events;
      this.time = time;
      for (int track = 0; track < events.trackCount(); track++) {
        for (int e = events.firstEvent(track); e < events.endEvent(track); e++) {
          if (events.status(e) == (NOTE_ON | Note.DRUM_CHANNEL) && events.data2(e) > 0) {
            strokes.add(e);
          }
        }
      }
      strokes.sort(Comparator.comparingLong(events::tick));
    }

    DrumStrokes next(double startTick, double endS) {
      int first = next;
      while (next < strokes.size() && time.secondsAt(events.tick(strokes.get(next))) < endS) {
        next++;
      }
      DrumStrokes own = new DrumStrokes(next - first);
      for (int k = first; k < next; k++) {
        int e = strokes.get(k);
        double ticks = (events.tick(e) - startTick) * StepGrid.STEPS_PER_QUARTER;
        own.onset[k - first] = ticks / events.division().ticksPerQuarter();
        own.pitch[k - first] = (byte) events.data1(e);
        own.velocity[k - first] = (byte) events.data2(e);
      }
      return own;
    }
  }
}
