package io.partita.catalog;

import static io.partita.catalog.CatalogFault.NOT_MATCH_SCORES;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;
import io.partita.MalformedInputException;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Lakh's {@code match_scores.json}, {@code {track_id: {md5: score}}}, read forward with one score
 * in memory: how sure it is that a MIDI file is the recording of a Million Song track. Scores are
 * kept as they are; a few published ones are above 1.
 */
public final class MatchScores implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonLocation FIRST_BYTE =
      new JsonLocation(ContentReference.unknown(), 0, 1, 1);

  private final InputStream in;

  /** Null before the first look, which is at the file's first bytes. */
  private JsonParser json;

  private String trackId;
  private boolean ended;

  /**
   * The score of one pair.
   *
   * @param msdTrackId as the file has it
   * @param md5 of the MIDI file, as the file has it
   */
  public record Match(String msdTrackId, String md5, double score) {}

  /**
   * @param in closed with this
   */
  public MatchScores(InputStream in) {
    this.in = in;
  }

  /**
   * The next score; empty at the end.
   *
   * @throws MalformedInputException with {@link CatalogFault#NOT_MATCH_SCORES} and the line when
   *     the file is not of the shape above: nothing behind it can be read
   * @throws IOException if the storage fails
   */
  public Optional<Match> next() throws IOException, MalformedInputException {
    try {
      if (json == null) {
        json = JSON.createParser(in);
      }
      Optional<Match> match = Optional.empty();
      while (match.isEmpty() && !ended) {
        match = step();
      }
      return match;
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw malformed(e.getMessage());
    }
  }

  private Optional<Match> step() throws IOException, MalformedInputException {
    JsonToken token = json.nextToken();
    if (token == null) {
      if (trackId == null && json.getTokenLocation().getByteOffset() <= 0) {
        throw malformed("the file is empty");
      }
      ended = true;
      return Optional.empty();
    }
    int depth = depth();
    switch (token) {
      case START_OBJECT -> {
        if (depth > 2) {
          throw malformed("objects are nested too deep");
        }
      }
      case END_OBJECT -> {}
      case FIELD_NAME -> {
        if (depth == 1) {
          trackId = json.getCurrentName();
        }
      }
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> {
        if (depth != 2) {
          throw malformed("a score is outside a track");
        }
        return Optional.of(new Match(trackId, json.getCurrentName(), json.getDoubleValue()));
      }
      default -> throw malformed("it holds " + json.getText());
    }
    return Optional.empty();
  }

  /** In how many objects the token stands, those that it opens included. */
  private int depth() {
    int depth = 0;
    JsonStreamContext context = json.getParsingContext();
    for (; !context.inRoot(); context = context.getParent()) {
      depth++;
    }
    return depth;
  }

  private MalformedInputException malformed(String why) {
    JsonLocation place = json == null ? FIRST_BYTE : json.getCurrentLocation();
    return new MalformedInputException(
        NOT_MATCH_SCORES, Math.max(0, place.getByteOffset()), why + ", line " + place.getLineNr());
  }

  @Override
  public void close() throws IOException {
    in.close();
    if (json != null) {
      json.close();
    }
  }
}
