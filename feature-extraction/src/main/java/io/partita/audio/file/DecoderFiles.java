package io.partita.audio.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * The program of the decoder's process as files: its classes in one jar, and FFmpeg's libraries.
 * They are resources of {@code partita-decoder}, and no classes of this process, which may hold
 * another JavaCPP. Out of a jar they are unpacked once, to {@code decoder-…} in the folder that the
 * environment variable {@code PARTITA_CACHE} names, else in {@code .cache/partita} of the home
 * folder, else in one for temporary files.
 *
 * @param jar the classes
 * @param natives folders of the libraries
 */
record DecoderFiles(Path jar, List<Path> natives) {
  private static final String FOLDER = "partita-decoder/";
  private static final String JAR = "decoder.jar";

  /** Libraries in folders as JavaCPP's jars have them. */
  private static final List<String> NATIVES =
      List.of(
          "natives/org/bytedeco/javacpp/linux-x86_64", "natives/org/bytedeco/ffmpeg/linux-x86_64");

  private static DecoderFiles found;

  /**
   * Looked for, and unpacked where that was not done.
   *
   * @throws UserException where the class path has no decoder for this machine
   * @throws IOException where it cannot be unpacked
   */
  static synchronized DecoderFiles get() throws IOException {
    if (found == null) {
      URL jar = DecoderFiles.class.getClassLoader().getResource(FOLDER + JAR);
      if (jar == null || !isPlatform()) {
        throw new UserException(
            Mistake.MISSING_TOOL,
            "The class path has no FFmpeg for this machine: add the dependency"
                + " io.partita:partita-decoder (Linux x86-64).");
      }
      Path folder =
          jar.openConnection() instanceof JarURLConnection packed
              ? unpacked(packed)
              : Path.of(URI.create(jar.toString())).getParent();
      found = new DecoderFiles(folder.resolve(JAR), NATIVES.stream().map(folder::resolve).toList());
    }
    return found;
  }

  private static boolean isPlatform() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return System.getProperty("os.name").equals("Linux")
        && (machine.equals("amd64") || machine.equals("x86_64"));
  }

  private static Path unpacked(JarURLConnection packed) throws IOException {
    packed.setUseCaches(false);
    try (JarFile jar = packed.getJarFile()) {
      List<JarEntry> entries =
          jar.stream()
              .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
              .sorted(Comparator.comparing(JarEntry::getName))
              .toList();
      Path cache = cache();
      Path folder = cache.resolve(name(entries));
      if (!Files.isDirectory(folder)) {
        unpack(jar, entries, cache, folder);
      }
      return folder;
    }
  }

  /** Of these files and no others. */
  private static String name(List<JarEntry> entries) {
    CRC32 sum = new CRC32();
    for (JarEntry entry : entries) {
      sum.update(entry.getName().getBytes(UTF_8));
      sum.update(ByteBuffer.allocate(8).putLong(entry.getCrc()).flip());
      sum.update(ByteBuffer.allocate(8).putLong(entry.getSize()).flip());
    }
    return String.format(Locale.ROOT, "decoder-%08x", sum.getValue());
  }

  private static Path cache() throws IOException {
    String given = System.getenv("PARTITA_CACHE");
    Path cache =
        given == null || given.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "partita")
            : Path.of(given);
    try {
      return Files.createDirectories(cache.toAbsolutePath());
    } catch (IOException e) { // as of a user without a home
      return Files.createTempDirectory("partita");
    }
  }

  /** Whole or not at all: another process may do the same. */
  private static void unpack(JarFile jar, List<JarEntry> entries, Path cache, Path folder)
      throws IOException {
    Path part = Files.createTempDirectory(cache, ".decoder");
    for (JarEntry entry : entries) {
      Path file = part.resolve(entry.getName().substring(FOLDER.length())).normalize();
      if (!file.startsWith(part)) {
        throw new IOException("partita-decoder has a file outside of its folder: " + entry);
      }
      Files.createDirectories(file.getParent());
      try (InputStream bytes = jar.getInputStream(entry)) {
        Files.copy(bytes, file);
      }
    }
    try {
      Files.move(part, folder);
    } catch (IOException e) {
      delete(part);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
