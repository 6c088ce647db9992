package io.partita.model.latent;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import java.io.IOException;

/**
 * A file that a command is given.
 *
 * @param given it with its option, as {@code --from a.mid}, or alone, for messages
 * @param path as the user gave it, local, hdfs: or s3a:
 */
public record GivenFile(String given, String path) {
  /** Makes something of a file's bytes. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] file) throws MalformedInputException;
  }

  /**
   * Reads a file.
   *
   * @throws UserException when it is missing or nothing can be made of it; with the place in it
   */
  public static <T> T read(String file, Reader<T> reader) throws IOException {
    byte[] bytes = InputPath.bytes(file, Spark.hadoopConfiguration());
    try {
      return reader.read(bytes);
    } catch (MalformedInputException e) {
      throw malformed(file, e);
    }
  }

  /**
   * The end of a command at a fault of what it was given.
   *
   * @param given for the message
   */
  public static UserException malformed(String given, MalformedInputException e) {
    return new UserException(
        Mistake.MALFORMED_FILE, "%s, byte %d: %s.".formatted(given, e.byteOffset(), e.detail()), e);
  }

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
