package io.partita.kind.cvae;

/** The families of networks that there are; each has its own builder. */
enum CvaeFamily {
  /** Of log-mel, see {@link MelConv}. */
  MEL_CONV(new MelConv()),

  /** Of waves, see {@link WaveConv}. */
  WAVE_CONV(new WaveConv()),

  /** A course's network for whole clips, as it ran, see {@link Resnet1dSeed}. */
  RESNET1D_SEED(new Resnet1dSeed());

  @SuppressWarnings("ImmutableEnumChecker") // builders have no state
  private final CvaeBuilder builder;

  CvaeFamily(CvaeBuilder builder) {
    this.builder = builder;
  }

  CvaeBuilder builder() {
    return builder;
  }
}
