package io.partita.lake.input;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.archive.LocalInput;
import io.partita.archive.LocalName;
import io.partita.lake.input.InputSlice.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A file or folder to read, on the local file system or on one of Hadoop's.
 *
 * @param address that a task opens it by, wherever it runs: {@code file:} and a {@link LocalName},
 *     or a path of Hadoop's
 * @param sizeBytes of a file
 * @param stamp of a file, which another content would not have: its time, or a store's tag
 */
public record InputPath(String address, boolean isFolder, long sizeBytes, String stamp) {
  private static final String LOCAL = "file:";

  /** Of a file that is held as a whole; arrays have less than 2 GiB. */
  private static final long MOST_BYTES =
      Math.min(Runtime.getRuntime().maxMemory() / 8, Integer.MAX_VALUE - 8);

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  /**
   * What a person named, in the order of the addresses.
   *
   * @param text a path as it stands, as {@link LocalName} writes it, or a glob
   * @throws UserException when there is nothing to read
   */
  static List<InputPath> find(String option, String text, Configuration conf) throws IOException {
    Optional<InputPath> exact = exact(option, text, conf);
    List<InputPath> found = new ArrayList<>();
    if (exact.isPresent()) {
      found.add(exact.get());
    } else if (isLocal(text, conf)) {
      for (java.nio.file.Path file : LocalGlob.of(localPath(text)).find()) {
        found.add(of(option, LocalName.text(file), file));
      }
    } else {
      Path path = InputPlan.path(option, text);
      FileStatus[] statuses = path.getFileSystem(conf).globStatus(path);
      for (FileStatus status : statuses == null ? new FileStatus[0] : statuses) {
        found.add(of(status));
      }
    }
    if (found.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_FILE, option + " " + text + ": there is no such file or folder.");
    }
    found.sort(Comparator.comparing(InputPath::address));
    return found;
  }

  /** What there is under just this name; empty where there is nothing. */
  public static Optional<InputPath> exact(String option, String text, Configuration conf)
      throws IOException {
    if (isLocal(text, conf)) {
      for (java.nio.file.Path file : List.of(literal(text), LocalName.path(localPath(text)))) {
        if (Files.exists(file)) {
          return Optional.of(of(option, text, file));
        }
      }
      return Optional.empty();
    }
    Path path = InputPlan.path(option, text);
    FileSystem fs = path.getFileSystem(conf);
    return fs.exists(path) ? Optional.of(of(fs.getFileStatus(path))) : Optional.empty();
  }

  /**
   * A file that is named by its exact name.
   *
   * @throws UserException when it is not there
   */
  public static InputPath file(String option, String text, Configuration conf) throws IOException {
    return exact(option, text, conf)
        .filter(path -> !path.isFolder())
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.NO_SUCH_FILE, option + " " + text + ": there is no such file."));
  }

  private static InputPath of(String option, String text, java.nio.file.Path file)
      throws IOException {
    boolean isFolder = Files.isDirectory(file);
    if (!isFolder && !Files.isRegularFile(file)) {
      throw new UserException(
          Mistake.BAD_PATH, option + " " + text + " is neither a file nor a folder.");
    }
    if (!Files.isReadable(file)) {
      throw new UserException(
          Mistake.NO_ACCESS, option + " " + text + ": there is no permission to read it.");
    }
    return new InputPath(
        LOCAL + LocalName.text(file),
        isFolder,
        isFolder ? 0 : Files.size(file),
        stamp(Files.getLastModifiedTime(file)));
  }

  private static InputPath of(FileStatus status) {
    return new InputPath(
        status.getPath().toString(), status.isDirectory(), status.getLen(), stamp(status));
  }

  static String stamp(FileTime time) {
    return time.toString();
  }

  private static String stamp(FileStatus status) {
    String tag = status instanceof EtagSource tagged ? tagged.getEtag() : null;
    return tag == null ? Long.toString(status.getModificationTime()) : tag;
  }

  /** A local name may hold what looks like a scheme: what is there counts before what it means. */
  private static boolean isLocal(String text, Configuration conf) {
    if (text.startsWith(LOCAL)) {
      return true;
    }
    boolean isDefault = FileSystem.getDefaultUri(conf).getScheme().equals("file");
    return isDefault
        && !text.isEmpty()
        && (!SCHEME.matcher(text).matches() || Files.exists(LocalName.literalPath(text)));
  }

  private static java.nio.file.Path literal(String text) {
    java.nio.file.Path whole = LocalName.literalPath(text);
    return Files.exists(whole) ? whole : LocalName.literalPath(localPath(text));
  }

  private static String localPath(String text) {
    return text.startsWith(LOCAL + "/") ? new Path(text).toUri().getPath() : text;
  }

  /** Its last component; of a root the empty text. */
  String name() {
    return path().substring(path().lastIndexOf('/') + 1);
  }

  /** Where it lies, without saying on which file system. */
  String path() {
    return address.startsWith(LOCAL)
        ? address.substring(LOCAL.length())
        : new Path(address).toUri().getPath();
  }

  public InputFile open(Configuration conf) throws IOException {
    return open(address, conf);
  }

  /** Opens what has this address. */
  public static InputFile open(String address, Configuration conf) throws IOException {
    return address.startsWith(LOCAL)
        ? new LocalInput(LocalName.path(address.substring(LOCAL.length())))
        : new HadoopFile(new Path(address), conf);
  }

  /** The files below a folder, in the order of their paths; those that cannot be read as well. */
  public List<FileEntry> files(Configuration conf) throws IOException {
    List<FileEntry> files =
        address.startsWith(LOCAL)
            ? new LocalFolder(LocalName.path(path()), LOCAL, name()).files()
            : remoteFiles(conf);
    files.sort(Comparator.comparing(FileEntry::memberPath));
    return files;
  }

  private List<FileEntry> remoteFiles(Configuration conf) throws IOException {
    Path root = new Path(address);
    int prefix = path().length();
    List<FileEntry> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> listing = root.getFileSystem(conf).listFiles(root, true);
    while (listing.hasNext()) {
      LocatedFileStatus file = listing.next();
      String below = file.getPath().toUri().getPath().substring(prefix);
      files.add(
          new FileEntry(
              file.getPath().toString(),
              name() + LocalName.text(below.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
              file.getLen(),
              stamp(file),
              null));
    }
    return files;
  }

  /**
   * A file that a command is given.
   *
   * @throws UserException when it is not there, or a folder
   */
  public static InputFile file(String file, Configuration conf) throws IOException {
    InputPath path =
        InputPath.exact("FILE", file, conf)
            .orElseThrow(
                () -> new UserException(Mistake.NO_SUCH_FILE, file + ": there is no such file."));
    if (path.isFolder()) {
      throw new UserException(
          Mistake.BAD_PATH, file + " is a folder: give one file. " + whatTakes(file, conf));
    }
    return path.open(conf);
  }

  /**
   * All bytes of a file that a command is given.
   *
   * @throws UserException when it is not there, a folder, or more than an eighth of the heap,
   *     beside which there is no room for what is made of it
   */
  public static byte[] bytes(String file, Configuration conf) throws IOException {
    InputFile input = file(file, conf);
    long size = input.size();
    byte[] bytes = new byte[0];
    if (size <= MOST_BYTES) {
      try (InputStream in = input.openStream()) {
        bytes = in.readNBytes((int) MOST_BYTES + 1); // a pipe says no size
        size = bytes.length;
      }
    }
    if (size > MOST_BYTES) {
      throw new UserException(
          Mistake.TOO_LARGE,
          ("%s has more than %,d bytes, and no more are read: give a smaller file, or more memory,"
                  + " as PARTITA_MEMORY=4g.")
              .formatted(file, MOST_BYTES));
    }
    return bytes;
  }

  /** What to do with a folder that was given for a file. */
  private static String whatTakes(String folder, Configuration conf) throws IOException {
    if (InputPath.exact("FILE", folder + "/model.json", conf).isPresent()) {
      return "It is a model: 'partita model show' shows it.";
    }
    if (InputPath.exact("FILE", folder + "/_partita", conf).isPresent()) {
      return "It is a lake: 'partita tables' and 'partita report' show it.";
    }
    return "To read a folder of music use 'partita ingest midi' or 'partita ingest audio'.";
  }
}
