package io.partita.models.latent;

/**
 * A file that a command is given.
 *
 * @param given it with its option, as {@code --from a.mid}, or alone, for messages
 * @param path as the user gave it, local or hdfs:
 */
public record GivenFile(String given, String path) {
  /** One that needs no option. */
  public static GivenFile of(String path) {
    return new GivenFile(path, path);
  }

  /** One of an option. */
  public static GivenFile of(String option, String path) {
    return new GivenFile(option + " " + path, path);
  }

  /** Its name without folders and ending: what is made of it begins so. */
  public String baseName() {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
