package io.partita;

import java.util.Locale;

/** An enum of which tables, options and answers have each constant by its name in lower case. */
public interface Labelled {
  /** The constant's name, as {@code ROLAND}. */
  String name();

  /** The same in lower case, as {@code roland}. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
