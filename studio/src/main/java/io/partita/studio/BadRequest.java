package io.partita.studio;

/** What was asked cannot be understood or does not exist: an answer for people, not a fault. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(String message) {
    this(400, message);
  }

  private BadRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  static BadRequest notFound(String message) {
    return new BadRequest(404, message);
  }

  static BadRequest forbidden(String message) {
    return new BadRequest(403, message);
  }

  static BadRequest superseded(String message) {
    return new BadRequest(409, message);
  }

  static BadRequest unavailable(String message) {
    return new BadRequest(503, message);
  }

  int status() {
    return status;
  }
}
