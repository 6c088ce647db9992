package io.partita.model.archive;

import java.io.IOException;

/** A file of a model archive is not what Partita writes; the message says how, without a stop. */
final class DamagedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedArchiveException(String how) {
    super(how);
  }

  DamagedArchiveException(String how, Exception cause) {
    super(how, cause);
  }
}
