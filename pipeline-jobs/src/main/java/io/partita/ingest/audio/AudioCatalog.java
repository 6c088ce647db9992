package io.partita.ingest.audio;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** What an ingest of audio knows of a file by its path alone; travels to tasks. */
public interface AudioCatalog extends Serializable {
  List<String> ENDINGS =
      List.of(
          ".mp3", ".flac", ".ogg", ".oga", ".opus", ".wav", ".w64", ".aif", ".aiff", ".aifc", ".au",
          ".m4a", ".mp4", ".aac");

  /**
   * A file's entry.
   *
   * @param label of what it sounds like, null where nobody said
   * @param split null where it is not known yet
   * @param isWanted whether it is to be decoded
   * @param isKnown whether the metadata have a row for it, where there are metadata
   */
  record Entry(String trackId, String label, String split, boolean isWanted, boolean isKnown) {}

  /**
   * @param source the input's name
   * @param path the file's path in it
   */
  Entry find(String source, String path);

  /** Whether a file is audio by its name. */
  static boolean isAudio(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
