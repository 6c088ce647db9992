package io.partita.lake.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Files of a lake or a model as they are: on a disk of this machine without Hadoop's checksums in
 * files beside them ({@code .part-….crc}), which other tools would lose or carry along. Parquet
 * files and archives of networks have checksums of their own.
 *
 * <p>The file system is one of its own. Those that others share in this JVM stay as they are.
 */
public final class PlainFiles {
  private static final Set<String> STORES = Set.of("s3a", "gs");

  /** A new file is one request, which looks for no folder of its name beforehand. */
  private static final String ONE_REQUEST = "fs.s3a.performance.flags";

  private static final Map<String, String> SETTINGS =
      Map.of("fs.file.impl", Disk.class.getName(), "fs.file.impl.disable.cache", "true");

  /**
   * The disks of this machine, with permissions set by this JVM: Hadoop without its native library
   * starts a process, {@code chmod}, for each file and each folder that it makes.
   */
  public static class Disk extends RawLocalFileSystem {
    private static final boolean POSIX =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (!POSIX || permission.getStickyBit()) {
        super.setPermission(path, permission);
        return;
      }
      String letters =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(letters));
    }
  }

  private PlainFiles() {}

  /**
   * Hadoop's settings for files at a path, as options of a Spark writer take them, too. Stores of
   * objects keep parts of files on a local disk, with class loaders that know nothing of this one:
   * they get none.
   */
  public static Map<String, String> settings(Path path, Configuration conf) {
    String given = path.toUri().getScheme();
    String scheme = given == null ? FileSystem.getDefaultUri(conf).getScheme() : given;
    return switch (scheme) {
      case "file" -> SETTINGS;
      case "s3a" -> conf.get(ONE_REQUEST) == null ? Map.of(ONE_REQUEST, "create,mkdir") : Map.of();
      default -> Map.of();
    };
  }

  /** A copy of a configuration, with {@link #settings}; itself where it has them. */
  public static Configuration conf(Path path, Configuration conf) {
    Map<String, String> settings = settings(path, conf);
    if (settings.entrySet().stream().allMatch(e -> e.getValue().equals(conf.get(e.getKey())))) {
      return conf;
    }
    Configuration plain = new Configuration(conf);
    settings.forEach(plain::set);
    return plain;
  }

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration conf) throws IOException {
    return path.getFileSystem(conf(path, conf));
  }

  /**
   * Whether files are in a store whose files appear when they are closed, whole, and where a rename
   * is a copy.
   */
  public static boolean areStored(FileSystem fs) {
    return STORES.contains(fs.getUri().getScheme());
  }

  /** Whether files are on a disk of this machine. */
  static boolean areLocal(FileSystem fs) {
    return fs.getUri().getScheme().equals("file");
  }
}
