package io.partita.lake;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What publishing asks of a file system: that renaming a folder happens at once or not at all,
 * whatever is in it, and that of two runs which create the same file only one succeeds. Object
 * stores copy the files of a "renamed" folder one after the other and have no folders to begin
 * with.
 */
final class PublishingNeeds {
  private static final Logger log = LoggerFactory.getLogger(PublishingNeeds.class);

  private static final Set<String> HAVE_BOTH = Set.of("file", "hdfs", "webhdfs", "swebhdfs");
  private static final Set<String> OBJECT_STORES =
      Set.of(
          "s3", "s3a", "s3n", "gs", "wasb", "wasbs", "oss", "cos", "cosn", "obs", "swift", "bos",
          "tos", "adl");

  /** Azure's second generation renames atomically only with a hierarchical namespace. */
  private static final Set<String> DEPENDS_ON_NAMESPACE = Set.of("abfs", "abfss");

  private static final String ADVICE =
      " Use a lake on HDFS or a local disk, and copy the finished lake to the store.";

  private PublishingNeeds() {}

  /**
   * Refuses what is known to be an object store, before anything connects to it.
   *
   * @throws UserException with what is missing
   */
  static void requireNoObjectStore(Path lake) {
    String scheme = scheme(lake);
    if (scheme != null && OBJECT_STORES.contains(scheme)) {
      throw new UserException(
          Mistake.UNSUITABLE_STORE,
          ("Lake %s is on an object store (%s): publishing needs folders that are renamed "
                  + "at once or not at all, and files that only one run can create, and it has "
                  + "neither.%s")
              .formatted(lake, scheme, ADVICE));
    }
  }

  /**
   * Makes sure of both needs: by what is known of the file system, and of an unknown one by trying.
   *
   * @param folder below which something may be tried
   * @param attempt unique to this process
   * @throws UserException with what is missing
   */
  static void require(FileSystem fs, Path folder, String attempt) throws IOException {
    Path place = target(fs, folder);
    String scheme = scheme(place);
    requireNoObjectStore(place);
    if (DEPENDS_ON_NAMESPACE.contains(scheme)) {
      if (!fs.hasPathCapability(folder, CommonPathCapabilities.FS_ACLS)) {
        throw new UserException(
            Mistake.UNSUITABLE_STORE,
            ("The lake is on %s, an account without a hierarchical namespace: publishing needs "
                    + "folders that are renamed at once or not at all.%s")
                .formatted(fs.getUri(), ADVICE));
      }
    } else if (!HAVE_BOTH.contains(scheme)) {
      tryOut(fs, new Path(folder, "probe-" + attempt));
    }
  }

  private static void tryOut(FileSystem fs, Path probe) throws IOException {
    fs.delete(probe, true);
    try {
      Path from = new Path(probe, "from");
      Path to = new Path(probe, "to");
      write(fs, new Path(from, "file"));
      if (!isRefused(fs, new Path(from, "file"))) {
        throw lacks(fs, "files that only one run can create: a second one replaced the first");
      }
      boolean renamed = fs.rename(from, to);
      if (!renamed || fs.exists(from) || !fs.exists(new Path(to, "file"))) {
        throw lacks(fs, "folders that can be renamed with what is in them");
      }
    } catch (UnsupportedOperationException e) {
      throw lacks(fs, "creating and renaming: " + e.getMessage());
    } finally {
      fs.delete(probe, true);
    }
    log.warn(
        "Cannot tell whether {} renames a folder at once or not at all, as publishing needs it.",
        fs.getUri());
  }

  private static UserException lacks(FileSystem fs, String what) {
    return new UserException(
        Mistake.UNSUITABLE_STORE,
        "The lake is on %s, which lacks what publishing needs: %s.%s"
            .formatted(fs.getUri(), what, ADVICE));
  }

  private static void write(FileSystem fs, Path file) throws IOException {
    try (OutputStream out = fs.create(file, false)) {
      out.write(1);
    }
  }

  private static boolean isRefused(FileSystem fs, Path file) {
    try {
      write(fs, file);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Where a mount table leads to; itself for everything else. */
  private static Path target(FileSystem fs, Path folder) throws IOException {
    if (!fs.getUri().getScheme().equals("viewfs")) {
      return fs.makeQualified(folder);
    }
    Path existing = folder;
    while (!fs.exists(existing)) {
      existing = existing.getParent();
    }
    return fs.resolvePath(existing);
  }

  private static String scheme(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
  }
}
