package io.partita;

import java.util.Locale;

/** The names by which reports of runs and cards of models keep options and figures. */
public final class StoredName {
  private StoredName() {}

  /**
   * A name in snake_case: {@code --no-bytes} becomes {@code no_bytes}, {@code recipe version}
   * {@code recipe_version}; such a name stays as it is. Earlier versions of Partita kept options as
   * the command line spells them.
   *
   * @param name of an option with its dashes, or a few words
   */
  public static String of(String name) {
    return name.replaceFirst("^-+", "").replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(Locale.ROOT);
  }
}
