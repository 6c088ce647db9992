package io.partita.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The header of an EnCodec container, checked.
 *
 * @param samples of each channel, 1 to {@link Ecdc#MAX_SAMPLES}
 * @param codebooks 1 to those that the layout has
 * @param modelSha256 64 hexadecimal digits, or null
 */
record EcdcHeader(CodecLayout layout, long samples, int codebooks, String modelSha256) {
  private static final JsonFactory JSON = new JsonFactory();

  static EcdcHeader read(byte[] file, int from, int length) throws MalformedInputException {
    Map<String, String> fields = fields(file, from, length);
    CodecLayout layout =
        CodecLayout.named(fields.getOrDefault("m", ""))
            .orElseThrow(() -> bad(from, "Model " + told(fields, "m") + " is not known"));
    if (fields.getOrDefault("lm", "false").equals("true")) {
      throw new MalformedInputException(
          CodeFault.LANGUAGE_MODEL,
          from,
          "The codes are compressed with a language model (lm = true): write the file without it");
    }
    long samples = whole(fields, "al");
    if (samples < 1 || samples > Ecdc.MAX_SAMPLES) {
      throw bad(from, "A length (al) of " + told(fields, "al") + " samples");
    }
    long codebooks = whole(fields, "nc");
    if (codebooks < 1) {
      throw bad(from, told(fields, "nc") + " codebooks (nc)");
    }
    if (codebooks > layout.maxCodebooks()) {
      throw new MalformedInputException(
          CodeFault.TOO_MANY_STAGES,
          from,
          "%d codebooks (nc), and %s has %d"
              .formatted(codebooks, layout.model(), layout.maxCodebooks()));
    }
    String modelSha256 = fields.get("sha256");
    if (modelSha256 != null && !modelSha256.matches("[0-9a-f]{64}")) {
      throw bad(from, "A model's SHA-256 of " + told(fields, "sha256"));
    }
    return new EcdcHeader(layout, samples, (int) codebooks, modelSha256);
  }

  /** Numbers, texts and truths of the object, as they are written; what else it holds is passed. */
  private static Map<String, String> fields(byte[] file, int from, int length)
      throws MalformedInputException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(file, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw bad(from, "The header is not an object of JSON");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken().isScalarValue()) {
          fields.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw bad(from, "The header goes on after its object of JSON");
      }
    } catch (IOException e) { // memory does not fail, so it is the JSON, or its UTF-32
      throw bad(from, "The header is not an object of JSON");
    }
    return fields;
  }

  private static long whole(Map<String, String> fields, String name) {
    try {
      return Long.parseLong(fields.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static MalformedInputException bad(int from, String detail) {
    return new MalformedInputException(CodeFault.BAD_HEADER, from, detail);
  }

  private static String told(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "nothing");
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
