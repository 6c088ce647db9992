package io.partita.kind.hosted;

import io.partita.kind.hosted.file.HostedDescription;
import io.partita.model.job.ModelJob;

/** What one command does with models trained elsewhere, each a file that an engine runs. */
public interface FileJob extends ModelJob {
  /** Whether a model is one of the sort, by what its file says; nothing is run. */
  boolean takes(HostedDescription model);
}
