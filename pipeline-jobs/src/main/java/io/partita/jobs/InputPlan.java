package io.partita.jobs;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.ArchiveKind;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.RejectedMember;
import io.partita.archive.ZipDirectory;
import io.partita.jobs.InputSlice.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What a job is given to read, worked out on the driver before Spark starts: sources in the order
 * given, cut into slices for tasks, and recognised again by a fingerprint.
 *
 * @param slices in source order
 * @param damage zip directories that break off, as rows for the quarantine, by source
 */
record InputPlan(
    List<Source> sources, List<InputSlice> slices, Map<Integer, RejectedMember> damage) {
  /** Compressed bytes a task reads of a zip or folder, where nothing else is said. */
  private static final long SLICE_BYTES = 16L << 20;

  private static final int FINGERPRINT_BYTES = 1 << 20;

  /**
   * One archive or folder.
   *
   * @param name its shortest name that no other source has: the {@code source} column
   * @param path where it lies
   * @param sizeBytes of the archive, or of all files in the folder
   * @param fingerprint SHA-256 over name, size and both ends of an archive, or over the paths and
   *     sizes in a folder: the same on any disk
   */
  record Source(String name, String path, long sizeBytes, String fingerprint)
      implements Serializable {}

  /** What there is at a path: a file, or a folder with its files in the order of their paths. */
  private record Found(FileStatus status, List<FileEntry> files) {
    long sizeBytes() {
      return status.isDirectory()
          ? files.stream().mapToLong(FileEntry::sizeBytes).sum()
          : status.getLen();
    }
  }

  /**
   * @param inputs paths or globs: archives, folders, single files
   * @throws UserException when there is nothing at a path, an archive cannot be opened, or there is
   *     no file in any of them
   */
  static InputPlan of(List<String> inputs, Configuration conf) throws IOException {
    return of("--input", inputs, totalBytes -> SLICE_BYTES, conf);
  }

  /**
   * The same for inputs that another option names.
   *
   * @param sliceBytes how many bytes a task reads of a zip or folder, by the bytes of all inputs
   */
  static InputPlan of(
      String option, List<String> inputs, LongUnaryOperator sliceBytes, Configuration conf)
      throws IOException {
    List<Found> found = new ArrayList<>();
    for (String input : inputs) {
      for (FileStatus status : find(option, input, conf)) {
        found.add(new Found(status, status.isDirectory() ? files(status, conf) : List.of()));
      }
    }
    List<String> names = shortestDistinctNames(option, found.stream().map(Found::status).toList());
    Slicing slicing =
        new Slicing(
            sliceBytes.applyAsLong(found.stream().mapToLong(Found::sizeBytes).sum()),
            new ArrayList<>());
    List<Source> sources = new ArrayList<>();
    Map<Integer, RejectedMember> damage = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      String name = names.get(i);
      FileStatus status = found.get(i).status();
      if (status.isDirectory()) {
        slicing.folder(i, found.get(i).files());
        sources.add(
            new Source(
                name,
                status.getPath().toString(),
                found.get(i).sizeBytes(),
                fingerprint(found.get(i).files())));
      } else {
        slice(option, i, status, slicing, damage, conf);
        sources.add(
            new Source(
                name,
                status.getPath().toString(),
                status.getLen(),
                fingerprint(name, status, conf)));
      }
    }
    if (slicing.slices().isEmpty()) {
      throw new UserException(option + " " + inputs + ": there are no files in it.");
    }
    return new InputPlan(List.copyOf(sources), List.copyOf(slicing.slices()), Map.copyOf(damage));
  }

  long sizeBytes() {
    return sources.stream().mapToLong(Source::sizeBytes).sum();
  }

  /** The paths of all members; empty where a stream would have to be read to know them. */
  Optional<List<String>> memberPaths() {
    List<String> paths = new ArrayList<>();
    for (InputSlice slice : slices) {
      if (slice instanceof InputSlice.ZipEntries zip) {
        zip.entries().forEach(entry -> paths.add(entry.path()));
      } else if (slice instanceof InputSlice.Files folder) {
        folder.files().forEach(file -> paths.add(file.memberPath()));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(paths);
  }

  private static List<FileStatus> find(String option, String input, Configuration conf)
      throws IOException {
    Path path = path(option, input);
    FileSystem fs = path.getFileSystem(conf);
    // A name may hold glob characters itself; then it is meant as it stands.
    FileStatus[] found =
        fs.exists(path) ? new FileStatus[] {fs.getFileStatus(path)} : fs.globStatus(path);
    if (found == null || found.length == 0) {
      throw new UserException(option + " " + input + ": there is no such file or folder.");
    }
    Arrays.sort(found, Comparator.comparing(FileStatus::getPath));
    return List.of(found);
  }

  private static List<String> shortestDistinctNames(String option, List<FileStatus> found) {
    List<String> paths = found.stream().map(status -> status.getPath().toUri().getPath()).toList();
    for (int parts = 1; ; parts++) {
      int kept = parts;
      List<String> names = paths.stream().map(path -> lastParts(path, kept)).toList();
      if (names.stream().distinct().count() == names.size()) {
        return names;
      }
      if (names.equals(paths.stream().map(path -> lastParts(path, kept + 1)).toList())) {
        throw new UserException(option + " names the same file twice: " + names);
      }
    }
  }

  private static String lastParts(String path, int parts) {
    String[] components = path.substring(1).split("/", -1);
    int from = Math.max(0, components.length - parts);
    return String.join("/", Arrays.copyOfRange(components, from, components.length));
  }

  private static void slice(
      String option,
      int source,
      FileStatus status,
      Slicing slicing,
      Map<Integer, RejectedMember> damage,
      Configuration conf)
      throws IOException {
    Path path = status.getPath();
    HadoopFile file = new HadoopFile(path, conf);
    try {
      switch (kindOf(file)) {
        case ZIP -> {
          ZipDirectory directory = ZipDirectory.read(file);
          directory.damage().ifPresent(row -> damage.put(source, row));
          slicing.zip(source, path.toString(), directory.entries());
        }
        case FILE ->
            slicing.folder(
                source, List.of(new FileEntry(path.toString(), path.getName(), status.getLen())));
        default -> {
          InputSlice slice = new InputSlice.Stream(source, path.toString());
          slice.open(conf, ArchiveLimits.defaults(), any -> true).close();
          slicing.slices().add(slice);
        }
      }
    } catch (MalformedInputException e) {
      throw new UserException(option + " " + path + " cannot be read: " + e.detail(), e);
    }
  }

  private static ArchiveKind kindOf(HadoopFile file) throws IOException {
    try (InputStream in = file.openStream()) {
      return ArchiveKind.of(file.path(), in.readNBytes(ArchiveKind.PREFIX_BYTES));
    }
  }

  private static List<FileEntry> files(FileStatus folder, Configuration conf) throws IOException {
    Path root = folder.getPath();
    List<FileEntry> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> listing = root.getFileSystem(conf).listFiles(root, true);
    int prefix = root.toUri().getPath().length();
    while (listing.hasNext()) {
      LocatedFileStatus file = listing.next();
      String below = file.getPath().toUri().getPath().substring(prefix);
      files.add(new FileEntry(file.getPath().toString(), root.getName() + below, file.getLen()));
    }
    files.sort(Comparator.comparing(FileEntry::memberPath));
    return files;
  }

  private static String fingerprint(List<FileEntry> files) {
    MessageDigest sha = sha256();
    for (FileEntry file : files) {
      sha.update(
          (file.memberPath() + "\n" + file.sizeBytes() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Both ends and the length: reading all of a terabyte to name it would cost too much. */
  private static String fingerprint(String name, FileStatus status, Configuration conf)
      throws IOException {
    MessageDigest sha = sha256();
    sha.update((name + "\n" + status.getLen() + "\n").getBytes(StandardCharsets.UTF_8));
    int length = (int) Math.min(FINGERPRINT_BYTES, status.getLen());
    byte[] end = new byte[length];
    try (FSDataInputStream in = status.getPath().getFileSystem(conf).open(status.getPath())) {
      in.readFully(0, end);
      sha.update(end);
      in.readFully(status.getLen() - length, end);
      sha.update(end);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /**
   * A file beside the input, to be recognised again.
   *
   * @throws UserException when it is not there
   */
  static Source sideFile(String option, String file, Configuration conf) throws IOException {
    Path path = path(option, file);
    FileSystem fs = path.getFileSystem(conf);
    if (!fs.exists(path) || fs.getFileStatus(path).isDirectory()) {
      throw new UserException(option + " " + file + ": there is no such file.");
    }
    FileStatus status = fs.getFileStatus(path);
    return new Source(
        path.getName(),
        status.getPath().toString(),
        status.getLen(),
        fingerprint(path.getName(), status, conf));
  }

  /**
   * A path as a person gave it.
   *
   * @throws UserException when it cannot be one, as an unset variable of a shell
   */
  static Path path(String option, String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UserException(option + " '" + text + "' is not a path: " + e.getMessage() + ".", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
