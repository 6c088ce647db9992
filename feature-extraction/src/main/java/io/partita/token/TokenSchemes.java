package io.partita.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.token.miditok.Kind;
import java.util.List;
import java.util.Optional;

/** The token schemes that there are; everything that lists, names or checks schemes asks here. */
public final class TokenSchemes {
  /** The default. */
  public static final TokenScheme ANTICIPATION = new CompoundTokens();

  public static final TokenScheme SEED = new SeedTokens();

  public static final TokenScheme REMI =
      new MidiTokTokens(
          Kind.REMI, "ids of bars with metres, positions, and notes with durations, as MidiTok");

  public static final TokenScheme TSD =
      new MidiTokTokens(Kind.TSD, "ids of time shifts, and notes with durations, as MidiTok");

  public static final TokenScheme MIDI_LIKE =
      new MidiTokTokens(Kind.MIDI_LIKE, "ids of time shifts, note ons and note offs, as MidiTok");

  private static final List<TokenScheme> ALL = List.of(ANTICIPATION, SEED, REMI, TSD, MIDI_LIKE);

  private TokenSchemes() {}

  public static List<TokenScheme> all() {
    return ALL;
  }

  /** By its label. */
  public static Optional<TokenScheme> named(String label) {
    return ALL.stream().filter(scheme -> scheme.label().equals(label)).findFirst();
  }

  /**
   * The scheme of a label, as {@code remi}.
   *
   * @throws UserException {@code BAD_OPTION} if no scheme has it; it lists the labels
   */
  public static TokenScheme of(String label) {
    return named(label)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "There is no token scheme %s. Schemes: %s."
                        .formatted(label, String.join(", ", labels()))));
  }

  public static List<String> labels() {
    return ALL.stream().map(TokenScheme::label).toList();
  }
}
