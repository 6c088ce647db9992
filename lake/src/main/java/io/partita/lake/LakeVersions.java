package io.partita.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.ExclusiveFile;
import io.partita.lake.file.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The versions of a data set, one small file each: {@code _partita/DATASET/versions/00000042.json}.
 * A number is created once and by one run: whoever reads the newest sees all tables of one moment,
 * and of several runs that publish at once one wins.
 *
 * @param folder of the files, there or not
 */
record LakeVersions(FileSystem fs, Path folder) {
  /** Stores show what is half-written under longer names. */
  private static final Pattern NAME = Pattern.compile("([0-9]{8})\\.json");

  private static final Pattern STAGED = Pattern.compile("[A-Za-z0-9_-]+\\.json");

  static LakeVersions of(Lake lake, String dataset) {
    return new LakeVersions(lake.fs(), new Path(lake.bookkeeping(dataset), "versions"));
  }

  /** All numbers, the newest first. */
  List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (FileStatus file : list(folder)) {
      Matcher name = NAME.matcher(file.getPath().getName());
      if (name.matches()) {
        numbers.add(Integer.parseInt(name.group(1)));
      }
    }
    numbers.sort(Collections.reverseOrder());
    return numbers;
  }

  /**
   * The newest version; empty before the first publish.
   *
   * @throws UserException where its file is damaged, or of another version of Partita
   */
  Optional<LakeVersion> newest() throws IOException {
    List<Integer> numbers = numbers();
    return numbers.isEmpty() ? Optional.empty() : Optional.of(read(numbers.get(0)));
  }

  /**
   * One version.
   *
   * @throws UserException where there is none of this number, or its file is damaged, or of another
   *     version of Partita
   */
  LakeVersion read(int number) throws IOException {
    LakeVersion version;
    try {
      version = read(file(number));
    } catch (FileNotFoundException e) {
      throw new UserException(
          Mistake.NO_SUCH_DATASET,
          "Data set "
              + folder.getParent().getName()
              + " has no version "
              + number
              + "; there are "
              + numbers()
              + ".",
          e);
    }
    if (version.number() != number) {
      throw damaged(file(number), "it has the number " + version.number(), null);
    }
    return version;
  }

  /** The same; empty where it cannot be read. */
  Optional<LakeVersion> find(int number) throws IOException {
    try {
      return Optional.of(read(number));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private LakeVersion read(Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return LakeVersion.of(Json.MAPPER.readTree(in));
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is cut or was edited", e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static UserException damaged(Path file, String why, Exception cause) {
    return new UserException(
        Mistake.DAMAGED_LAKE,
        "Cannot read " + file + ": " + why + ". Put back a copy, or roll back to a version before.",
        cause);
  }

  /**
   * Writes a version, which is the newest from then on.
   *
   * @throws IOException where another run has published this number: nothing has changed
   */
  void create(LakeVersion version) throws IOException {
    fs.mkdirs(folder);
    if (!new ExclusiveFile(fs, file(version.number())).create(version.json())) {
      throw new IOException(
          "Another run has published version " + version.number() + " meanwhile. Try again.");
    }
  }

  /**
   * Keeps what would be the next version under the name of its run, for {@link NextVersion}; no
   * reader looks at it. What another run has staged gives way.
   */
  void stage(LakeVersion version, String run) throws IOException {
    unstage();
    new AtomicFile(fs, stagedFile(run)).write(version.json());
  }

  /** The run that has staged a version; empty where there is none. */
  Optional<String> stagedRun() throws IOException {
    return Arrays.stream(list(staged()))
        .map(file -> file.getPath().getName())
        .filter(name -> STAGED.matcher(name).matches())
        .max(Comparator.naturalOrder())
        .map(name -> name.replace(".json", ""));
  }

  /** The staged version; empty where there is none. */
  Optional<LakeVersion> stagedVersion() throws IOException {
    Optional<String> run = stagedRun();
    return run.isEmpty() ? Optional.empty() : Optional.of(read(stagedFile(run.get())));
  }

  /** Forgets what is staged; its files stay until nothing names them. */
  void unstage() throws IOException {
    for (FileStatus file : list(staged())) {
      if (STAGED.matcher(file.getPath().getName()).matches()) {
        fs.delete(file.getPath(), false);
      }
    }
  }

  /** Every version, and the staged one. */
  List<LakeVersion> all() throws IOException {
    List<LakeVersion> all = new ArrayList<>();
    for (int number : numbers()) {
      all.add(read(number));
    }
    stagedVersion().ifPresent(all::add);
    return all;
  }

  private Path staged() {
    return new Path(folder.getParent(), "staged");
  }

  private Path stagedFile(String run) {
    return new Path(staged(), run + ".json");
  }

  private FileStatus[] list(Path of) throws IOException {
    try {
      return fs.listStatus(of);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** Gives the file of a version that cannot be read a name of none. */
  void setAsideIfDamaged(int number) throws IOException {
    try {
      read(number);
    } catch (UserException e) {
      fs.rename(file(number), new Path(folder, ".damaged-" + file(number).getName()));
    }
  }

  /** Forgets a version; its files stay until nothing names them. */
  void delete(int number) throws IOException {
    fs.delete(file(number), false);
  }

  /** Forgets all versions, in one step for those who look: the newest goes last. */
  void deleteAll() throws IOException {
    List<Integer> numbers = numbers();
    Collections.reverse(numbers);
    for (int number : numbers) {
      delete(number);
    }
    fs.delete(folder, true);
  }

  private Path file(int number) {
    return new Path(folder, String.format(Locale.ROOT, "%08d.json", number));
  }
}
