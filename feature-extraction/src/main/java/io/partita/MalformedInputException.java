package io.partita;

import java.util.Objects;

/**
 * An input that cannot be used: what is wrong with it, where, and in which words to tell a person.
 * Jobs turn it into a quarantine row; it never stops a run.
 */
public final class MalformedInputException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final long byteOffset;
  private final String detail;

  /**
   * @param fault the kind of defect
   * @param byteOffset place in the file at which it was noticed, in bytes from its start
   * @param detail one sentence with the values found
   */
  public MalformedInputException(Fault fault, long byteOffset, String detail) {
    super(Objects.requireNonNull(fault, "fault").name() + " at byte " + byteOffset + ": " + detail);
    this.fault = fault;
    this.byteOffset = byteOffset;
    this.detail = Objects.requireNonNull(detail, "detail");
  }

  public Fault fault() {
    return fault;
  }

  public long byteOffset() {
    return byteOffset;
  }

  public String detail() {
    return detail;
  }
}
