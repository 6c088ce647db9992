package io.partita.ingest.audio;

import io.partita.audio.MelRecipe;
import io.partita.audio.MelType;
import java.io.Serializable;

/** Which spectrograms an ingest of audio makes. */
record MelPlan(String recipeName, MelType type, int framesPerSegment) implements Serializable {
  MelRecipe recipe() {
    return MelRecipe.named(recipeName).orElseThrow();
  }
}
