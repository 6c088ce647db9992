package io.partita.lake.input;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import io.partita.archive.ArchiveKind;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.RejectedMember;
import io.partita.archive.ZipDirectory;
import io.partita.lake.input.InputSlice.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a job is given to read, worked out on the driver before Spark starts: sources in the order
 * given, cut into slices for tasks, and recognised again by a fingerprint.
 *
 * @param slices in source order
 * @param damage zip directories that break off, as rows for the quarantine, by source
 */
public record InputPlan(
    List<Source> sources, List<InputSlice> slices, Map<Integer, RejectedMember> damage) {
  /** Compressed bytes a task reads of a zip or folder, where nothing else is said. */
  private static final long SLICE_BYTES = 16L << 20;

  private static final int FINGERPRINT_BYTES = 1 << 20;

  /**
   * One archive or folder.
   *
   * @param name its shortest name that no other source has: the {@code source} column
   * @param path of it
   * @param sizeBytes of the archive, or of all files in the folder
   * @param fingerprint SHA-256 over name, size and both ends of an archive, or over the paths and
   *     sizes in a folder: the same on any disk
   * @param stamp of what the fingerprint leaves out: CRCs of a zip's members, times of files, tags
   *     of a store; empty where it covers all
   */
  public record Source(String name, String path, long sizeBytes, String fingerprint, String stamp)
      implements Serializable {}

  /** What there is at a path: a file, or a folder with its files in the order of their paths. */
  private record Found(InputPath path, List<FileEntry> files) {
    long sizeBytes() {
      return path.isFolder()
          ? files.stream().mapToLong(FileEntry::sizeBytes).sum()
          : path.sizeBytes();
    }
  }

  /**
   * @param option that named them, for messages
   * @param inputs paths or globs: archives, folders, single files
   * @throws UserException when there is nothing at a path, an archive cannot be opened, or there is
   *     no file in any of them
   */
  public static InputPlan of(String option, List<String> inputs, Configuration conf)
      throws IOException {
    return of(option, inputs, totalBytes -> SLICE_BYTES, conf);
  }

  /**
   * The same with slices of another size.
   *
   * @param sliceBytes number of bytes that a task reads of a zip or folder, by the bytes of all
   *     inputs
   */
  public static InputPlan of(
      String option, List<String> inputs, LongUnaryOperator sliceBytes, Configuration conf)
      throws IOException {
    List<Found> found = new ArrayList<>();
    for (String input : inputs) {
      for (InputPath path : InputPath.find(option, input, conf)) {
        found.add(new Found(path, path.isFolder() ? path.files(conf) : List.of()));
      }
    }
    List<String> names = shortestDistinctNames(option, found.stream().map(Found::path).toList());
    InputSlices slicing =
        new InputSlices(
            sliceBytes.applyAsLong(found.stream().mapToLong(Found::sizeBytes).sum()),
            new ArrayList<>());
    List<Source> sources = new ArrayList<>();
    Map<Integer, RejectedMember> damage = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      String name = names.get(i);
      InputPath path = found.get(i).path();
      String fingerprint;
      String stamp;
      if (path.isFolder()) {
        slicing.folder(i, found.get(i).files());
        fingerprint = fingerprint(found.get(i).files());
        stamp = stamp(found.get(i).files());
      } else {
        stamp = slice(option, i, path, slicing, damage, conf);
        fingerprint = fingerprint(name, path, conf);
      }
      sources.add(new Source(name, path.address(), found.get(i).sizeBytes(), fingerprint, stamp));
    }
    if (slicing.slices().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA, option + " " + inputs + ": there are no files in it.");
    }
    return new InputPlan(List.copyOf(sources), List.copyOf(slicing.slices()), Map.copyOf(damage));
  }

  public long sizeBytes() {
    return sources.stream().mapToLong(Source::sizeBytes).sum();
  }

  /** The paths of all members; empty where a stream would have to be read to know them. */
  public Optional<List<String>> memberPaths() {
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

  private static List<String> shortestDistinctNames(String option, List<InputPath> found) {
    List<String> paths = found.stream().map(InputPath::path).toList();
    for (int parts = 1; ; parts++) {
      int kept = parts;
      List<String> names = paths.stream().map(path -> lastParts(path, kept)).toList();
      if (names.stream().distinct().count() == names.size()) {
        return names;
      }
      if (names.equals(paths.stream().map(path -> lastParts(path, kept + 1)).toList())) {
        throw new UserException(
            Mistake.BAD_OPTION, option + " names the same file twice: " + names);
      }
    }
  }

  private static String lastParts(String path, int parts) {
    String[] components = path.substring(1).split("/", -1);
    int from = Math.max(0, components.length - parts);
    return String.join("/", Arrays.copyOfRange(components, from, components.length));
  }

  /** Cuts an archive or a file; its stamp. */
  private static String slice(
      String option,
      int source,
      InputPath path,
      InputSlices slicing,
      Map<Integer, RejectedMember> damage,
      Configuration conf)
      throws IOException {
    InputFile file = path.open(conf);
    try {
      ArchiveKind kind = kindOf(file);
      switch (kind) {
        case ZIP -> {
          ZipDirectory directory = ZipDirectory.read(file);
          directory.damage().ifPresent(row -> damage.put(source, row));
          slicing.zip(source, path.address(), directory.entries());
          return stamp(directory);
        }
        case FILE ->
            slicing.folder(
                source,
                List.of(
                    new FileEntry(
                        path.address(), path.name(), path.sizeBytes(), path.stamp(), null)));
        default -> {
          InputSlice slice = new InputSlice.Stream(source, path.address());
          slice.open(conf, ArchiveLimits.defaults(), any -> true).close();
          slicing.slices().add(slice);
        }
      }
      return stamp(path, kind);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          option + " " + path.address() + " cannot be read: " + e.detail(),
          e);
    }
  }

  /** Both ends of a file may be all of it, and a gzip ends with a CRC of its content. */
  private static String stamp(InputPath path, ArchiveKind kind) {
    boolean isCovered =
        path.sizeBytes() <= 2 * FINGERPRINT_BYTES
            || kind == ArchiveKind.TAR_GZ
            || kind == ArchiveKind.GZIP_FILE;
    return isCovered ? "" : path.stamp();
  }

  private static ArchiveKind kindOf(InputFile file) throws IOException {
    try (InputStream in = file.openStream()) {
      return ArchiveKind.of(file.path(), in.readNBytes(ArchiveKind.PREFIX_BYTES));
    }
  }

  private static String fingerprint(List<FileEntry> files) {
    MessageDigest sha = Sha256.begin();
    for (FileEntry file : files) {
      sha.update(
          (file.memberPath() + "\n" + file.sizeBytes() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.end(sha);
  }

  private static String stamp(List<FileEntry> files) {
    MessageDigest sha = Sha256.begin();
    for (FileEntry file : files) {
      sha.update((file.stamp() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.end(sha);
  }

  private static String stamp(ZipDirectory directory) {
    MessageDigest sha = Sha256.begin();
    for (ZipDirectory.Entry entry : directory.entries()) {
      sha.update((entry.crc32() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.end(sha);
  }

  /** Both ends and the length: reading all of a terabyte to name it would cost too much. */
  private static String fingerprint(String name, InputPath path, Configuration conf)
      throws IOException {
    MessageDigest sha = Sha256.begin();
    sha.update((name + "\n" + path.sizeBytes() + "\n").getBytes(StandardCharsets.UTF_8));
    int length = (int) Math.min(FINGERPRINT_BYTES, path.sizeBytes());
    AtInput.run(
        path.address(),
        () -> {
          try (SeekableByteChannel in = path.open(conf).openChannel()) {
            sha.update(read(in, 0, length));
            sha.update(read(in, path.sizeBytes() - length, length));
          }
        });
    return Sha256.end(sha);
  }

  private static ByteBuffer read(SeekableByteChannel in, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    in.position(from);
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new IOException("The file became shorter while it was read.");
      }
    }
    return bytes.flip();
  }

  /**
   * A file beside the input, to be recognised again.
   *
   * @throws UserException when it is not there
   */
  public static Source sideFile(String option, String file, Configuration conf) throws IOException {
    InputPath path = InputPath.file(option, file, conf);
    return new Source(
        path.name(),
        path.address(),
        path.sizeBytes(),
        fingerprint(path.name(), path, conf),
        stamp(path, kindOf(path.open(conf))));
  }

  /**
   * A path as a person gave it.
   *
   * @throws UserException when it cannot be one, as an unset variable of a shell
   */
  public static Path path(String option, String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_PATH, option + " '" + text + "' is not a path: " + e.getMessage() + ".", e);
    }
  }
}
