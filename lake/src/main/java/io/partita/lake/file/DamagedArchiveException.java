package io.partita.lake.file;

import java.io.IOException;

/**
 * A file that others may have put there, as one of a model archive, is not what Partita writes; the
 * message says how, without a stop.
 */
public final class DamagedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedArchiveException(String how) {
    super(how);
  }

  public DamagedArchiveException(String how, Exception cause) {
    super(how, cause);
  }
}
