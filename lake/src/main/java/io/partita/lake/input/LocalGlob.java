package io.partita.lake.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.LocalName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.GlobPattern;

/**
 * Local files by a glob of Hadoop's kind, whatever their names; it is matched against {@link
 * LocalName}s. Where Java could not decode the bytes of an argument, U+FFFD represents what they
 * were.
 *
 * @param patterns without alternatives that hold a '/'
 */
record LocalGlob(List<String> patterns) {
  private static final String UNDECODED = "\ufffd";

  /** Nothing matches what is no glob: a name with an open bracket, and there is no such file. */
  static LocalGlob of(String glob) {
    try {
      List<String> patterns = GlobExpander.expand(glob);
      for (String pattern : patterns) {
        for (String component : pattern.split("/+", -1)) {
          new GlobFilter(component);
        }
      }
      return new LocalGlob(patterns);
    } catch (IOException e) {
      return new LocalGlob(List.of());
    }
  }

  /**
   * What matches.
   *
   * @throws UserException where a name that Java could not decode may be any of several
   */
  Set<Path> find() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (String pattern : patterns) {
      found.addAll(find(pattern));
    }
    return found;
  }

  private static List<Path> find(String pattern) throws IOException {
    List<Path> found = List.of(LocalName.literalPath(pattern.startsWith("/") ? "/" : "."));
    for (String component : pattern.split("/+", -1)) {
      List<Path> below = new ArrayList<>();
      for (Path folder : found) {
        below.addAll(component.isEmpty() ? List.of(folder) : find(folder, component));
      }
      found = below;
    }
    return found;
  }

  private static List<Path> find(Path folder, String component) throws IOException {
    GlobPattern glob = new GlobPattern(component);
    if (!glob.hasWildcard() && !component.contains(UNDECODED)) {
      String path = LocalName.text(folder) + "/" + component.replaceAll("\\\\(.)", "$1");
      Path child = LocalName.path(path);
      return Files.exists(child) ? List.of(child) : List.of();
    }
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          String name = name(entry);
          if (glob.matches(name) || glob.matches(new String(LocalName.bytes(name), UTF_8))) {
            found.add(entry);
          }
        }
      }
    }
    if (!glob.hasWildcard() && found.size() > 1) {
      throw new UserException(
          Mistake.BAD_PATH,
          component
              + " may be any of "
              + found.stream().map(LocalGlob::name).sorted().toList()
              + ": name it like this.");
    }
    return found;
  }

  private static String name(Path file) {
    String path = LocalName.text(file);
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
