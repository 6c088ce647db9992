package io.partita.cli;

import java.util.Optional;

/** The one version of Java that Partita runs on. */
final class JavaVersion {
  private static final int NEEDED = 17;

  private JavaVersion() {}

  /**
   * Why this Java will not do; empty where it will. Hadoop's client stops on later versions with a
   * stack trace that names no cause.
   *
   * @param feature number of the version, as 17
   */
  static Optional<String> mistake(int feature) {
    return feature == NEEDED
        ? Optional.empty()
        : Optional.of(
            "Partita runs on Java 17, as Spark 3.5 does; this is Java "
                + feature
                + ". Set JAVA_HOME to a JDK 17.");
  }
}
