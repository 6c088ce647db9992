package io.partita.ingest.audio;

import java.io.Serializable;

/** What an ingest of audio knows of a file by its path alone; travels to tasks. */
interface AudioCatalog extends Serializable {
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
}
