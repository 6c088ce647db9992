package io.partita.lake.run;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.NewFile;
import io.partita.lake.file.NewFolder;
import io.partita.lake.input.InputPlan;
import io.partita.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a command reads and so must not write over: the same file by the same path, by another
 * spelling of it, by a link or as a hard link. This is the one place that decides it.
 */
public final class InputGuard {
  private final Configuration conf;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> lakes = new ArrayList<>();
  private final List<Model> models = new ArrayList<>();

  public InputGuard(Configuration conf) {
    this.conf = conf;
  }

  /** Those of a command that reads single files; null represents none. */
  public static InputGuard of(String... files) {
    InputGuard inputs = new InputGuard(Spark.hadoopConfiguration());
    for (String file : files) {
      inputs.file(file);
    }
    return inputs;
  }

  /** A file, local or not; null represents none. */
  public InputGuard file(String file) {
    if (file != null) {
      files.add(InputPlan.path("FILE", file));
    }
    return this;
  }

  /** A local file; null represents none. */
  public InputGuard local(java.nio.file.Path file) {
    if (file != null) {
      files.add(new Path(file.toAbsolutePath().toUri()));
    }
    return this;
  }

  /** A lake, of which the tables and what is kept of runs are read. */
  public InputGuard lake(String folder) {
    lakes.add(InputPlan.path("Lake", folder));
    return this;
  }

  /**
   * A model's folder; evaluations may be written into it.
   *
   * @param name of the model as the user gave it
   */
  public InputGuard model(String name, Path folder) {
    models.add(new Model(name, folder));
    return this;
  }

  /**
   * @throws UserException if writing the file would replace an input
   */
  public void keepFrom(java.nio.file.Path out) throws IOException {
    keepFrom(new Path(out.toAbsolutePath().toUri()), out.toString());
  }

  /**
   * The same of a file on any file system.
   *
   * @param name of the file as the user gave it
   */
  public void keepFrom(Path out, String name) throws IOException {
    Place written = Place.of(out, conf);
    if (written == null) {
      return; // what is not there yet replaces nothing
    }
    for (Path file : files) {
      Place read = Place.of(file, conf);
      if (read != null && written.isSameAs(read)) {
        throw mistake(name, "the same file as " + file);
      }
    }
    for (Path lake : lakes) {
      String within = written.nameBelow(lake, conf);
      if (within != null && (within.startsWith("_") || isTable(within))) {
        throw mistake(name, "a part of the lake " + lake);
      }
    }
    for (Model model : models) {
      String within = written.nameBelow(model.folder(), conf);
      boolean isEvaluation =
          within != null
              && within.endsWith(".json")
              && !List.of("model.json", "published.json").contains(within);
      if (within != null && !isEvaluation) {
        throw mistake(name, "a part of the model " + model.name());
      }
    }
  }

  /**
   * Fails where a file to write is an input, or cannot be written.
   *
   * @throws UserException as {@link NewFile#require} and {@link #keepFrom} do
   */
  public void require(java.nio.file.Path out) throws IOException {
    keepFrom(out);
    NewFile.require(out);
  }

  /**
   * A file to write that is none of the inputs, in a folder that is made where it is missing.
   *
   * @param option by which it was given, for messages
   */
  public AtomicFile output(String option, String name) throws IOException {
    AtomicFile file = AtomicFile.at(option, name, conf);
    keepFrom(file.path(), option + " " + name);
    if (file.fs().getUri().getScheme().equals("file")) {
      String folder = file.path().getParent().toUri().getPath();
      NewFolder.make(option + " " + name, java.nio.file.Path.of(folder));
    }
    return file;
  }

  private static boolean isTable(String name) {
    return LakeTable.named(name).isPresent();
  }

  private static UserException mistake(String name, String what) {
    return new UserException(
        Mistake.SAME_FILE,
        name + " is " + what + ", which is read here: give another file to write.");
  }

  private record Model(String name, Path folder) {}

  /**
   * Where something lies, links followed.
   *
   * @param service the file system, null of local ones
   */
  private record Place(String service, Path path) {
    /** Null where there is nothing. */
    static Place of(Path path, Configuration conf) throws IOException {
      FileSystem fs = path.getFileSystem(conf);
      Path resolved;
      try {
        resolved = fs.resolvePath(path);
      } catch (FileNotFoundException e) {
        return null;
      }
      FileSystem holder = resolved.getFileSystem(conf); // of a view, the one behind it
      if (!"file".equals(holder.getUri().getScheme())) {
        String service = holder.getCanonicalServiceName();
        return new Place(service == null ? holder.getUri().toString() : service, resolved);
      }
      return new Place(null, resolved);
    }

    boolean isSameAs(Place other) throws IOException {
      if (service == null && other.service == null) {
        return Files.isSameFile(local(), other.local());
      }
      return Objects.equals(service, other.service)
          && path.toUri().getPath().equals(other.path.toUri().getPath());
    }

    /** The first name of its path below a folder; null where it is not below it. */
    String nameBelow(Path folder, Configuration conf) throws IOException {
      Place place = of(folder, conf);
      if (place == null || !Objects.equals(service, place.service)) {
        return null;
      }
      String above = place.real() + "/";
      String whole = real();
      if (!whole.startsWith(above)) {
        return null;
      }
      int until = whole.indexOf('/', above.length());
      return whole.substring(above.length(), until < 0 ? whole.length() : until);
    }

    private String real() throws IOException {
      return service == null ? local().toRealPath().toString() : path.toUri().getPath();
    }

    private java.nio.file.Path local() {
      return java.nio.file.Path.of(path.toUri().getPath());
    }
  }
}
