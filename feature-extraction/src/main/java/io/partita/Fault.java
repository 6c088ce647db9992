package io.partita;

/** A named kind of defect. Each format lists its own in an enum beside its reader. */
public interface Fault extends Labelled {
  /** The word in the {@code fault} column of the quarantine, as {@code TRUNCATED}. */
  @Override
  String name();
}
