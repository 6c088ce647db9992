package io.partita.ingest.audio;

/**
 * Audio in a folder for each label, {@code genres/blues/blues.00000.wav}.
 *
 * @param areSources whether there are several inputs, so that a path alone names no file
 */
record LabelFolders(boolean areSources) implements AudioCatalog {
  @Override
  public Entry find(String source, String path) {
    String[] parts = path.split("/", -1);
    String label = parts.length < 2 ? null : parts[parts.length - 2];
    return new Entry(areSources ? source + "/" + path : path, label, null, true, true);
  }
}
