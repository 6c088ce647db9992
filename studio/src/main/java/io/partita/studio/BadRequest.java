package io.partita.studio;

import java.util.Map;

/** What was asked cannot be understood or does not exist: an answer for people, not a fault. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int position;

  BadRequest(String message) {
    this(400, message);
  }

  private BadRequest(int status, String message) {
    this(status, message, -1);
  }

  private BadRequest(int status, String message, int position) {
    super(message);
    this.status = status;
    this.position = position;
  }

  /**
   * A query that cannot be answered.
   *
   * @param position of the fault in its text, from 0; -1 where that is unknown
   */
  static BadRequest query(String message, int position) {
    return new BadRequest(400, message, position);
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

  /** The same in other words. */
  BadRequest with(String message) {
    return new BadRequest(status, message, position);
  }

  int status() {
    return status;
  }

  /** As an answer has it. */
  Map<String, Object> json() {
    return position < 0
        ? Map.of("error", getMessage())
        : Map.of("error", getMessage(), "position", position);
  }
}
