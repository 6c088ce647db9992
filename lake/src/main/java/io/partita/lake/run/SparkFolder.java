package io.partita.lake.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a Spark inside of this JVM puts what it shuffles and spills: one folder for each process,
 * recognised by a lock. A process that was killed leaves its folder, and the next one deletes it.
 */
final class SparkFolder {
  static final String PREFIX = "partita-spark-";
  static final String LOCK = "lock";
  private static final Logger log = LoggerFactory.getLogger(SparkFolder.class);

  /** Behind Spark's own hooks, which delete what is in the folder. */
  private static final int LAST = 1;

  private static SparkFolder own;

  private final Path folder;
  private final FileChannel lock;

  private SparkFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * This process's, made at the first call, which also deletes those of processes that are gone.
   */
  static synchronized Path ofThisProcess() throws IOException {
    if (own == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      deleteLeftOver(temporary);
      own = create(temporary);
      ShutdownHookManager.get().addShutdownHook(own::delete, LAST);
    }
    return own.folder;
  }

  /** A new folder that is known to be in use until {@link #delete}, or until the process ends. */
  static SparkFolder create(Path temporary) throws IOException {
    while (true) {
      Path folder = Files.createTempDirectory(temporary, PREFIX);
      Path file = folder.resolve(LOCK);
      FileChannel lock =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // Another process may have taken it for a left one before it was locked.
      if (lock.tryLock() != null && Files.exists(file)) {
        return new SparkFolder(folder, lock);
      }
      lock.close();
    }
  }

  Path folder() {
    return folder;
  }

  /** Deletes the folders whose processes are gone; others' that may not be deleted stay. */
  static void deleteLeftOver(Path temporary) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
          if (lock.tryLock() != null) {
            deleteAll(folder);
          }
        } catch (IOException | OverlappingFileLockException e) {
          log.debug("{} stays", folder, e);
        }
      }
    }
  }

  void delete() {
    try (lock) {
      deleteAll(folder);
    } catch (IOException e) {
      log.debug("{} stays for the next run to delete", folder, e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
