package io.partita.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.archive.LocalName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/**
 * Local files by a glob of Hadoop's kind, whatever their names; it is matched against {@link
 * LocalName}s. Where Java could not decode the bytes of an argument, U+FFFD stands for what they
 * were.
 *
 * @param patterns without alternatives that hold a '/'
 */
record LocalGlob(List<String> patterns) {
  private static final String UNDECODED = "\ufffd";

  static LocalGlob of(String glob) throws IOException {
    return new LocalGlob(GlobExpander.expand(glob));
  }

  /** What matches; nothing for a pattern that is none. */
  Set<Path> find() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (String pattern : patterns) {
      try {
        found.addAll(find(pattern));
      } catch (PatternSyntaxException e) {
        continue; // a name with an open bracket, and there is no such file
      }
    }
    return found;
  }

  private static List<Path> find(String pattern) throws IOException {
    List<Path> found = List.of(LocalName.literalPath(pattern.startsWith("/") ? "/" : "."));
    for (String component : pattern.split("/+")) {
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
          String path = LocalName.text(entry);
          String name = path.substring(path.lastIndexOf('/') + 1);
          if (glob.matches(name) || glob.matches(new String(LocalName.bytes(name), UTF_8))) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }
}
