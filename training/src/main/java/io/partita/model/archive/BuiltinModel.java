package io.partita.model.archive;

import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model that comes with Partita: a model archive among the resources, which is unpacked into the
 * folder {@code .partita/models} of the user's home when it is used, so that it is read as any
 * other.
 *
 * @param name one of {@link #NAMES}
 */
public record BuiltinModel(String name) {
  /** Drum loops, lines of notes, tokens of whole pieces. */
  public static final List<String> NAMES = List.of("drums", "notes", "tokens");

  /** What newcomers hear first: two bars, drums alone. */
  public static final BuiltinModel DRUMS = new BuiltinModel("drums");

  /** What an option that takes such a model, or a folder, says of itself. */
  public static final String HELP =
      "Folder of a trained model, or one that comes with Partita: builtin:drums, builtin:notes,"
          + " builtin:tokens.";

  private static final String PREFIX = "builtin:";
  private static final String RESOURCES = "/io/partita/model/builtin/";

  /** Whether it is named as such a model is, be there one or not. */
  static boolean isNamed(String model) {
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
          "There is no model "
              + model
              + ". With Partita come "
              + NAMES.stream().map(each -> PREFIX + each).collect(Collectors.joining(", "))
              + ".");
    }
    return new BuiltinModel(name);
  }

  /** As the user names it, {@code builtin:drums}. */
  public String option() {
    return PREFIX + name;
  }

  /**
   * The folder with its archive, as the resources have it: a file that is missing or not the same
   * is written. It is of this very model, so that several versions of Partita get on.
   */
  Path unpacked() throws IOException {
    byte[] card = resource(CardFile.NAME);
    Path folder = Files.createDirectories(home().resolve(Sha256.of(card).substring(0, 16)));
    Path model = Files.createDirectories(folder.resolve(name));
    for (ModelCard.NetworkFile network : CardFile.read(option(), card).networks()) {
      unpack(model.resolve(network.name()), resource(network.name()));
    }
    if (BuiltinModel.class.getResource(path(PriorFile.NAME)) != null) {
      unpack(model.resolve(PriorFile.NAME), resource(PriorFile.NAME));
    }
    unpack(model.resolve(CardFile.NAME), card);
    return model;
  }

  /** Several commands may do this at once: each writes a file of its own and renames it. */
  private static void unpack(Path file, byte[] bytes) throws IOException {
    if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Path part = Files.createTempFile(file.getParent(), "_", ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A user on a worker of a cluster may have no home. */
  private static Path home() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    if (home.isAbsolute() && Files.isWritable(home)) {
      return home.resolve(".partita").resolve("models");
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
