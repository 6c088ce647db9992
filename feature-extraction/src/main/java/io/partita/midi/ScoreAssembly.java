package io.partita.midi;

/** Events to score. */
final class ScoreAssembly {
  private ScoreAssembly() {}

  static Score score(MidiEvents events) {
    return Score.builder(events.division()).build();
  }
}
