package io.partita.audio.file;

import java.util.List;
import java.util.Locale;

/** Names of audio files. */
public final class AudioName {
  private static final List<String> ENDINGS =
      List.of(
          ".mp3", ".flac", ".ogg", ".oga", ".opus", ".wav", ".w64", ".aif", ".aiff", ".aifc", ".au",
          ".m4a", ".mp4", ".aac");

  private AudioName() {}

  /** Whether a name or path ends as those of audio files do, in any case of letters. */
  public static boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
