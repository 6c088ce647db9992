package io.partita.kind.token;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.scorefile.ScoreFile;
import io.partita.token.TokenPiece;
import io.partita.token.Tokenization;
import io.partita.token.grammar.GrammarState;
import java.io.IOException;
import java.util.Arrays;

/** What a token model goes on from. */
final class TokenPrompt {
  private TokenPrompt() {}

  /**
   * The tokens of a MIDI file, as the model's scheme has them, up to the last whole note within
   * some bars.
   *
   * @param bars of the file, or null for all
   * @throws UserException where the file cannot be read, or has nothing that the scheme can say
   */
  static int[] ofFile(TokenModel model, String file, Integer bars) throws IOException {
    Tokenization tokens;
    try {
      byte[] bytes = InputPath.bytes(file, Spark.hadoopConfiguration());
      tokens = model.scheme().encode(ScoreFile.events(bytes));
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, "--prompt " + file + " cannot be read: " + e.detail() + ".", e);
    }
    int[] ids = TokenPiece.canonical(model.scheme(), tokens.tokens());
    int[] whole = first(model, ids, bars == null ? Double.POSITIVE_INFINITY : bars);
    if (whole.length == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "--prompt %s has no note that scheme %s can say."
              .formatted(file, model.scheme().label()));
    }
    return whole;
  }

  /**
   * How much of the bars of a prompt lies behind its last note, as its last bar has not ended.
   *
   * @param ids of the prompt
   * @param bars that were kept, or null for all: then nothing
   */
  static double barsLeft(TokenModel model, int[] ids, Integer bars) {
    if (bars == null) {
      return 0;
    }
    GrammarState state = model.grammar().start();
    for (int id : ids) {
      state.take(id);
    }
    return Math.max(0, Math.min(bars, Math.floor(state.bars()) + 1) - state.bars());
  }

  /**
   * The first ids up to the last whole note within some bars.
   *
   * @param ids of a piece, without the beginning and the end
   */
  static int[] first(TokenModel model, int[] ids, double bars) {
    GrammarState state = model.grammar().start();
    int whole = 0;
    for (int place = 0; place < ids.length; place++) {
      if (!state.mayCome(ids[place])) {
        break;
      }
      state.take(ids[place]);
      if (state.bars() >= bars) {
        break;
      }
      whole = state.isWhole() ? place + 1 : whole;
    }
    return Arrays.copyOf(ids, whole);
  }
}
