package io.partita.kind.hosted.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.HostedFault;

/** What a {@code config.json} says, looked at as it is read. */
final class Config {
  private final JsonNode fields;

  Config(JsonNode fields) {
    this.fields = fields;
  }

  /** Whether it says anything of a name; null says nothing. */
  boolean has(String name) {
    return fields.hasNonNull(name);
  }

  /**
   * A whole number from 1 on.
   *
   * @throws MalformedInputException BAD_CONFIG where it is missing, or beyond the most
   */
  int count(String name, int most) throws MalformedInputException {
    return count(name, fields.path(name), most);
  }

  /** A list of such numbers, at least one. */
  int[] counts(String name, int most) throws MalformedInputException {
    return counts(name, fields.path(name), most);
  }

  /** A list of such lists. */
  int[][] countLists(String name, int most) throws MalformedInputException {
    JsonNode lists = fields.path(name);
    int[][] counts = new int[lists.size()][];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = counts(name, lists.get(i), most);
    }
    return counts;
  }

  private static int[] counts(String name, JsonNode list, int most) throws MalformedInputException {
    require(list.isArray() && !list.isEmpty(), name, list);
    int[] counts = new int[list.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count(name, list.get(i), most);
    }
    return counts;
  }

  private static int count(String name, JsonNode value, int most) throws MalformedInputException {
    require(
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= 1
            && value.intValue() <= most,
        name,
        value);
    return value.intValue();
  }

  /** A number of another thing than a count, as Hz. */
  double number(String name) throws MalformedInputException {
    JsonNode value = fields.path(name);
    require(value.isNumber(), name, value);
    return value.doubleValue();
  }

  boolean truth(String name) throws MalformedInputException {
    JsonNode value = fields.path(name);
    require(value.isBoolean(), name, value);
    return value.booleanValue();
  }

  /** A value as text; empty where it is missing. */
  String text(String name) {
    return fields.path(name).asText();
  }

  /**
   * Fails where a network is run with one value alone, and the configuration says another.
   *
   * @throws MalformedInputException BAD_CONFIG
   */
  void requireOnly(String name, String value) throws MalformedInputException {
    if (has(name) && !text(name).equals(value)) {
      throw bad("it says %s for %s, which is run with %s alone".formatted(text(name), name, value));
    }
  }

  private static void require(boolean holds, String name, JsonNode value)
      throws MalformedInputException {
    if (!holds) {
      String said = value.isMissingNode() ? "nothing" : value.toString();
      String shown = said.length() > 40 ? said.substring(0, 40) + "…" : said;
      throw bad("it says %s for %s".formatted(shown, name));
    }
  }

  /** That it does not fit the network or its weights. */
  static MalformedInputException bad(String detail) {
    return new MalformedInputException(
        HostedFault.BAD_CONFIG, 0, "The config.json beside the weights does not fit: " + detail);
  }
}
