package io.partita;

import java.util.Objects;

/** A user's mistake: a stable code, one clear line that says what to do, and exit code 2. */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Mistake mistake;

  public UserException(Mistake mistake, String message) {
    this(mistake, message, null);
  }

  public UserException(Mistake mistake, String message, Throwable cause) {
    super(message, cause);
    this.mistake = Objects.requireNonNull(mistake, "mistake");
  }

  public Mistake mistake() {
    return mistake;
  }
}
