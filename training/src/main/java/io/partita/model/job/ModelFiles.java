package io.partita.model.job;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Models trained elsewhere, each a file that commands use as they use a model of a kind. What reads
 * them is found by {@link ServiceLoader}; without it no file is a model.
 */
public interface ModelFiles {
  /**
   * What a model's file says of itself.
   *
   * @param format as people call it
   * @param sorts that it is of, by {@link ModelJob#name}
   */
  record Said(String format, Set<String> sorts) {}

  /** Those of this class path, which is searched for each call. */
  static List<ModelFiles> all() {
    return ServiceLoader.load(ModelFiles.class, ModelFiles.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** New jobs of a type, as {@code Vocodes}. */
  static <J> Stream<J> jobs(Class<J> type) {
    return all().stream()
        .flatMap(files -> files.jobs().stream())
        .filter(type::isInstance)
        .map(type::cast);
  }

  /** What commands do with them: new jobs, with options as they are by default. */
  List<? extends ModelJob> jobs();

  /**
   * Whether a model that a user names was trained elsewhere: a file, there or not, or a folder as
   * others lay them out. What is trained here is a folder with a card.
   */
  boolean areNamed(String model) throws IOException;

  /**
   * Looks into a file without running it.
   *
   * @throws io.partita.UserException where it is no model, or one that is not run
   */
  Said said(String model) throws IOException;

  /**
   * The file of a model, where a user names its folder; any other path as it is.
   *
   * @throws io.partita.UserException on a format that is not read
   */
  String file(String model) throws IOException;

  /**
   * Whether a file is one, by its name or its first bytes.
   *
   * @param name as it was given
   */
  boolean isOne(String name, InputFile file) throws IOException;

  /**
   * What a file says of itself, in the order in which it is shown. Nothing of it is run.
   *
   * @param name as it was given
   * @return names in snake_case and values, which may be null
   * @throws MalformedInputException when it is no model after all, or broken
   */
  Map<String, Object> describe(String name, InputFile file)
      throws IOException, MalformedInputException;

  /** What runs them. */
  ModelEngine engine();

  /**
   * Where they run.
   *
   * @throws io.partita.UserException where a setting is not as it should be
   */
  ModelEngine.Room room();
}
