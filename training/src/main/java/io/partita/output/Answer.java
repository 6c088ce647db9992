package io.partita.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import java.util.function.Function;

/** How a command tells its result on standard output: as one JSON object, or as a text. */
public final class Answer {
  private Answer() {}

  /**
   * Prints a result.
   *
   * @param json answer of {@code --json}
   * @param text of the result, for people
   * @return the exit code of a command that has done what it should
   */
  public static <T> int print(boolean json, T result, Function<T, String> text)
      throws JsonProcessingException {
    System.out.println(json ? Json.MAPPER.writeValueAsString(result) : text.apply(result));
    return ExitCode.OK;
  }
}
