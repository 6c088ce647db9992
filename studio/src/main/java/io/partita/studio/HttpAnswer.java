package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server sends.
 *
 * @param headers beside the content's type and length
 * @param body read-only
 * @param stream makes a body that is not known yet; else null
 */
record HttpAnswer(
    int status, String type, Map<String, String> headers, ByteBuffer body, Stream stream) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Writes parts of a body. Before the first one it may still be refused. */
  @FunctionalInterface
  interface Stream {
    void write(QueryProcess.Parts parts) throws IOException;
  }

  private HttpAnswer(int status, String type, Map<String, String> headers, ByteBuffer body) {
    this(status, type, headers, body, null);
  }

  static HttpAnswer stream(String type, Stream stream) {
    return new HttpAnswer(200, type, Map.of(), ByteBuffer.allocate(0), stream);
  }

  static HttpAnswer json(Object value) {
    return json(200, value);
  }

  static HttpAnswer json(int status, Object value) {
    try {
      return bytes("application/json", JSON.writeValueAsBytes(value)).withStatus(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer is no JSON", e);
    }
  }

  static HttpAnswer bytes(String type, byte[] bytes) {
    return new HttpAnswer(200, type, Map.of(), ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  HttpAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpAnswer(status, type, more, body, stream);
  }

  HttpAnswer withStatus(int other) {
    return new HttpAnswer(other, type, headers, body);
  }

  HttpAnswer withBody(ByteBuffer other) {
    return new HttpAnswer(status, type, headers, other);
  }

  /** Whether a page gains from it being compressed. */
  boolean isText() {
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/javascript")
        || type.startsWith("image/svg");
  }

  /**
   * The part of it that a header Range asks for, as browsers do for sound.
   *
   * @param range the header; null or one that is not understood means all
   */
  HttpAnswer part(String range) {
    HttpAnswer whole = with("Accept-Ranges", "bytes");
    if (range == null || !range.startsWith("bytes=") || range.contains(",")) {
      return whole;
    }
    int length = body.remaining();
    int dash = range.indexOf('-');
    if (dash < 0) {
      return whole;
    }
    String first = range.substring("bytes=".length(), dash).strip();
    String last = range.substring(dash + 1).strip();
    long from;
    long to;
    try {
      from = first.isEmpty() ? Math.max(0, length - Long.parseLong(last)) : Long.parseLong(first);
      to = first.isEmpty() || last.isEmpty() ? length - 1 : Long.parseLong(last);
    } catch (NumberFormatException e) {
      return whole;
    }
    if (from >= length || from > to) {
      return whole
          .withStatus(416)
          .with("Content-Range", "bytes */" + length)
          .withBody(ByteBuffer.allocate(0));
    }
    to = Math.min(to, length - 1);
    return whole
        .withStatus(206)
        .with("Content-Range", "bytes " + from + "-" + to + "/" + length)
        .withBody(body.slice((int) from, (int) (to - from + 1)));
  }
}
