package io.partita.lake.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/**
 * How Partita reads and writes JSON where no stricter rule holds. All threads share these objects:
 * configure a copy, never one of them.
 */
public final class Json {
  /** Jackson's defaults: names of fields as in Java, one line. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  /** The same with names of fields in snake_case. */
  public static final ObjectMapper SNAKE_CASE =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** Writes as {@link #MAPPER} with a line a field, indented by two spaces. */
  public static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();

  private Json() {}
}
