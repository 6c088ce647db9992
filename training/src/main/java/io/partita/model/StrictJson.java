package io.partita.model;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as Partita writes it and no other: UTF-8, one value and nothing after it, no name twice, no
 * number for a text or text for a number (but for {@code "NaN"} and the infinities, as JSON has
 * none), no missing number, no unknown field. No class is ever named by it.
 */
public final class StrictJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private StrictJson() {}

  /**
   * The object that some bytes are.
   *
   * @throws JsonProcessingException when they are none
   */
  public static JsonNode object(byte[] bytes) throws JsonProcessingException {
    JsonNode tree = JSON.readTree(text(bytes));
    if (!tree.isObject()) {
      throw MismatchedInputException.from(null, JsonNode.class, "not an object");
    }
    return tree;
  }

  /**
   * The value that a tree represents.
   *
   * @throws JsonProcessingException when it represents none, not even null
   */
  public static <T> T value(JsonNode tree, Class<T> type) throws JsonProcessingException {
    T value = JSON.treeToValue(tree, type);
    if (value == null) {
      throw MismatchedInputException.from(null, type, "null");
    }
    return value;
  }

  private static String text(byte[] bytes) throws JsonProcessingException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonParseException(null, "not UTF-8", e);
    }
  }
}
