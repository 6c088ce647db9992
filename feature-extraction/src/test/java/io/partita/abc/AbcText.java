package io.partita.abc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.MalformedInputException;
import io.partita.score.Note;
import io.partita.score.Score;
import java.util.List;

/** ABC written by tests. */
final class AbcText {
  private AbcText() {}

  /** A tune: fields of its header, which ends in a key, then lines of music. */
  static String tune(String... lines) {
    return "X:1\nT:A tune\n" + String.join("\n", lines) + "\n";
  }

  /** A tune in C, with quarters for unit notes and without a metre. */
  static String quarters(String... music) {
    return tune("M:none\nL:1/4\nK:C\n" + String.join("\n", music));
  }

  static Score read(String text) throws MalformedInputException {
    return new AbcFormat().read(text.getBytes(ISO_8859_1), Integer.MAX_VALUE, false);
  }

  static Score played(String text) throws MalformedInputException {
    return new AbcFormat().read(text.getBytes(ISO_8859_1), 10_000, true);
  }

  /** In the order of their onsets. */
  static List<Integer> pitches(Score score) {
    return score.notes().stream().map(Note::pitch).toList();
  }
}
