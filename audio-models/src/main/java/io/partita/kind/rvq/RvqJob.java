package io.partita.kind.rvq;

import io.partita.model.ModelKind;
import io.partita.model.job.KindJob;

/** What one command does with quantisers. */
interface RvqJob extends KindJob<Rvq> {
  @Override
  default ModelKind<Rvq> kind() {
    return RvqKind.KIND;
  }
}
