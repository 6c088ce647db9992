package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is told of an engine's exception: of pages of C++ stacks and serialized code only the last
 * line that names an error.
 */
public final class EngineError {
  private static final Pattern ERROR = Pattern.compile("(?m)^.*?\\b(\\w*Error: .*)$");
  private static final Pattern STACK = Pattern.compile("Exception raised from ");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LONGEST = 300;

  private EngineError() {}

  /**
   * One line.
   *
   * @return the last "…Error: …" of its message, else the message's beginning
   */
  public static String line(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    String last = STACK.split(message, 2)[0];
    Matcher matcher = ERROR.matcher(message);
    while (matcher.find()) {
      last = matcher.group(1);
    }
    String line = SPACE.matcher(last.strip()).replaceAll(" ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The failure of a call, as a fault of what went in. */
  public static MalformedInputException of(String method, Throwable thrown) {
    return new MalformedInputException(
        CallFault.ENGINE_FAILED, 0, "the model's " + method + " fails: " + line(thrown));
  }
}
