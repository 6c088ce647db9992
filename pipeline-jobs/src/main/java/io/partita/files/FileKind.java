package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.Map;

/** A kind of file that {@link Inspect} shows; {@link FileKinds} has all of them. */
interface FileKind {
  /**
   * A file, and what is asked about it.
   *
   * @param name as it was given
   * @param notes whether each note of music is wanted
   * @param scheme of the tokens that are wanted instead of a description; null for none
   * @param pictures what is to be drawn of audio
   */
  record Asked(
      String name,
      InputFile input,
      boolean notes,
      TokenScheme scheme,
      InspectionPictures pictures) {}

  /** Whether a file is of this kind, by its name, its first bytes or what is asked about it. */
  boolean isOf(Asked file) throws IOException;

  /**
   * What is in a file, in the order in which it is shown.
   *
   * @return names in snake_case and values, which may be null
   * @throws MalformedInputException when it is none of this kind after all, or broken
   */
  Map<String, Object> describe(Asked file) throws IOException, MalformedInputException;

  /** A description for people. */
  default String text(Map<String, Object> description) {
    return DescriptionText.of(description);
  }
}
