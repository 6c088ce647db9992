package io.partita.token;

import io.partita.midi.MidiEvents;

/**
 * A way to write MIDI events as integers. The label and version stand beside every row of tokens; a
 * change of any rule of a scheme is a new version.
 */
public enum TokenScheme {
  /** Compound tokens of the anticipatory music transformer, see {@link CompoundTokens}. */
  ANTICIPATION("anticipation", 1),
  /** The same tokens with the slips of a course notebook, see {@link SeedTokens}. */
  SEED("seed", 1);

  private final String label;
  private final int version;

  TokenScheme(String label, int version) {
    this.label = label;
    this.version = version;
  }

  /** As in the column {@code scheme}. */
  public String label() {
    return label;
  }

  public int version() {
    return version;
  }

  /** A file's tokens in this scheme, or why it has none. */
  public Tokenization encode(MidiEvents events) {
    return TokenEncoder.encode(events, this);
  }
}
