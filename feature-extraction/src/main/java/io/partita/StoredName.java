package io.partita;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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

  /** Options by the names that they are kept by, in their order. */
  public static <V> Map<String, V> ofKeys(Map<String, V> options) {
    Map<String, V> stored = new LinkedHashMap<>();
    options.forEach((name, value) -> stored.put(of(name), value));
    return stored;
  }

  /** The option, as the command line spells it, that is kept by a name. */
  public static String option(String stored) {
    return "--" + stored.replace('_', '-');
  }
}
