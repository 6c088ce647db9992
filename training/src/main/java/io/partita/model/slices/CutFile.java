package io.partita.model.slices;

import java.util.List;

/**
 * A MIDI file cut into slices of one length.
 *
 * @param slices in the order in which they are played, instrument after instrument
 * @param dropped notes that no slice can have
 * @param whyNone a sentence, without a stop, for a person; empty where there are slices
 */
public record CutFile(List<CutSlice> slices, int dropped, String whyNone) {
  public CutFile {
    slices = List.copyOf(slices);
  }
}
