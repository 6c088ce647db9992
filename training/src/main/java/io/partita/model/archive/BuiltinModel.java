package io.partita.model.archive;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model that comes with Partita: a model archive among the resources, which is unpacked into the
 * folder {@code .partita/models} of the user's home when it is used, so that it is read as any
 * other.
 *
 * @param name one of {@link #NAMES}
 */
public record BuiltinModel(String name) {
  /** Latents of drum loops, how drums are played, drum loops, latents of tunes, whole pieces. */
  public static final List<String> NAMES =
      List.of("drums", "humanize", "loops", "melodies", "songs");

  /** Encodes, decodes and interpolates two bars of drums. */
  public static final BuiltinModel DRUMS = new BuiltinModel("drums");

  /** Plays drums with a drummer's velocities and timing. */
  public static final BuiltinModel HUMANIZE = new BuiltinModel("humanize");

  /** What newcomers hear first: two bars of drums, closest to played ones. */
  public static final BuiltinModel LOOPS = new BuiltinModel("loops");

  /** What an option that takes such a model, or a folder, says of itself. */
  public static final String HELP =
      "Folder of a model, or builtin:NAME: drums, humanize, loops, melodies or songs.";

  /** The same of an option that also takes the file of a model trained elsewhere. */
  public static final String HELP_ANY =
      "Folder of a trained model, builtin:NAME, or the file of a model trained elsewhere.";

  /** What is written of a model for people, beside it. */
  public static final String README = "README.md";

  private static final String PREFIX = "builtin:";
  private static final String STAGE = "_stage";

  /** Ten megabytes are written sooner, also to a slow disk. */
  private static final Duration STAGE_IS_OLD = Duration.ofHours(1);

  private static final String RESOURCES = "/io/partita/model/builtin/";

  /** Folders that were whole, by where they would be in a home: what was read is not read again. */
  private static final Map<Path, Unpacked> UNPACKED = new ConcurrentHashMap<>();

  /**
   * A folder that was whole.
   *
   * @param files each file's attributes then
   */
  private record Unpacked(Path folder, Map<String, List<String>> files) {
    static Unpacked of(Path folder, Set<String> names) throws IOException {
      Map<String, List<String>> files = new HashMap<>();
      for (String name : names) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
          files.put(
              name, List.of(now.size() + "", now.lastModifiedTime() + "", now.fileKey() + ""));
        }
      }
      return new Unpacked(folder, files);
    }

    boolean isAsItWas() throws IOException {
      return equals(of(folder, files.keySet()));
    }
  }

  /** Whether it is named as such a model is, be there one or not. */
  public static boolean isNamed(String model) {
    return model.startsWith(PREFIX);
  }

  /**
   * @param model as the user names it, {@code builtin:drums}
   * @throws UserException when there is no such model
   */
  static BuiltinModel of(String model) {
    String name = model.substring(PREFIX.length());
    if (!NAMES.contains(name)) {
      throw new UserException(
          Mistake.NO_SUCH_MODEL,
          "There is no model "
              + model
              + ". With Partita come "
              + NAMES.stream().map(each -> PREFIX + each).collect(Collectors.joining(", "))
              + ".");
    }
    return new BuiltinModel(name);
  }

  /**
   * The text on such a model, in Markdown and UTF-8.
   *
   * @param model as the user names it, {@code builtin:drums}
   * @throws UserException when there is no such model
   */
  public static byte[] readme(String model) throws IOException {
    return of(model).resource(README);
  }

  /** As the user names it, {@code builtin:drums}. */
  public String option() {
    return PREFIX + name;
  }

  /**
   * The folder with its archive, as the resources have it: where a file is missing or not the same,
   * all are staged beside the folder first. It is of this very model, so that several versions of
   * Partita get on.
   *
   * @throws UserException when the folder of such models is a link or another user's
   */
  Path unpacked() throws IOException {
    Path home = home();
    Unpacked known = UNPACKED.get(home.resolve(name));
    if (known != null && known.isAsItWas()) {
      return known.folder();
    }
    Map<String, byte[]> files = files();
    Path parent = home;
    for (String part :
        List.of(".partita", "models", Sha256.of(files.get(CardFile.NAME)).substring(0, 16))) {
      parent = ownFolder(parent.resolve(part));
    }
    Path model = parent.resolve(name);
    if (!isWhole(model, files)) {
      unpack(model, files);
    }
    UNPACKED.put(home.resolve(name), Unpacked.of(model, files.keySet()));
    return model;
  }

  /** The card comes last. */
  private Map<String, byte[]> files() throws IOException {
    byte[] card = resource(CardFile.NAME);
    ModelCard read = CardFile.read(option(), card);
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (read.provenance().learnt() != null) {
      String learnt = read.provenance().learnt().name();
      files.put(learnt, resource(learnt));
    }
    for (ModelCard.NetworkFile network : read.networks()) {
      files.put(network.name(), resource(network.name()));
    }
    for (String name : List.of(PriorFile.NAME, ModelFolder.CHECK, ModelFolder.EXAMPLE)) {
      if (BuiltinModel.class.getResource(path(name)) != null) {
        files.put(name, resource(name));
      }
    }
    files.put(CardFile.NAME, card);
    return files;
  }

  private static Path ownFolder(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new UserException(
          Mistake.OCCUPIED,
          folder + " is a link or a file, and models are unpacked there: remove it.");
    }
    return folder;
  }

  private static boolean isWhole(Path model, Map<String, byte[]> files) throws IOException {
    if (!Files.isDirectory(model, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Path file = model.resolve(each.getKey());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) != each.getValue().length
          || !Arrays.equals(Files.readAllBytes(file), each.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Several commands may do this at once: each stages its own files and renames them. */
  private static void unpack(Path model, Map<String, byte[]> files) throws IOException {
    removeOldStages(model.getParent());
    Path stage = Files.createTempDirectory(model.getParent(), STAGE);
    try {
      requireOwn(model.getParent(), Files.getOwner(stage));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(stage.resolve(file.getKey()), file.getValue());
      }
      if (!Files.isDirectory(model, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(model); // a link, not what it leads to
        Files.createDirectories(model);
      }
      requireOwn(model, Files.getOwner(stage));
      for (String name : files.keySet()) {
        Path file = model.resolve(name);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          remove(file);
        }
        Files.move(
            stage.resolve(name),
            file,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      remove(stage);
    }
  }

  private static void requireOwn(Path folder, UserPrincipal user) throws IOException {
    UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(user)) {
      throw new UserException(
          Mistake.NO_ACCESS,
          folder
              + " belongs to "
              + owner.getName()
              + ", and "
              + user.getName()
              + " unpacks models there: remove it.");
    }
  }

  /** What a killed command left. */
  private static void removeOldStages(Path folder) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(STAGE_IS_OLD));
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(folder, STAGE + "*")) {
      for (Path stage : stages) {
        if (Files.getLastModifiedTime(stage, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          remove(stage);
        }
      }
    }
  }

  /** Removes a folder and what is in it; links are removed, not followed. */
  static void remove(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  /** A user on a worker of a cluster may have no home. */
  private static Path home() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    if (home.isAbsolute() && Files.isWritable(home)) {
      return home;
    }
    return Files.createTempDirectory("partita-models");
  }

  private byte[] resource(String file) throws IOException {
    try (InputStream in = BuiltinModel.class.getResourceAsStream(path(file))) {
      if (in == null) {
        throw new IOException("This build of Partita lacks " + path(file) + ": build it again.");
      }
      return in.readAllBytes();
    }
  }

  private String path(String file) {
    return RESOURCES + name + "/" + file;
  }
}
