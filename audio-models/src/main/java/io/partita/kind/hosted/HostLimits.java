package io.partita.kind.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hosted model may take.
 *
 * @param memoryMiB address space of its process in MiB, 1,024 or more: a quarter of it is for
 *     arrays on their way, about 1,000 are the engine's own
 * @param call time for one call of the model, or for loading it
 */
public record HostLimits(long memoryMiB, Duration call) {
  /** Environment variable with the memory, as 8g or 4000m; 8g by default. */
  public static final String MEMORY = "PARTITA_MODEL_MEMORY";

  /** Environment variable with the seconds of a call; 600 by default. */
  public static final String SECONDS = "PARTITA_MODEL_SECONDS";

  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,6})([gGmM])");
  private static final long LEAST_MIB = 1024;

  /**
   * The limits of this process. A system property of a variable's name in lower case with dots, as
   * {@code partita.model.memory}, comes before the variable.
   *
   * @throws UserException where one is not as it should be
   */
  public static HostLimits ofEnvironment() {
    return of(setting(MEMORY, "8g"), setting(SECONDS, "600"));
  }

  /**
   * Limits as a person writes them.
   *
   * @param memory as {@code 8g}
   * @param seconds whole, 1 or more
   * @throws UserException where one is not as it should be
   */
  static HostLimits of(String memory, String seconds) {
    Matcher size = SIZE.matcher(memory);
    long mib = 0;
    if (size.matches()) {
      boolean isGiB = size.group(2).equalsIgnoreCase("g");
      mib = Long.parseLong(size.group(1)) * (isGiB ? 1024 : 1);
    }
    if (mib < LEAST_MIB) {
      throw new UserException(
          Mistake.BAD_SETTING, MEMORY + " is " + memory + ". Give 1g or more, with g or m, as 8g.");
    }
    if (!seconds.matches("[1-9]\\d{0,6}")) {
      throw new UserException(
          Mistake.BAD_SETTING, SECONDS + " is " + seconds + ". Give whole seconds, 1 or more.");
    }
    return new HostLimits(mib, Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static String setting(String variable, String otherwise) {
    String property = System.getProperty(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    String value = property == null ? System.getenv(variable) : property;
    return value == null || value.isBlank() ? otherwise : value.strip();
  }
}
