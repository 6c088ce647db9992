package io.partita.kind.cvae;

import io.partita.model.ModelKind;
import io.partita.model.job.KindJob;

/** What one command does with VAEs of audio. */
interface CvaeJob extends KindJob<Cvae> {
  @Override
  default ModelKind<Cvae> kind() {
    return CvaeKind.KIND;
  }
}
