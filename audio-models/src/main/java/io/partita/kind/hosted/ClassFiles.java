package io.partita.kind.hosted;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The jars and class folders of this process: those it was started with, those that they name in
 * turn, and those that Spark has added. Folders of settings are left out.
 */
final class ClassFiles {
  private final Set<Path> found = new LinkedHashSet<>();

  private ClassFiles() {}

  /** In the order in which classes are looked for. */
  static Collection<Path> of(ClassLoader loader) throws IOException {
    ClassFiles files = new ClassFiles();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        files.add(Path.of(entry));
      }
    }
    for (ClassLoader next = loader; next != null; next = next.getParent()) {
      if (next instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          if (url.getProtocol().equals("file")) {
            files.add(Path.of(URI.create(url.toString())));
          }
        }
      }
    }
    return files.found;
  }

  private void add(Path given) throws IOException {
    Path path = given.toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      if (Files.isDirectory(path.resolve("io/partita"))) {
        found.add(path);
      }
    } else if (Files.isRegularFile(path) && path.toString().endsWith(".jar") && found.add(path)) {
      addNamedBy(path);
    }
  }

  private void addNamedBy(Path jar) throws IOException {
    Manifest manifest;
    try (JarFile file = new JarFile(jar.toFile())) {
      manifest = file.getManifest();
    }
    String named =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    if (named != null) {
      for (String each : named.strip().split("\\s+", -1)) {
        URI uri = each.isEmpty() ? null : jar.toUri().resolve(each);
        if (uri != null && "file".equals(uri.getScheme())) {
          add(Path.of(uri));
        }
      }
    }
  }
}
