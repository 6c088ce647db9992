package io.partita.download;

import java.io.IOException;

/** A try ended before the file was whole, and another one may well go further. */
final class CutException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String retryAfter;

  CutException(String reason) {
    this(reason, null);
  }

  /**
   * @param reason as the end of a sentence
   * @param retryAfter the server's header; null for none
   */
  CutException(String reason, String retryAfter) {
    super(reason);
    this.retryAfter = retryAfter;
  }

  String retryAfter() {
    return retryAfter;
  }
}
