package io.partita.kind.groovae;

/** What a GrooVAE is for: to restore what its encoder did not see of a performance in training. */
enum Task {
  HUMANIZE("gives a beat velocities and timing"),
  TAPS("makes drums of taps"),
  ADD("adds drums to a beat"),
  TRANSFER("plays a beat with another's groove"),
  NONE("plays again what it hears");

  private final String title;

  Task(String title) {
    this.title = title;
  }

  /** What such a model does, as the end of a sentence. */
  String title() {
    return title;
  }

  static Task of(GrooVae model) {
    if (model.tap()) {
      return TAPS;
    }
    if (!model.addInstruments().isEmpty()) {
      return ADD;
    }
    if (model.humanize()) {
      return HUMANIZE;
    }
    return model.hitsControl() ? TRANSFER : NONE;
  }
}
