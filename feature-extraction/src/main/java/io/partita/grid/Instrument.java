package io.partita.grid;

import io.partita.score.Note;

/**
 * What plays some notes of a file.
 *
 * @param program 0 to 127, the one that is in force when a note ends
 * @param channel 0 to 15
 * @param track of the file, from 0
 */
public record Instrument(int program, int channel, int track) {
  /** Whether its notes are drums, whatever its program is. */
  public boolean isDrums() {
    return channel == Note.DRUM_CHANNEL;
  }
}
